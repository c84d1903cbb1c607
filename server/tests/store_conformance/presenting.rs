//! What every store must do about what is presented: texts in languages, search, receipts, what is due,
//! tickets.

use serde_json::{Map, Value, json};

use super::*;

fn article(id: &str, title: &str, html: &str) -> Content {
    Content {
        kind: "article".to_owned(),
        id: id.to_owned(),
        title: title.to_owned(),
        status: "live".to_owned(),
        body: json!({ "body_html": html }).to_string(),
        targeting: "{}".to_owned(),
        created_at: NOW,
        updated_at: NOW,
        ..Content::default()
    }
}

fn reader(contact: &str, locale: Option<&str>) -> Reader {
    Reader {
        app_id: APP.to_owned(),
        contact_id: contact.to_owned(),
        device_id: "d".to_owned(),
        locale: locale.map(str::to_owned),
        now: NOW,
    }
}

async fn found(store: &dyn Store, locale: Option<&str>, term: &str) -> Vec<String> {
    let hits = store
        .help_search(reader("nobody", locale), term, 20)
        .await
        .unwrap();
    hits.into_iter().map(|hit| hit.title).collect()
}

#[tokio::test]
async fn the_search_follows_every_change_of_a_text() {
    each(async |store| {
        store
            .put_content(APP, article("1", "Old words", "<p>first</p>"), false)
            .await
            .unwrap();
        assert_eq!(found(store, None, "first").await, ["Old words"]);
        store
            .put_content(APP, article("1", "New words", "<p>second</p>"), false)
            .await
            .unwrap();
        assert_eq!(found(store, None, "first").await, [] as [&str; 0]);
        assert_eq!(found(store, None, "secon").await, ["New words"]);
        let german = TextEdit {
            title: Some("Neue Worte".to_owned()),
            body_html: Some("<p>zweitens</p>".to_owned()),
            live: Some(true),
            ..TextEdit::default()
        };
        let edit = ContentEdit {
            texts: vec![("de".to_owned(), Some(german))],
            ..ContentEdit::default()
        };
        store.edit_content(APP, "article", "1", edit, NOW).await.unwrap();
        assert_eq!(found(store, Some("de-AT"), "zweitens").await, ["Neue Worte"]);
        assert_eq!(found(store, None, "zweitens").await, [] as [&str; 0]);
        assert!(store.delete_content(APP, "article", "1").await.unwrap());
        assert_eq!(found(store, Some("de"), "zweitens").await, [] as [&str; 0]);
        assert!(!store.delete_content(APP, "article", "1").await.unwrap());
        assert_eq!(
            store.help_article(reader("nobody", None), "1").await.unwrap(),
            None
        );
    })
    .await;
}

#[tokio::test]
async fn a_receipt_is_stored_once_and_ends_what_is_due() {
    each(async |store| {
        let (contact, _) = open(store, login("d", Some("ada"), 1)).await;
        let survey = Content {
            kind: "survey".to_owned(),
            targeting: r#"{"roles":["user"]}"#.to_owned(),
            ..article("2", "How?", "")
        };
        store.put_content(APP, survey, false).await.unwrap();
        assert_eq!(store.due_content(APP, &contact.id, NOW).await.unwrap().len(), 1);
        let receipt = |hash: u8| NewReceipt {
            id: "r".to_owned(),
            body_hash: [hash; 32],
            kind: "survey".to_owned(),
            content_id: "2".to_owned(),
            event: "dismissed".to_owned(),
            answers: None,
        };
        let batch = |receipts| TakeReceipts {
            app_id: APP.to_owned(),
            contact_id: contact.id.clone(),
            receipts,
            now: NOW,
        };
        let taken = store
            .take_receipts(batch(vec![receipt(1), receipt(1), receipt(2)]))
            .await
            .unwrap();
        let wanted = [
            ReceiptOutcome::Accepted,
            ReceiptOutcome::Duplicate,
            ReceiptOutcome::IdReused,
        ];
        assert_eq!(taken.unwrap(), wanted);
        assert_eq!(store.due_content(APP, &contact.id, NOW).await.unwrap(), []);
        let nobody = TakeReceipts {
            contact_id: "nobody".to_owned(),
            ..batch(vec![receipt(1)])
        };
        assert_eq!(store.take_receipts(nobody).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_ticket_is_opened_once_and_is_its_contacts_alone() {
    each(async |store| {
        let (ada, _) = open(store, login("d", Some("ada"), 1)).await;
        let (bob, _) = open(store, login("e", Some("bob"), 2)).await;
        let kind = Content {
            kind: "ticket_type".to_owned(),
            body: r#"{"attributes":[]}"#.to_owned(),
            ..article("3", "Fault", "")
        };
        store.put_content(APP, kind, false).await.unwrap();
        let new = |hash: u8| NewTicket {
            app_id: APP.to_owned(),
            contact_id: ada.id.clone(),
            by_device: Some(("t".to_owned(), [hash; 32])),
            type_id: "3".to_owned(),
            attributes: Map::from_iter([("_default_title_".to_owned(), Value::from("Broken"))]),
            created_at: NOW,
            now: NOW,
        };
        let TicketOutcome::Done(made) = store.open_ticket(new(1)).await.unwrap() else {
            panic!("the ticket is opened");
        };
        assert!(matches!(store.open_ticket(new(1)).await.unwrap(), TicketOutcome::Duplicate(again) if *again == *made));
        assert!(matches!(store.open_ticket(new(2)).await.unwrap(), TicketOutcome::IdReused));
        for id in ["t".to_owned(), made.id.to_string()] {
            assert_eq!(store.ticket_of(APP, &ada.id, &id).await.unwrap().as_ref(), Some(&*made));
            assert_eq!(store.ticket_of(APP, &bob.id, &id).await.unwrap(), None);
            assert_eq!(store.ticket_of("other", &ada.id, &id).await.unwrap(), None);
        }
        assert!(store.ticket("other", &made.id.to_string()).await.unwrap().is_none());
        assert!(!store.delete_ticket("other", &made.id.to_string()).await.unwrap());
        assert!(store.delete_ticket(APP, &made.id.to_string()).await.unwrap());
    })
    .await;
}
