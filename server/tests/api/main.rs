//! What devices and operators see of the server, over real sockets. One module per group of behaviour.

// A test that unwraps fails with the place and the value: that is what it is for.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod addresses;
mod at_once;
mod avatars;
mod bulk;
mod companies;
mod contract;
mod demo;
mod desk;
mod erasing;
mod framing;
mod guides;
mod hostile_bodies;
#[path = "../http_client/mod.rs"]
mod http_client;
mod identity;
mod limits;
mod looks;
mod operator_articles;
mod operator_collections;
mod operator_contacts;
mod operator_conversations;
mod operator_inbox;
mod operator_presenting;
mod operator_replies;
mod operator_rest;
mod operator_tickets;
mod other_sites;
mod pages;
mod picture_sizes;
mod receipts;
mod sdk_content;
mod sdk_conversations;
mod sdk_events;
mod sdk_feed;
mod sdk_help;
mod sdk_me;
mod sdk_sessions;
mod sdk_tickets;
mod sdk_uploads;
mod sockets;
mod standing;
mod stream;
mod sweep;
mod tagging;
mod tags_and_notes;
mod taken_back;
mod takeover;
mod targeting;
mod tokens;
mod widget;
