//! Which links a person may be led to.
//!
//! Guarantees: only `https`, `http`, `mailto` and `tel`, as an address that was read and written again, so that
//! the host opens what was judged and nothing a second reader would see in it; no user name in front of a host;
//! a host with letters that look like others is shown in its plain form first. Pure.

use super::refusal::Refusal;

/// Bytes of a link.
const LONGEST: usize = 2_048;

/// A link that may be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Link {
    /// The address as it is opened.
    pub(super) url: String,
    /// The host in ASCII; absent for mail and telephone.
    pub(super) host: Option<String>,
    /// Ask the person first: the host is written in letters that can imitate others.
    pub(super) confirm: bool,
}

/// Judges a link of a message, an article or a carousel.
pub(super) fn judge(link: &str) -> Result<Link, Refusal> {
    let refuse = || Refusal::input("link_not_allowed", "url", "links of this kind are not opened");
    let hidden = |c: char| c.is_control() || c.is_whitespace() || is_invisible(c);
    if link.len() > LONGEST || link.contains(hidden) || link.contains('\\') {
        return Err(refuse());
    }
    let url = reqwest::Url::parse(link).map_err(|_| refuse())?;
    match url.scheme() {
        "https" | "http" => {}
        "mailto" | "tel" if url.cannot_be_a_base() && !url.path().is_empty() => {
            return Ok(Link {
                url: url.into(),
                host: None,
                confirm: false,
            });
        }
        _ => return Err(refuse()),
    }
    let host = url
        .host_str()
        .filter(|host| !host.is_empty())
        .ok_or_else(refuse)?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(refuse());
    }
    let confirm = host.split('.').any(|label| label.starts_with("xn--"));
    Ok(Link {
        host: Some(host.to_owned()),
        confirm,
        url: url.into(),
    })
}

/// Characters that change how a line reads without being seen.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_mail_and_telephone_are_opened_as_they_were_read() {
        for (link, opened, host) in [
            (
                "HTTPS://Example.com/a b".replace(' ', "%20").as_str(),
                "https://example.com/a%20b",
                Some("example.com"),
            ),
            ("http://[::1]:80/", "http://[::1]/", Some("[::1]")),
            (
                "mailto:ada@example.com?subject=Hi",
                "mailto:ada@example.com?subject=Hi",
                None,
            ),
            ("tel:+431234", "tel:+431234", None),
        ] {
            let link = judge(link).unwrap();
            assert_eq!(
                (link.url.as_str(), link.host.as_deref(), link.confirm),
                (opened, host, false)
            );
        }
    }

    #[test]
    fn a_host_that_can_imitate_another_is_confirmed_first() {
        let link = judge("https://\u{430}pple.com/").unwrap();
        assert_eq!(link.host.as_deref(), Some("xn--pple-43d.com"));
        assert!(link.confirm);
    }

    #[test]
    fn everything_else_is_not_opened() {
        for link in [
            "",
            "example.com",
            "//example.com",
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            " javascript:alert(1)",
            "java\nscript:alert(1)",
            "data:text/html,<script>1</script>",
            "file:///etc/passwd",
            "blob:https://example.com/1",
            "intent://scan/#Intent;scheme=zxing;end",
            "content://contacts",
            "about:blank",
            "ftp://example.com",
            "https://",
            "https://user@example.com",
            "https://example.com@evil.example",
            "https:\\\\example.com",
            "https://example.com/\u{202e}gpj.exe",
            "https://exa\u{200b}mple.com",
            "mailto:",
            &format!("https://example.com/{}", "a".repeat(2_048)),
        ] {
            assert_eq!(
                judge(link).map_err(|refusal| refusal.code().to_owned()),
                Err("link_not_allowed".to_owned()),
                "{link:?}"
            );
        }
    }
}
