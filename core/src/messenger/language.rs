//! In which languages the messenger speaks, best first.
//!
//! Guarantees: the chain is override, device, workspace, English, each followed by what it falls back to
//! (`zh-Hant-TW`, `zh-Hant`, `zh`), without repetitions and written as BCP 47 recommends; it is never empty.
//! Pure, any thread.

use crate::model::InputError;

/// Longest language tag, characters.
const LONGEST_TAG: usize = 35;
/// What every messenger speaks.
const LAST_RESORT: &str = "en";

/// Accepts what the contract calls a language tag, in either spelling (`pt-BR`, `pt_BR`), as BCP 47 writes it.
///
/// # Errors
/// `invalid_language`, with `field`.
pub(crate) fn check_language(field: &str, tag: &str) -> Result<String, InputError> {
    written(tag).ok_or_else(|| {
        InputError::new(
            "invalid_language",
            field,
            "must be a language tag such as de or pt-BR",
        )
    })
}

/// The chain; parts that are no language tags are left out.
pub(super) fn chain(wishes: [Option<&str>; 3]) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for wish in wishes.into_iter().flatten().chain([LAST_RESORT]) {
        let Some(mut tag) = written(wish) else { continue };
        loop {
            if !tags.contains(&tag) {
                tags.push(tag.clone());
            }
            let Some(cut) = tag.rfind('-') else { break };
            tag.truncate(cut);
        }
    }
    tags
}

/// Language in lower case, script with a capital, region in capitals.
fn written(tag: &str) -> Option<String> {
    if tag.len() > LONGEST_TAG {
        return None;
    }
    let mut parts = tag.split(['-', '_']).enumerate();
    let (_, language) = parts.next()?;
    if !(2..=3).contains(&language.len()) || !language.chars().all(|c| c.is_ascii_alphabetic()) {
        return None;
    }
    let mut written = language.to_ascii_lowercase();
    for (_, part) in parts {
        if !(2..=8).contains(&part.len()) || !part.chars().all(|c| c.is_ascii_alphanumeric()) {
            return None;
        }
        written.push('-');
        match part.len() {
            2 => written.push_str(&part.to_ascii_uppercase()),
            4 if part.starts_with(|c: char| c.is_ascii_alphabetic()) => {
                let (first, rest) = part.split_at(1);
                written.push_str(&first.to_ascii_uppercase());
                written.push_str(&rest.to_ascii_lowercase());
            }
            _ => written.push_str(&part.to_ascii_lowercase()),
        }
    }
    Some(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_wish_is_followed_by_what_it_falls_back_to() {
        assert_eq!(
            chain([Some("zh_hant_tw"), Some("de-AT"), Some("fr")]),
            ["zh-Hant-TW", "zh-Hant", "zh", "de-AT", "de", "fr", "en"]
        );
    }

    #[test]
    fn nothing_is_repeated_and_nothing_wished_is_english() {
        assert_eq!(chain([None, None, None]), ["en"]);
        assert_eq!(
            chain([Some("EN-us"), Some("en-GB"), Some("en")]),
            ["en-US", "en", "en-GB"]
        );
    }

    #[test]
    fn rubbish_is_refused_by_name_and_left_out_of_the_chain() {
        for tag in [
            "",
            "e",
            "english language",
            "d\0",
            "de-",
            "de-\u{e4}",
            "1a",
            &"de-abcdefgh".repeat(9),
        ] {
            assert_eq!(
                check_language("language_override", tag).unwrap_err().code,
                "invalid_language",
                "{tag:?}"
            );
        }
        assert_eq!(chain([Some("klingon!"), None, Some("de")]), ["de", "en"]);
        assert_eq!(check_language("x", "pt_br").unwrap(), "pt-BR");
        assert_eq!(check_language("x", "es-419").unwrap(), "es-419");
    }

    #[derive(serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct File {
        #[serde(rename = "about")]
        _about: String,
        chains: Vec<Case>,
    }

    #[derive(serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Case {
        name: String,
        #[serde(rename = "override")]
        decided: Option<String>,
        device: Option<String>,
        workspace: Option<String>,
        chain: Vec<String>,
    }

    #[test]
    fn every_case_of_language_json_holds() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../contract/vectors/language.json");
        let file: File = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        let failed: Vec<String> = file
            .chains
            .iter()
            .filter_map(|case| {
                let got = chain([&case.decided, &case.device, &case.workspace].map(Option::as_deref));
                (got != case.chain).then(|| format!("{:?}: {got:?}", case.name))
            })
            .collect();
        assert!(
            !file.chains.is_empty() && failed.is_empty(),
            "language.json: {failed:#?}"
        );
    }
}
