//! The operator API, in the shapes that existing scripts and official clients know, and under `/x` what
//! those shapes have no place for.
//!
//! Every route passes the gate of this module: bearer token, version, rate limit and its headers. What it
//! lets through carries an [`Operator`].

mod admins;
mod companies;
mod company;
mod contacts;
mod content;
mod conversation_shapes;
mod conversations;
mod data_attributes;
mod events;
mod gate;
mod inbox_body;
mod keys;
mod lists;
mod me;
mod notes;
mod pages;
mod people;
mod people_shapes;
mod presenting;
mod replies;
mod shapes;
mod spans;
mod standing;
mod styles;
mod tags;
mod verification;
mod visitors;

use axum::middleware::from_fn_with_state;

use super::App;
use super::table::{Routes, delete, get, post, put};
use gate::Operator;
pub(super) use gate::identify;

/// Conversations and teammates.
fn inbox() -> Routes {
    Routes::new()
        .route("/admins", get(admins::list))
        .route("/admins/{id}", get(admins::show))
        .route("/messages", post(conversations::message_from_admin))
        .route(
            "/conversations",
            get(conversations::list).post(conversations::create),
        )
        .route("/conversations/search", post(conversations::search))
        .route("/conversations/redact", post(replies::redact))
        .route(
            "/conversations/{id}",
            get(conversations::show)
                .put(conversations::edit)
                .delete(conversations::delete),
        )
        .route("/conversations/{id}/reply", post(replies::reply))
        .route("/conversations/{id}/parts", post(replies::manage))
        .route("/conversations/{id}/customers", post(company::attach))
        .route(
            "/conversations/{id}/customers/{contact_id}",
            delete(company::detach),
        )
        .route("/x/conversations/{id}/merge", post(company::merge))
        .route("/x/conversations/{id}/typing", post(company::typing))
}

pub(super) fn routes(app: &App) -> Routes {
    Routes::new()
        .route("/me", get(me::show))
        .merge(inbox())
        .route(
            "/data_attributes",
            get(data_attributes::list).post(data_attributes::create),
        )
        .route("/data_attributes/{id}", put(data_attributes::edit))
        .route("/contacts", get(contacts::list).post(contacts::create))
        .route("/contacts/search", post(contacts::search))
        .route(
            "/contacts/find_by_external_id/{external_id}",
            get(contacts::find_by_external_id),
        )
        .route(
            "/contacts/{id}",
            get(contacts::show).put(contacts::edit).delete(standing::remove),
        )
        .merge(people::routes())
        .route("/events", get(events::list).post(events::create))
        .route("/x/content", get(content::list).post(content::put))
        .route("/x/content/{kind}/{id}", get(content::show).put(content::put_at))
        .route("/x/identity_verification", get(verification::list))
        .route("/x/identity_verification/{platform}", put(verification::switch))
        .route(
            "/x/identity_verification/{platform}/secrets",
            post(verification::add_secret),
        )
        .route(
            "/x/identity_verification/{platform}/secrets/{id}",
            delete(verification::remove_secret),
        )
        .merge(presenting::routes())
        .merge(keys::routes())
        .merge(styles::routes())
        .wrapped(|router| router.route_layer(from_fn_with_state(app.clone(), gate::pass)))
}
