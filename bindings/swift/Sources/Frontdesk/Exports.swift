// The core's values, republished.
//
// Guarantee: what an app sees of the core is in this list; a type that is not here is no promise. All are immutable
// values, `Sendable` and `Equatable`. Times are unix seconds unless a name ends in `Ms`. Since 0.1.

import FrontdeskCore

// MARK: Who is logged in

/// How a login ended.
public typealias LoginResult = FrontdeskCore.LoginResult
/// Who is logged in.
public typealias LoggedInUser = FrontdeskCore.LoggedInUser
/// `lead` (nobody knows who it is) or `user`.
public typealias Role = FrontdeskCore.Role
/// Where the session stands.
public typealias SessionState = FrontdeskCore.SessionState

// MARK: What was told, and how it ended

/// The id of an operation: a UUID as text.
public typealias OperationID = FrontdeskCore.OperationId
/// What an operation is.
public typealias OperationKind = FrontdeskCore.OperationKind
/// Whether the server has it, or it is durably queued.
public typealias Delivery = FrontdeskCore.Delivery
/// The final fate of an operation.
public typealias DeliveryOutcome = FrontdeskCore.DeliveryOutcome
/// A field that the server would not take.
public typealias RejectedField = FrontdeskCore.RejectedField
/// How an update of the user ended.
public typealias UpdateResult = FrontdeskCore.UpdateResult
/// How many updates still travel one by one.
public typealias UpdateQuota = FrontdeskCore.UpdateQuota
/// What is not delivered yet.
public typealias Pending = FrontdeskCore.Pending
/// An operation that the server refused.
public typealias RejectedOperation = FrontdeskCore.RejectedOperation
/// Something the app may want to know.
public typealias FrontdeskEvent = FrontdeskCore.FrontdeskEvent
/// How news arrive.
public typealias FeedMode = FrontdeskCore.FeedMode

// MARK: The messenger

/// A place of the messenger.
public typealias Space = FrontdeskCore.Space
/// What is shown.
public typealias Presentation = FrontdeskCore.Presentation
/// One screen of the messenger.
public typealias MessengerView = FrontdeskCore.MessengerView
/// Everything a messenger's screen must know besides the content.
public typealias MessengerState = FrontdeskCore.MessengerState
/// Light, dark, or as the device has it.
public typealias ThemeMode = FrontdeskCore.ThemeMode
/// Proactive content that can be held back.
public typealias ProactiveKind = FrontdeskCore.ProactiveKind
/// Content that is due to show itself.
public typealias InAppRef = FrontdeskCore.InAppRef
/// How content that shows itself takes its place.
public typealias InAppDisplay = FrontdeskCore.InAppDisplay

// MARK: Conversations

/// Who wrote something.
public typealias Author = FrontdeskCore.Author
/// What kind of author wrote a part.
public typealias AuthorKind = FrontdeskCore.AuthorKind
/// A conversation with one page of its parts.
public typealias Conversation = FrontdeskCore.Conversation
/// Whether a conversation is being dealt with.
public typealias ConversationState = FrontdeskCore.ConversationState
/// A conversation as it stands in a list.
public typealias ConversationSummary = FrontdeskCore.ConversationSummary
/// One page of conversations.
public typealias ConversationPage = FrontdeskCore.ConversationPage
/// One message of a conversation.
public typealias Part = FrontdeskCore.Part
/// What the server says about a part.
public typealias PartState = FrontdeskCore.PartState
/// How far a part that this device wrote has come.
public typealias PartDelivery = FrontdeskCore.PartDelivery
/// A file that belongs to a part.
public typealias Attachment = FrontdeskCore.Attachment
/// An answer that a tap can give.
public typealias QuickReply = FrontdeskCore.QuickReply
/// A file to send.
public typealias NewAttachment = FrontdeskCore.NewAttachment
/// A message to send: words, files or both.
public typealias NewReply = FrontdeskCore.NewReply
/// A message that was stored.
public typealias SentPart = FrontdeskCore.SentPart

// MARK: Help center, content, tickets, news

/// A collection of the help center.
public typealias HelpCenterCollection = FrontdeskCore.HelpCenterCollection
/// What is in a collection.
public typealias HelpCenterCollectionContent = FrontdeskCore.HelpCenterCollectionContent
/// A section of a collection.
public typealias HelpCenterSection = FrontdeskCore.HelpCenterSection
/// An article of a collection, by name.
public typealias HelpCenterArticle = FrontdeskCore.HelpCenterArticle
/// A hit of a search.
public typealias HelpCenterSearchResult = FrontdeskCore.HelpCenterSearchResult
/// An article in one language.
public typealias Article = FrontdeskCore.Article
/// An article to read next, by name.
public typealias ArticleRef = FrontdeskCore.ArticleRef
/// How an article was found to be.
public typealias Reaction = FrontdeskCore.Reaction
/// A kind of content that can be presented by its id.
public typealias ContentKind = FrontdeskCore.ContentKind
/// A piece of content by its id.
public typealias ContentRef = FrontdeskCore.ContentRef
/// A kind of live content.
public typealias LiveKind = FrontdeskCore.LiveKind
/// A piece of live content.
public typealias LiveContent = FrontdeskCore.LiveContent
/// What a receipt is about.
public typealias ReceiptKind = FrontdeskCore.ReceiptKind
/// What became of content that was shown.
public typealias ReceiptEvent = FrontdeskCore.ReceiptEvent
/// The answer to one question of a survey.
public typealias Answer = FrontdeskCore.Answer
/// What a person answered.
public typealias AnswerValue = FrontdeskCore.AnswerValue
/// A ticket.
public typealias Ticket = FrontdeskCore.Ticket
/// One page of tickets.
public typealias TicketPage = FrontdeskCore.TicketPage
/// How far a ticket has come.
public typealias TicketState = FrontdeskCore.TicketState
/// A kind of ticket, with its form.
public typealias TicketType = FrontdeskCore.TicketType
/// A kind of ticket, by name.
public typealias TicketTypeRef = FrontdeskCore.TicketTypeRef
/// One field of a ticket's form.
public typealias TicketAttribute = FrontdeskCore.TicketAttribute
/// What an attribute of a ticket holds.
public typealias TicketAttributeType = FrontdeskCore.TicketAttributeType
/// A ticket that was stored.
public typealias SentTicket = FrontdeskCore.SentTicket
/// A news item.
public typealias NewsItem = FrontdeskCore.NewsItem
/// One page of news.
public typealias NewsPage = FrontdeskCore.NewsPage

// MARK: Push, log, checks

/// The service that delivers pushes.
public typealias PushProvider = FrontdeskCore.PushProvider
/// Which of Apple's services a push token belongs to.
public typealias PushEnvironment = FrontdeskCore.PushEnvironment
/// What a push of ours says.
public typealias PushMessage = FrontdeskCore.PushMessage
/// How much is logged.
public typealias LogLevel = FrontdeskCore.LogLevel
/// User attributes as they would be sent.
public typealias CheckedAttributes = FrontdeskCore.CheckedAttributes
