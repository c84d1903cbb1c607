//! Language tags: one spelling, and which of the languages there are comes closest to one that is wanted.
//!
//! Pure functions, called on request threads and inside store transactions.

/// The tag in its usual spelling (`pt-BR`), or `None` for what is no language tag.
#[must_use]
pub fn normal(tag: &str) -> Option<String> {
    if tag.len() > 35 {
        return None;
    }
    let mut parts = tag.split(['-', '_']);
    let language = parts.next().unwrap_or("");
    if !matches!(language.len(), 2 | 3) || !language.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return None;
    }
    let mut out = language.to_ascii_lowercase();
    for part in parts {
        if !(2..=8).contains(&part.len()) || !part.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return None;
        }
        out.push('-');
        match part.len() {
            // A region is written in capitals, a script with one.
            2 => out.push_str(&part.to_ascii_uppercase()),
            4 if part.bytes().all(|byte| byte.is_ascii_alphabetic()) => {
                out.push_str(&part[..1].to_ascii_uppercase());
                out.push_str(&part[1..].to_ascii_lowercase());
            }
            _ => out.push_str(&part.to_ascii_lowercase()),
        }
    }
    Some(out)
}

/// The language of a tag without its region.
fn base(tag: &str) -> &str {
    tag.split('-').next().unwrap_or(tag)
}

/// The languages of `available`, the closest to the wishes first: of each wish the language itself, then
/// its base language, then another region of it; at the end what nobody wished for, so that a text which
/// exists in one language only is shown rather than none.
#[must_use]
pub fn by_closeness(wishes: &[&str], available: &[String]) -> Vec<String> {
    let mut order: Vec<String> = Vec::with_capacity(available.len());
    let mut take = |fits: &dyn Fn(&str) -> bool| {
        for tag in available {
            if fits(tag) && !order.contains(tag) {
                order.push(tag.clone());
            }
        }
    };
    for wish in wishes {
        let Some(wish) = normal(wish) else { continue };
        take(&|tag| tag == wish);
        take(&|tag| tag == base(&wish));
        take(&|tag| base(tag) == base(&wish));
    }
    take(&|_| true);
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_has_one_spelling() {
        for (given, is) in [
            ("DE", "de"),
            ("pt_br", "pt-BR"),
            ("zh-hant-tw", "zh-Hant-TW"),
            ("es-419", "es-419"),
        ] {
            assert_eq!(normal(given).as_deref(), Some(is));
        }
        for wrong in ["", "english", "d", "de-", "de--AT", "d3", "de AT", "de-ä1"] {
            assert_eq!(normal(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_closest_language_comes_first_and_none_is_left_out() {
        let available: Vec<String> = ["de", "en", "fr", "pt-BR"].map(str::to_owned).into();
        let order = |wishes: &[&str]| by_closeness(wishes, &available).join(" ");
        assert_eq!(order(&["de-AT", "en"]), "de en fr pt-BR");
        assert_eq!(order(&["pt-PT", "fr"]), "pt-BR fr de en");
        assert_eq!(order(&["ja", "en-GB"]), "en de fr pt-BR");
        assert_eq!(order(&["nonsense!", ""]), "de en fr pt-BR");
    }
}
