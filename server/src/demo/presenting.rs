//! A survey, a carousel, a tour, a checklist, an in-app message, a news item and kinds of tickets.

use super::data::Workspace;
use super::help_center::live;
use crate::error::ServerError;
use crate::http::App;
use crate::store::Content;

/// How long ago the news was published, in seconds.
const NEWS_AGE: i64 = 2 * 86_400;

pub(super) async fn fill(
    app: &App,
    app_id: &str,
    workspace: &Workspace,
    admins: &[i64],
    now: i64,
) -> Result<(), ServerError> {
    for piece in &workspace.content {
        let targeting = piece.targeting.as_ref();
        let content = Content {
            kind: piece.kind.clone(),
            id: piece.id.clone(),
            title: piece.title.clone(),
            body: piece.body.to_string(),
            targeting: targeting.map_or_else(|| "{}".to_owned(), ToString::to_string),
            author_id: piece.author.and_then(|place| admins.get(place)).copied(),
            published_at: (piece.kind == "news").then_some(now - NEWS_AGE),
            ..live(now)
        };
        app.store().put_content(app_id, content, true).await?;
    }
    Ok(())
}
