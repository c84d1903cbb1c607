//! Collections and articles, in English and German.

use serde_json::json;

use super::data;
use crate::error::ServerError;
use crate::http::App;
use crate::store::{Content, ContentEdit, TextEdit};

pub(super) async fn fill(app: &App, app_id: &str, admins: &[i64], now: i64) -> Result<(), ServerError> {
    let help = data::help_center()?;
    for (place, collection) in help.collections.iter().enumerate() {
        let (en, de) = (&collection.en, &collection.de);
        let content = Content {
            kind: "help_center_collection".to_owned(),
            id: collection.id.clone(),
            title: en.name.clone(),
            body: json!({ "icon": collection.icon, "summary": en.description }).to_string(),
            place: place_of(place),
            ..live(now)
        };
        let german = TextEdit {
            title: Some(de.name.clone()),
            summary: Some(Some(de.description.clone())),
            live: Some(true),
            ..TextEdit::default()
        };
        put(app, app_id, content, german, now).await?;
    }
    for (place, article) in help.articles.iter().enumerate() {
        let (en, de) = (&article.en, &article.de);
        let content = Content {
            kind: "article".to_owned(),
            id: article.id.clone(),
            title: en.title.clone(),
            body: json!({ "body_html": en.body.concat(), "summary": en.summary }).to_string(),
            parent_id: Some(article.collection.clone()),
            place: place_of(place),
            author_id: admins.get(article.author).copied(),
            ..live(now)
        };
        let german = TextEdit {
            title: Some(de.title.clone()),
            summary: Some(Some(de.summary.clone())),
            body_html: Some(de.body.concat()),
            live: Some(true),
            author_id: admins.get(article.author).copied(),
        };
        put(app, app_id, content, german, now).await?;
    }
    Ok(())
}

fn place_of(index: usize) -> i64 {
    i64::try_from(index).unwrap_or(i64::MAX)
}

/// Live content without a name.
pub(super) fn live(now: i64) -> Content {
    Content {
        status: "live".to_owned(),
        body: "{}".to_owned(),
        targeting: "{}".to_owned(),
        created_at: now,
        updated_at: now,
        ..Content::default()
    }
}

/// Makes what is not there, and adds the German text to what has English alone.
async fn put(
    app: &App,
    app_id: &str,
    content: Content,
    german: TextEdit,
    now: i64,
) -> Result<(), ServerError> {
    let (kind, id) = (content.kind.clone(), content.id.clone());
    app.store().put_content(app_id, content, true).await?;
    let found = app.store().content_with_texts(app_id, &kind, &id).await?;
    let complete = found.is_none_or(|(_, texts)| texts.iter().any(|text| text.locale == "de"));
    if !complete {
        let edit = ContentEdit {
            texts: vec![("de".to_owned(), Some(german))],
            ..ContentEdit::default()
        };
        app.store().edit_content(app_id, &kind, &id, edit, now).await?;
    }
    Ok(())
}
