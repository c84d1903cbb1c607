//! What operators present to people: surveys, carousels, tours, checklists, in-app messages, news and kinds of
//! tickets under `/x`, and in Intercom's shapes the articles, collections, news items and tickets.

mod articles;
mod collections;
pub(super) mod fields;
mod guides;
mod news_items;
mod resources;
mod ticket_shapes;
mod tickets;

use super::super::table::{Routes, get, post};
use resources::{CAROUSELS, CHECKLISTS, IN_APP_MESSAGES, NEWS, Resource, SURVEYS, TICKET_TYPES, TOURS};

pub(super) fn routes() -> Routes {
    let resource = |routes: Routes, path: &str, resource: &'static Resource| {
        routes
            .route(
                path,
                get(move |state, operator, uri| resources::list(resource, state, operator, uri))
                    .post(move |state, operator, body| resources::create(resource, state, operator, body)),
            )
            .route(
                &format!("{path}/{{id}}"),
                get(move |state, operator, id| resources::show(resource, state, operator, id))
                    .put(move |state, operator, id, body| {
                        resources::edit(resource, state, operator, id, body)
                    })
                    .delete(move |state, operator, id| resources::remove(resource, state, operator, id)),
            )
    };
    let mut routes = Routes::new()
        .route("/articles", get(articles::list).post(articles::create))
        .route("/articles/search", get(articles::search))
        .route(
            "/articles/{id}",
            get(articles::show).put(articles::edit).delete(articles::remove),
        )
        .route(
            "/help_center/collections",
            get(collections::list).post(collections::create),
        )
        .route(
            "/help_center/collections/{id}",
            get(collections::show)
                .put(collections::edit)
                .delete(collections::remove),
        )
        .route("/help_center/help_centers", get(collections::centers))
        .route("/help_center/help_centers/{id}", get(collections::show_center))
        .route("/tickets", post(tickets::create))
        .route("/tickets/search", post(tickets::search))
        .route(
            "/tickets/{id}",
            get(tickets::show).put(tickets::edit).delete(tickets::remove),
        )
        .route("/tickets/{id}/reply", post(tickets::reply))
        .route("/ticket_types", get(tickets::kinds))
        .route("/ticket_types/{id}", get(tickets::kind))
        .route("/news/news_items", get(news_items::list).post(news_items::create))
        .route(
            "/news/news_items/{id}",
            get(news_items::show)
                .put(news_items::edit)
                .delete(news_items::remove),
        );
    for (path, one) in [
        ("/x/surveys", &SURVEYS),
        ("/x/carousels", &CAROUSELS),
        ("/x/tours", &TOURS),
        ("/x/checklists", &CHECKLISTS),
        ("/x/in_app_messages", &IN_APP_MESSAGES),
        ("/x/news", &NEWS),
        ("/x/ticket_types", &TICKET_TYPES),
    ] {
        routes = resource(routes, path, one);
    }
    routes
}
