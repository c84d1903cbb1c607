//! The data files, read. They are part of the program; a test reads them, too.

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::error::ServerError;

/// `workspace.json`.
#[derive(Deserialize)]
pub(super) struct Workspace {
    /// Of the messenger.
    pub(super) settings: Value,
    pub(super) teammates: Vec<Teammate>,
    pub(super) user: User,
    pub(super) content: Vec<Piece>,
    pub(super) tickets: Vec<Ticket>,
    pub(super) conversations: Vec<Conversation>,
}

#[derive(Deserialize)]
pub(super) struct Teammate {
    pub(super) name: String,
    pub(super) email: String,
    pub(super) job_title: String,
}

/// Whose conversations and tickets they are.
#[derive(Deserialize)]
pub(super) struct User {
    pub(super) user_id: String,
    pub(super) email: String,
    pub(super) name: String,
}

/// A survey, a carousel and the like.
#[derive(Deserialize)]
pub(super) struct Piece {
    pub(super) kind: String,
    pub(super) id: String,
    pub(super) title: String,
    /// Place in the list of teammates.
    #[serde(default)]
    pub(super) author: Option<usize>,
    #[serde(default)]
    pub(super) targeting: Option<Value>,
    pub(super) body: Value,
}

#[derive(Deserialize)]
pub(super) struct Ticket {
    pub(super) id: String,
    pub(super) kind: String,
    pub(super) state: String,
    pub(super) attributes: Map<String, Value>,
}

#[derive(Deserialize)]
pub(super) struct Conversation {
    pub(super) id: String,
    pub(super) said: Vec<Said>,
}

#[derive(Deserialize)]
pub(super) struct Said {
    /// Place in the list of teammates; absent for the user.
    #[serde(default)]
    pub(super) by: Option<usize>,
    pub(super) text: String,
}

/// `help_center.json`.
#[derive(Deserialize)]
pub(super) struct HelpCenter {
    pub(super) collections: Vec<Collection>,
    pub(super) articles: Vec<Article>,
}

#[derive(Deserialize)]
pub(super) struct Collection {
    pub(super) id: String,
    pub(super) icon: String,
    pub(super) en: CollectionText,
    pub(super) de: CollectionText,
}

#[derive(Deserialize)]
pub(super) struct CollectionText {
    pub(super) name: String,
    pub(super) description: String,
}

#[derive(Deserialize)]
pub(super) struct Article {
    pub(super) id: String,
    pub(super) collection: String,
    /// Place in the list of teammates.
    pub(super) author: usize,
    pub(super) en: ArticleText,
    pub(super) de: ArticleText,
}

#[derive(Deserialize)]
pub(super) struct ArticleText {
    pub(super) title: String,
    pub(super) summary: String,
    /// Pieces of HTML.
    pub(super) body: Vec<String>,
}

pub(super) fn workspace() -> Result<Workspace, ServerError> {
    read(include_str!("../../demo/workspace.json"))
}

pub(super) fn help_center() -> Result<HelpCenter, ServerError> {
    read(include_str!("../../demo/help_center.json"))
}

fn read<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, ServerError> {
    serde_json::from_str(text).map_err(|error| ServerError::Demo(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::rich_text::{plain, sanitise};
    use crate::domain::{surveys, targeting, tickets};

    #[test]
    fn the_help_center_has_twenty_real_articles_in_two_languages_and_four_collections() {
        let help = help_center().unwrap();
        assert_eq!((help.articles.len(), help.collections.len()), (20, 4));
        for article in &help.articles {
            assert!(help.collections.iter().any(|one| one.id == article.collection));
            for text in [&article.en, &article.de] {
                let html = text.body.concat();
                assert_eq!(
                    sanitise(&html),
                    html,
                    "{}: nothing of it is taken out",
                    text.title
                );
                assert!(
                    text.body.len() >= 3 && plain(&html).split_whitespace().count() > 70,
                    "{}",
                    text.title
                );
            }
        }
    }

    #[test]
    fn what_is_presented_is_what_operators_could_have_made() {
        let workspace = workspace().unwrap();
        for piece in &workspace.content {
            if let Some(rules) = &piece.targeting {
                assert!(targeting::read(&serde_json::from_value(rules.clone()).unwrap()).is_ok());
            }
            match piece.kind.as_str() {
                "survey" => assert_eq!(surveys::check_questions(&piece.body["questions"]), Ok(())),
                "ticket_type" => {
                    assert!(tickets::read_type_attributes(&piece.body["attributes"]).is_ok());
                }
                _ => {}
            }
        }
    }
}
