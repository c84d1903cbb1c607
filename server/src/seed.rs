//! Workspaces that a server makes for itself: one for development, or the first one of a production server.
//!
//! The development workspace derives its app id, keys, secrets and operator token from random bytes that
//! are kept in its row, so the same data folder always gives the same line. A production workspace keeps
//! only the hash of its operator token.

use hmac::{KeyInit, Mac};
use serde::Serialize;
use serde_json::json;

use crate::config::VerificationMode;
use crate::error::ServerError;
use crate::http::App;
use crate::identity::HmacSha256;
use crate::random;
use crate::secret::Secret;
use crate::store::{
    Content, DataAttribute, NewDataAttribute, NewPlatform, NewWorkspace, Platform, Workspace,
};

/// The credentials of a workspace. Serializing writes the secrets out; `Debug` does not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DevWorkspace {
    /// Public id, built into apps.
    pub app_id: String,
    /// Bearer token of the operator API.
    pub operator_token: Secret,
    /// Publishable keys.
    pub keys: PerPlatform<String>,
    /// Secrets that an app's server signs identities with.
    pub identity_secrets: PerPlatform<Secret>,
}

/// One value per platform.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PerPlatform<T> {
    /// iPhone and iPad.
    pub ios: T,
    /// Android, and everything that embeds the Rust core without a platform of its own.
    pub android: T,
    /// A page in a browser.
    pub web: T,
}

impl<T> PerPlatform<T> {
    fn make(mut make: impl FnMut(Platform) -> T) -> Self {
        Self {
            ios: make(Platform::Ios),
            android: make(Platform::Android),
            web: make(Platform::Web),
        }
    }

    /// The value of a platform.
    pub fn get(&self, platform: Platform) -> &T {
        match platform {
            Platform::Ios => &self.ios,
            Platform::Android => &self.android,
            Platform::Web => &self.web,
        }
    }
}

/// Credentials derived from `seed`: always the same ones.
fn derive(seed: &[u8; 32], kind: &str) -> DevWorkspace {
    let part = |what: &str, length: usize| {
        let mut text = HmacSha256::new_from_slice(seed)
            .map(|mut mac| {
                mac.update(what.as_bytes());
                hex::encode(mac.finalize().into_bytes())
            })
            .unwrap_or_default();
        text.truncate(length);
        text
    };
    let key = |platform: Platform| match platform {
        Platform::Web => format!("web_sdk-{}", part("key web", 32)),
        other => format!(
            "{}_sdk-{}",
            other.as_str(),
            part(&format!("key {}", other.as_str()), 32)
        ),
    };
    DevWorkspace {
        app_id: format!("{kind}{}", part("app_id", 8)),
        operator_token: Secret::new(format!("fdo_{}", part("operator_token", 64))),
        keys: PerPlatform::make(key),
        identity_secrets: PerPlatform::make(|platform| {
            Secret::new(format!(
                "fdi_{}",
                part(&format!("identity {}", platform.as_str()), 64)
            ))
        }),
    }
}

fn new_workspace(made: &DevWorkspace, name: &str, mode: VerificationMode, now: i64) -> NewWorkspace {
    let platforms = Platform::ALL
        .into_iter()
        .map(|platform| NewPlatform {
            platform,
            key: made.keys.get(platform).clone(),
            identity_secret: made.identity_secrets.get(platform).clone(),
        })
        .collect();
    NewWorkspace {
        app_id: made.app_id.clone(),
        name: name.to_owned(),
        dev_seed: None,
        operator_token_hash: random::fingerprint(made.operator_token.expose().as_bytes()),
        platforms,
        verification: mode,
        now,
    }
}

/// Credentials of a production workspace that is not stored yet, from fresh random bytes.
pub(crate) fn fresh_credentials() -> Result<DevWorkspace, ServerError> {
    Ok(derive(&random::bytes()?, "fd"))
}

/// Stores a production workspace: identities must be proven.
pub(crate) async fn store_production(app: &App, made: &DevWorkspace) -> Result<(), ServerError> {
    let new = new_workspace(made, "Frontdesk", VerificationMode::On, app.clock().now());
    app.store().create_workspace(new).await?;
    Ok(())
}

/// All workspaces.
pub(crate) async fn workspaces(app: &App) -> Result<Vec<Workspace>, ServerError> {
    Ok(app.store().workspaces().await?)
}

/// Makes the development workspace, or finds it again.
pub(crate) async fn dev_workspace(app: &App) -> Result<DevWorkspace, ServerError> {
    let now = app.clock().now();
    let asked = app.config().dev_identity_verification;
    let seed: [u8; 32] = random::bytes()?;
    let mode = asked.unwrap_or(VerificationMode::Off);
    let new = NewWorkspace {
        dev_seed: Some(seed),
        ..new_workspace(&derive(&seed, "dev"), "Frontdesk dev", mode, now)
    };
    let kept = app.store().create_workspace(new).await?.unwrap_or(seed);
    let made = derive(&kept, "dev");
    if kept != seed
        && let Some(mode) = asked
    {
        for platform in Platform::ALL {
            app.store().set_verification(&made.app_id, platform, mode).await?;
        }
    }
    seed_attributes(app, &made.app_id, now).await?;
    seed_content(app, &made.app_id, now).await?;
    Ok(made)
}

async fn seed_attributes(app: &App, app_id: &str, now: i64) -> Result<(), ServerError> {
    for (model, name, data_type) in [
        ("contact", "paid_subscriber", "boolean"),
        ("contact", "monthly_spend", "float"),
        ("contact", "team_mates", "integer"),
        ("contact", "plan", "string"),
        ("contact", "last_order", "date"),
        ("company", "team_mates", "integer"),
        ("company", "industry_code", "string"),
        ("company", "is_partner", "boolean"),
        ("company", "renewal_date", "date"),
        ("company", "credit", "float"),
    ] {
        let attribute = DataAttribute {
            id: 0,
            model: model.to_owned(),
            name: name.to_owned(),
            label: name.to_owned(),
            description: None,
            data_type: data_type.to_owned(),
            options: Vec::new(),
            api_writable: true,
            messenger_writable: true,
            archived: false,
            created_at: now,
            updated_at: now,
        };
        let max_active = app.limits().active_attributes;
        let new = NewDataAttribute {
            app_id: app_id.to_owned(),
            attribute,
            max_active,
            now,
        };
        app.store().create_data_attribute(new).await?;
    }
    Ok(())
}

/// What every development workspace has to show, with one piece for each answer there is: live, draft,
/// paused, archived.
async fn seed_content(app: &App, app_id: &str, now: i64) -> Result<(), ServerError> {
    let screens = json!({ "screens": [
        { "title": "Welcome", "body_html": "<p>Three steps and you know your way around.</p>" },
        { "title": "Ask us", "body_html": "<p>We are one message away.</p>" },
    ] });
    let questions = json!({
        "intro": "It takes a minute.",
        "questions": [
            { "id": "q1", "type": "rating", "label": "How did we do?", "required": true },
            { "id": "q2", "type": "long_text", "label": "What should we do better?" },
        ],
        "thanks": "Thank you!",
    });
    let steps = json!({ "steps": [
        { "title": "Welcome", "body_html": "<p>Three steps, and you know your way around.</p>" },
        { "title": "It begins here", "body_html": "<p>This says <strong>where</strong> you are.</p>",
          "selector": "h1", "placement": "bottom" },
        { "title": "That was it", "body_html": "<p>We are one message away.</p>", "next_label": "All clear" },
    ] });
    let tasks = json!({ "intro": "Ten minutes, and you are at home here.", "tasks": [
        { "id": "look", "title": "Look around", "body_html": "<p>We show you the page.</p>",
          "action": { "type": "tour", "id": "8001", "label": "Show me" } },
        { "id": "read", "title": "Read how to begin", "body_html": "",
          "action": { "type": "article", "id": "1001", "label": "Read" } },
        { "id": "tell", "title": "Tell a colleague", "body_html": "<p>Two know more than one.</p>" },
    ] });
    let words = |title: &str| json!({ "text": title, "collection_id": "4001" });
    for (kind, id, status, title, body) in [
        (
            "help_center_collection",
            "4001",
            "live",
            "First steps",
            json!({ "description": "Find your way around", "icon": "book" }),
        ),
        (
            "article",
            "1001",
            "live",
            "Getting started",
            words("Getting started"),
        ),
        (
            "article",
            "1002",
            "archived",
            "How things used to be",
            words("How things used to be"),
        ),
        ("survey", "2001", "live", "How did we do?", questions.clone()),
        ("survey", "2002", "draft", "A question to come", questions),
        ("carousel", "3001", "live", "A tour of the app", screens.clone()),
        ("carousel", "3002", "paused", "A tour on hold", screens),
        ("tour", "8001", "live", "Around the page", steps.clone()),
        ("tour", "8002", "draft", "A tour to come", steps),
        ("checklist", "9001", "live", "First things first", tasks.clone()),
        ("checklist", "9002", "paused", "A list on hold", tasks),
    ] {
        let content = Content {
            kind: kind.to_owned(),
            id: id.to_owned(),
            title: title.to_owned(),
            status: status.to_owned(),
            parent_id: body
                .get("collection_id")
                .and_then(serde_json::Value::as_str)
                .map(str::to_owned),
            body: body.to_string(),
            targeting: "{}".to_owned(),
            created_at: now,
            updated_at: now,
            ..Content::default()
        };
        app.store().put_content(app_id, content, true).await?;
    }
    Ok(())
}
