//! The routes about people: contacts as a whole, tags, notes, companies, visitors, and the lists that are empty.

use super::super::table::{Routes, delete, get, post};
use super::{companies, lists, notes, standing, tags, visitors};

pub(super) fn routes() -> Routes {
    contact_routes()
        .merge(company_routes())
        .route("/tags", get(tags::list).post(tags::save))
        .route("/tags/{id}", get(tags::show).delete(tags::remove))
        .route("/conversations/{id}/tags", post(tags::tag_conversation))
        .route(
            "/conversations/{id}/tags/{tag_id}",
            delete(tags::untag_conversation),
        )
        .route("/notes/{id}", get(notes::show))
        .route("/visitors", get(visitors::show).put(visitors::edit))
        .route("/visitors/convert", post(visitors::convert))
        .route("/teams", get(lists::teams))
        .route("/teams/{id}", get(lists::none))
        .route("/segments", get(lists::segments))
        .route("/segments/{id}", get(lists::none))
        .route("/subscription_types", get(lists::subscription_types))
}

fn contact_routes() -> Routes {
    Routes::new()
        .route("/contacts/merge", post(standing::merge))
        .route("/contacts/{id}/archive", post(standing::archive))
        .route("/contacts/{id}/unarchive", post(standing::unarchive))
        .route("/contacts/{id}/block", post(standing::block))
        .route(
            "/contacts/{id}/tags",
            get(tags::of_contact).post(tags::tag_contact),
        )
        .route("/contacts/{id}/tags/{tag_id}", delete(tags::untag_contact))
        .route("/contacts/{id}/notes", get(notes::list).post(notes::create))
        .route(
            "/contacts/{id}/companies",
            get(companies::of_contact).post(companies::attach),
        )
        .route("/contacts/{id}/companies/{company_id}", delete(companies::detach))
        .route("/contacts/{id}/segments", get(lists::of_contact))
        .route(
            "/contacts/{id}/subscriptions",
            get(lists::of_contact).post(lists::of_contact_none),
        )
        .route(
            "/contacts/{id}/subscriptions/{subscription_id}",
            delete(lists::of_contact_part_none),
        )
}

fn company_routes() -> Routes {
    Routes::new()
        .route("/companies", get(companies::find_or_list).post(companies::save))
        .route("/companies/list", post(companies::list))
        .route("/companies/scroll", get(companies::scroll))
        .route(
            "/companies/{id}",
            get(companies::show)
                .put(companies::edit)
                .delete(companies::remove),
        )
        .route("/companies/{id}/contacts", get(companies::contacts))
        .route("/companies/{id}/segments", get(lists::of_company))
}
