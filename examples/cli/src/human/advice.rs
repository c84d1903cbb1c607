//! What to do about a failure, in one sentence.
//!
//! Guarantees: the codes a person meets most have a next step that names the command or the option; the rest
//! say nothing rather than something vague. No key, token or address of a user is repeated.

use frontdesk_core::FrontdeskError;

use super::Failure;
use crate::arguments::Place;

pub(super) fn for_failure(failure: &Failure, place: &Place) -> Option<String> {
    let code = match failure {
        Failure::Core(error) => error.code(),
        Failure::Input(error) => error.code,
        Failure::Refused | Failure::Words(_) | Failure::Machine(_) => return None,
    };
    if let Failure::Core(FrontdeskError::ContentUnavailable { status, .. }) = failure {
        return Some(match status {
            Some(status) => format!(
                "Its status on the server is {}; only live content is shown.",
                status.as_str()
            ),
            None => "Check its type and id, and whether it is meant for this user.".to_owned(),
        });
    }
    let server = &place.server;
    let data = place.data.display();
    Some(match code {
        "not_logged_in" => "Log in first: frontdesk login, or frontdesk login --user-id ID.".to_owned(),
        "logout_required" => "End the present session first: frontdesk logout.".to_owned(),
        "unidentified_logout" => {
            "Log in as the user with frontdesk login --user-id ID, which keeps the history, \
             or give it up with frontdesk logout --force."
                .to_owned()
        }
        "network_unavailable" | "server_unavailable" => {
            format!("Is the server running at {server}? Try again with frontdesk flush when it is.")
        }
        "rate_limited" => "The server asked to wait; try again with frontdesk flush.".to_owned(),
        "misconfigured_endpoint" => {
            format!("Something answered at {server} that is no Frontdesk server: check --server.")
        }
        "tls_untrusted" => {
            "The server's certificate is not trusted: check --server and the network.".to_owned()
        }
        "malformed_url" => "Check --server; it is used as given.".to_owned(),
        "app_unknown" | "api_key_invalid" | "api_key_disabled" | "app_disabled" => {
            "Check --app-id and --api-key against what the server printed when it started.".to_owned()
        }
        "identity_verification_required" | "identity_verification_failed" | "jwt_expired" => {
            "The workspace wants proof of identity: use frontdesk drive with set_user_hash or set_user_jwt."
                .to_owned()
        }
        "already_open" => {
            format!("Another program uses {data}: end it, or name another folder with --data.")
        }
        "storage_unavailable" | "storage_full" => {
            format!("Check that {data} exists, can be written to and has space left.")
        }
        "storage_newer_schema" => "Use the newer version of this program for that folder.".to_owned(),
        "queue_full" => "Bring the server back and run frontdesk flush.".to_owned(),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_who_is_not_logged_in_is_told_the_command() {
        let place = Place {
            server: "http://127.0.0.1:1".into(),
            app_id: "a".into(),
            api_key: "canary".into(),
            data: "d".into(),
        };
        let advice = for_failure(&FrontdeskError::NotLoggedIn.into(), &place).unwrap();
        assert!(advice.contains("frontdesk login"), "{advice}");
        assert!(!advice.contains("canary"));
        assert_eq!(for_failure(&Failure::Words("x".into()), &place), None);
    }
}
