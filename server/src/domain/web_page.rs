//! The page of a web site that somebody is on, as a device tells it with a ping.
//!
//! Guarantees: what is kept holds nothing that opens anything: of an address only where it leads, without user
//! and password, query and fragment, where links of log-in and reset carry their secrets; nothing but `http`
//! and `https`; lengths are bounded. A page that cannot be read is no error: a ping is about more than that.
//! Pure functions, called on request threads.

use crate::json::Json;

/// Longest address, in bytes. A longer one is not kept: half an address leads elsewhere.
const URL_BYTES: usize = 2048;
/// Longest title, in characters. A longer one is cut.
const TITLE_CHARS: usize = 255;

/// A page; one of the two is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebPage {
    /// Scheme, host, port and path.
    pub url: Option<String>,
    /// As the page is called.
    pub title: Option<String>,
}

impl WebPage {
    /// Reads `url` and `title` of a ping; `None` when neither says anything.
    #[must_use]
    pub fn read(ping: &Json) -> Option<Self> {
        let text = |key| ping.get(key).and_then(Json::as_str);
        let page = Self {
            url: text("url").and_then(plain_address),
            title: text("title").and_then(plain_title),
        };
        (page.url.is_some() || page.title.is_some()).then_some(page)
    }
}

/// The address without what may be secret; `None` when it leads to no web site.
fn plain_address(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    let scheme = scheme.to_ascii_lowercase();
    if !matches!(scheme.as_str(), "http" | "https") {
        return None;
    }
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let host = authority.rsplit('@').next().unwrap_or_default();
    let plain = format!("{scheme}://{host}{path}");
    let odd = |c: char| c.is_control() || c.is_whitespace() || c == '\\';
    // Asked of what is cut away, too: a browser reads some of these as the end of the host.
    (!host.is_empty() && plain.len() <= URL_BYTES && !rest.contains(odd)).then_some(plain)
}

fn plain_title(title: &str) -> Option<String> {
    let words: Vec<&str> = title
        .split(|c: char| c.is_control() || c.is_whitespace())
        .filter(|word| !word.is_empty())
        .collect();
    let plain: String = words.join(" ").chars().take(TITLE_CHARS).collect();
    (!plain.is_empty()).then_some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_an_address_only_where_it_leads_is_kept() {
        for (told, kept) in [
            ("https://shop.example/a/b", Some("https://shop.example/a/b")),
            (
                "HTTPS://ada:secret@shop.example:8443/a?token=x#y",
                Some("https://shop.example:8443/a"),
            ),
            ("https://shop.example?reset=x", Some("https://shop.example")),
            (
                "https://shop.example#access_token=x",
                Some("https://shop.example"),
            ),
            ("https://a@b@shop.example/x@y", Some("https://shop.example/x@y")),
            ("https:///path", None),
            ("https://ada@", None),
            ("javascript://shop.example/%0aalert(1)", None),
            ("file:///etc/passwd", None),
            ("/a/b", None),
            ("https://shop.example/a b", None),
            ("https://evil\\@shop.example/", None),
            ("https://shop.example/\u{0}", None),
            ("", None),
        ] {
            assert_eq!(plain_address(told).as_deref(), kept, "{told}");
        }
        let long = format!("https://shop.example/{}", "a".repeat(URL_BYTES));
        assert_eq!(plain_address(&long), None);
    }

    #[test]
    fn a_title_is_one_line_of_bounded_length() {
        assert_eq!(plain_title(" A\n shop\u{7} ").as_deref(), Some("A shop"));
        assert_eq!(plain_title(" \n"), None);
        assert_eq!(
            plain_title(&"ü".repeat(300)).unwrap().chars().count(),
            TITLE_CHARS
        );
    }

    #[test]
    fn what_cannot_be_read_is_no_page() {
        let read = |text: &str| WebPage::read(&serde_json::from_str(text).unwrap());
        assert_eq!(read(r#"{"url":7,"title":["x"]}"#), None);
        assert_eq!(read("{}"), None);
        let page = read(r#"{"url":"data:x","title":"Shop"}"#).unwrap();
        assert_eq!((page.url, page.title.as_deref()), (None, Some("Shop")));
    }
}
