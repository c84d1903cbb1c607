//! What operators present to people: surveys, carousels, in-app messages, news and kinds of tickets under
//! `/x`, and in Intercom's shapes the articles, collections and news items.

mod fields;
mod resources;

use super::super::table::{Routes, get};
use resources::{CAROUSELS, IN_APP_MESSAGES, NEWS, Resource, SURVEYS, TICKET_TYPES};

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
    let mut routes = Routes::new();
    for (path, one) in [
        ("/x/surveys", &SURVEYS),
        ("/x/carousels", &CAROUSELS),
        ("/x/in_app_messages", &IN_APP_MESSAGES),
        ("/x/news", &NEWS),
        ("/x/ticket_types", &TICKET_TYPES),
    ] {
        routes = resource(routes, path, one);
    }
    routes
}
