//! What every store must do about people: tags, notes, companies, push tokens, and who is gone.

use frontdesk_server::domain::attributes::CompanyPatch;

use super::*;

fn company(company_id: &str, attribute: Option<&str>) -> SaveCompany {
    SaveCompany {
        app_id: APP.to_owned(),
        id: None,
        patch: CompanyPatch {
            company_id: company_id.to_owned(),
            custom_attributes: attribute
                .map(|name| (name.to_owned(), Json::Bool(true)))
                .into_iter()
                .collect(),
            ..CompanyPatch::default()
        },
        now: NOW,
    }
}

async fn made(store: &dyn Store, company_id: &str) -> Company {
    match store.save_company(company(company_id, None)).await.unwrap() {
        CompanyOutcome::Done(company) => *company,
        other => panic!("{other:?}"),
    }
}

fn tag(name: &str, contacts: &[(&str, bool)]) -> SaveTag {
    let contacts = contacts
        .iter()
        .map(|(id, on)| (ContactKey::Id((*id).to_owned()), *on))
        .collect();
    SaveTag {
        app_id: APP.to_owned(),
        id: None,
        name: name.to_owned(),
        contacts,
        companies: Vec::new(),
        now: NOW,
    }
}

#[tokio::test]
async fn a_tag_is_put_on_all_or_on_nobody() {
    each(async |store| {
        let (ada, _) = open(store, login("d1", Some("ada"), 1)).await;
        let TagOutcome::Done(vip) = store.save_tag(tag("VIP", &[(&ada.id, true)])).await.unwrap() else {
            panic!("a tag");
        };
        let again = store.save_tag(tag("vip", &[])).await.unwrap();
        assert_eq!(again, TagOutcome::Done(vip.clone()));
        let both = tag("new", &[(&ada.id, true), ("nobody", true)]);
        assert_eq!(store.save_tag(both).await.unwrap(), TagOutcome::NoContact);
        assert_eq!(store.tags(APP).await.unwrap(), std::slice::from_ref(&vip));
        let of_ada = store.contact_tags(APP, &ada.id).await.unwrap().unwrap();
        assert_eq!((of_ada.len(), of_ada[0].tagged_at), (1, Some(NOW)));
        assert!(store.contact_tags("other", &ada.id).await.unwrap().is_none());
        assert_eq!(
            store.delete_tag("other", vip.id).await.unwrap(),
            TagOutcome::NoTag
        );
        store.delete_tag(APP, vip.id).await.unwrap();
        assert!(
            store
                .contact_tags(APP, &ada.id)
                .await
                .unwrap()
                .unwrap()
                .is_empty()
        );
    })
    .await;
}

#[tokio::test]
async fn a_company_that_is_refused_leaves_nothing_behind() {
    each(async |store| {
        let refused = store.save_company(company("a", Some("nope"))).await.unwrap();
        let CompanyOutcome::Invalid(rejected) = refused else {
            panic!("{refused:?}");
        };
        assert_eq!(
            rejected,
            [Rejected::new("custom_attributes.nope", "attribute_not_found")]
        );
        let key = CompanyKey::CompanyId("a".to_owned());
        assert!(store.company(APP, key.clone()).await.unwrap().is_none());
        let kept = made(store, "a").await;
        assert_eq!(store.company(APP, key.clone()).await.unwrap(), Some(kept.clone()));
        assert!(store.company("other", key).await.unwrap().is_none());
        let (page, next) = store.scroll_companies(APP, 0, 1).await.unwrap();
        assert_eq!((page, next), (vec![kept], None));
    })
    .await;
}

#[tokio::test]
async fn a_contact_belongs_to_no_more_companies_than_it_may() {
    each(async |store| {
        let (ada, _) = open(store, login("d1", Some("ada"), 1)).await;
        let attach = |company_id: String| AttachCompany {
            app_id: APP.to_owned(),
            contact_id: ada.id.clone(),
            company_id,
            on: true,
            most: 1,
            now: NOW,
        };
        let (first, second) = (made(store, "a").await, made(store, "b").await);
        for _ in 0..2 {
            let done = store.attach_company(attach(first.id.clone())).await.unwrap();
            assert!(matches!(done, CompanyOutcome::Done(_)), "{done:?}");
        }
        let full = store.attach_company(attach(second.id)).await.unwrap();
        assert!(matches!(full, CompanyOutcome::Limit), "{full:?}");
        assert!(store.delete_company(APP, &first.id).await.unwrap());
        assert!(!store.delete_company(APP, &first.id).await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn a_push_token_leads_to_the_device_that_bound_it_last_until_its_session_ends() {
    each(async |store| {
        let (ada, _) = open(store, login("d1", Some("ada"), 1)).await;
        let (bob, _) = open(store, login("d2", Some("bob"), 2)).await;
        let binding = |device: &str| PushBinding {
            app_id: APP.to_owned(),
            device_id: device.to_owned(),
            provider: "fcm".to_owned(),
            token: Secret::new("t"),
            environment: "production".to_owned(),
        };
        for device in ["d1", "d1", "d2"] {
            store.bind_push(binding(device), NOW).await.unwrap();
        }
        assert!(store.push_bindings(APP, &ada.id).await.unwrap().is_empty());
        assert_eq!(store.push_bindings(APP, &bob.id).await.unwrap(), [binding("d2")]);
        store.close_session([2; 32], NOW).await.unwrap();
        assert!(store.push_bindings(APP, &bob.id).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn an_erased_contact_is_gone_and_its_device_remembers_until_the_purge() {
    each(async |store| {
        let (ada, _) = open(store, login("d1", Some("ada"), 1)).await;
        let (lead, _) = open(store, login("d2", None, 2)).await;
        open(store, login("d2", Some("ada"), 3)).await;
        store.ingest_events(batch(&ada.id, &["e"])).await.unwrap();
        assert!(
            store
                .erase_contact("other", &ada.id, NOW)
                .await
                .unwrap()
                .is_none()
        );
        let part = store.erase_contact(APP, &lead.id, NOW).await.unwrap();
        assert!(part.is_none(), "what is part of another contact goes with it");
        let erased = store.erase_contact(APP, &ada.id, NOW).await.unwrap().unwrap();
        assert_eq!(erased.external_id.as_deref(), Some("ada"));
        for token in [1, 2, 3] {
            assert!(store.session([token; 32]).await.unwrap().is_none());
        }
        for (device, token) in [("d1", 4), ("d2", 5)] {
            open(store, login(device, Some("ada"), token)).await;
            let session = store.session([token; 32]).await.unwrap().unwrap();
            assert_eq!(session.erased_at, Some(NOW), "{device}");
            assert_ne!(session.contact_id, ada.id);
        }
        store.purge(NOW + 1).await.unwrap();
        open(store, login("d1", Some("ada"), 6)).await;
        let session = store.session([6; 32]).await.unwrap().unwrap();
        assert_eq!(session.erased_at, None);
    })
    .await;
}

#[tokio::test]
async fn an_archived_contact_comes_back_by_login_unless_another_has_its_id() {
    each(async |store| {
        let (ada, _) = open(store, login("d1", Some("ada"), 1)).await;
        let archive = |archived: bool| ArchiveContact {
            app_id: APP.to_owned(),
            id: ada.id.clone(),
            archived,
            now: NOW,
        };
        store.archive_contact(archive(true)).await.unwrap();
        let key = ContactKey::ExternalId("ada".to_owned());
        assert!(store.contact(APP, key.clone()).await.unwrap().is_none());
        let (back, _) = open(store, login("d2", Some("ada"), 2)).await;
        assert_eq!((&back.id, back.archived), (&ada.id, false));

        store.archive_contact(archive(true)).await.unwrap();
        let new = CreateContact {
            app_id: APP.to_owned(),
            new_contact_id: "0123456789abcdef01234567".to_owned(),
            role: None,
            patch: ContactPatch {
                user_id: Some(Some("ada".to_owned())),
                by_operator: true,
                ..ContactPatch::default()
            },
            now: NOW,
        };
        let new = store.create_contact(new).await.unwrap();
        let EditOutcome::Done(new) = new else {
            panic!("{new:?}");
        };
        let taken = store.archive_contact(archive(false)).await.unwrap();
        assert!(matches!(taken, ArchiveOutcome::Taken(id) if id == new.id));
        let (joined, _) = open(store, login("d1", Some("ada"), 3)).await;
        assert_eq!(joined.id, new.id, "the living one counts");
    })
    .await;
}
