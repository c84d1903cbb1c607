//! The Frontdesk SDK without a user interface.
//!
//! *What an app tells Frontdesk is never lost, never doubled, never shown to the wrong person, and every
//! call ends in exactly one answer.*
//!
//! Data flows one way: [`client`] -> `outbox` -> `worker` -> [`session`] -> [`retry`] -> `transport`. Beside
//! them stand [`model`] (domain types and limits), [`messenger`] (what to show), [`bridge`] (what its pages may ask), `storage` (the only place
//! where state becomes true), [`observer`] (events out), [`diagnostics`], [`push`] (payloads), [`clock`], [`config`], [`error`] and [`secret`].
//!
//! Short local writes commit on the caller's thread; everything that waits for the network is `async` and
//! answered by one named thread, `frontdesk-worker`. There are no globals: clients may coexist.

pub mod bridge;
mod cache;
pub mod client;
pub mod clock;
pub mod config;
pub mod diagnostics;
pub mod error;
mod files;
pub mod messenger;
pub mod model;
pub mod observer;
mod outbox;
pub mod push;
pub mod retry;
pub mod secret;
pub mod session;
mod storage;
mod transport;
mod worker;

pub use client::{
    Frontdesk, Login, LogoutOptions, PushEnvironment, PushProvider, TokenRefresh, TokenRequest,
    UnsentOperations, UpdateQuota,
};
pub use config::{Builder, Durability, Limits};
pub use diagnostics::{Diagnostics, Fault};
pub use error::FrontdeskError;
pub use messenger::{
    FeedMode, MessengerState, Presentation, Presenter, PresenterError, ProactiveKind, ThemeMode, View,
};
pub use model::attributes::UserAttributes;
pub use model::content::{ContentRef, ContentStatus, Space};
pub use model::conversation::{
    Attachment, Author, AuthorKind, Conversation, ConversationState, ConversationSummary, Part, PartDelivery,
    PartState, QuickReply,
};
pub use model::event::OperationId;
pub use model::help::{Article, ArticleRef, CollectionList, CollectionTree, Reaction, SearchHit};
pub use model::help_center::{
    HelpCenterArticle, HelpCenterCollection, HelpCenterCollectionContent, HelpCenterSearchResult,
    HelpCenterSection,
};
pub use model::identity::{Identity, Role};
pub use model::live_content::{InAppDisplay, InAppRef, LiveContent, LiveKind};
pub use model::metadata::Metadata;
pub use model::news::NewsItem;
pub use model::page::Page;
pub use model::receipt::{Answer, AnswerValue, ReceiptEvent, ReceiptKind};
pub use model::ticket::{
    Ticket, TicketAttribute, TicketAttributeType, TicketState, TicketType, TicketTypeRef,
};
pub use model::unread::Unread;
pub use observer::{Delivery, DeliveryOutcome, Event, Listener, OperationKind, RejectedField};
pub use outbox::pending::{Pending, RejectedOperation};
pub use push::PushMessage;
