//! Links, and where the pages go.

use std::sync::Arc;

use frontdesk_core::{Presentation, Presenter, PresenterError};
use parking_lot::Mutex;
use serde_json::json;

use crate::desk::{block_on, open, open_with};

#[derive(Default)]
struct Phone(Mutex<Vec<String>>);

impl Presenter for Phone {
    fn present(&self, what: &Presentation) -> Result<(), PresenterError> {
        self.0.lock().push(format!("present {what:?}"));
        Ok(())
    }

    fn hide(&self) -> Result<(), PresenterError> {
        self.0.lock().push("hide".to_owned());
        Ok(())
    }

    fn open_link(&self, url: &str) -> Result<(), PresenterError> {
        self.0.lock().push(format!("open {url}"));
        Ok(())
    }
}

#[test]
fn a_link_is_opened_by_the_host_as_the_core_read_it_and_a_doubtful_one_after_a_question() {
    let phone = Arc::new(Phone::default());
    let desk = open_with(|builder| builder.presenter(phone.clone()));
    desk.log_in();
    block_on(desk.frontdesk.present()).unwrap();
    let open = |id: &str, data| desk.ask(id, "link.open", data)["result"]["opened"].clone();
    assert_eq!(open("a1", json!({ "url": "HTTPS://Example.com/a" })), true);
    let doubtful = "https://\u{430}pple.com/";
    assert_eq!(open("a2", json!({ "url": doubtful })), false);
    assert_eq!(open("a3", json!({ "url": doubtful, "confirmed": true })), true);
    assert_eq!(
        phone.0.lock()[1..],
        ["open https://example.com/a", "open https://xn--pple-43d.com/"]
    );
}

#[test]
fn without_anything_that_opens_links_the_page_is_told() {
    let desk = open();
    desk.log_in();
    block_on(desk.frontdesk.present()).unwrap();
    let data = json!({ "url": "https://example.com" });
    assert_eq!(desk.refusal("a1", "link.open", data), "link_not_opened");
}

#[test]
fn pages_go_forth_and_back_and_the_host_hears_only_of_opening_and_hiding() {
    let phone = Arc::new(Phone::default());
    let desk = open_with(|builder| builder.presenter(phone.clone()));
    desk.log_in();
    let state = || serde_json::to_value(desk.frontdesk.messenger_state()).unwrap();
    let view = |name: &str| json!({ "view": { "name": name } });
    assert_eq!(desk.refusal("a1", "navigate", view("messages")), "accepted");
    let article = json!({ "view": { "name": "article", "id": "1001" } });
    assert_eq!(desk.refusal("a2", "navigate", article), "accepted");
    assert_eq!(state()["can_go_back"], true);
    assert_eq!(desk.refusal("a3", "back", json!({})), "accepted");
    assert_eq!(state()["view"], json!({ "name": "messages" }));
    assert_eq!(desk.refusal("a4", "back", json!({})), "accepted");
    assert_eq!(state()["visible"], false);
    assert_eq!(*phone.0.lock(), ["present View(Messages)", "hide"]);
    assert_eq!(desk.ask("a5", "state", json!({}))["result"], state());
}
