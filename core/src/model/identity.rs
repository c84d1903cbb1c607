//! Who somebody is: the identity an app claims and the role the server gives.
//!
//! Guarantee: two identities are the same person by one rule ([`Identity::same_person`]), used by login, by
//! the stored session and by tests. `Debug` shows which identifiers are present and never their values.
//! Plain values, any thread.

/// The identifiers of an identified user. At least one is present in what
/// [`UserAttributes::identity`](super::attributes::UserAttributes::identity) gives.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Identity {
    /// The app's own id of the user.
    pub user_id: Option<String>,
    /// The user's e-mail address.
    pub email: Option<String>,
}

impl Identity {
    /// Whether both name the same person. The user ids decide when both have one; otherwise the e-mail
    /// addresses do, without regard to ASCII case, as the server compares them.
    #[must_use]
    pub fn same_person(&self, other: &Identity) -> bool {
        match (&self.user_id, &other.user_id) {
            (Some(ours), Some(theirs)) => ours == theirs,
            _ => match (&self.email, &other.email) {
                (Some(ours), Some(theirs)) => ours.eq_ignore_ascii_case(theirs),
                _ => false,
            },
        }
    }
}

impl std::fmt::Debug for Identity {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let presence = |value: &Option<String>| if value.is_some() { "set" } else { "absent" };
        write!(
            formatter,
            "Identity {{ user_id: {}, email: {} }}",
            presence(&self.user_id),
            presence(&self.email)
        )
    }
}

/// What a contact is on the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Unidentified: known by the device alone.
    Lead,
    /// Identified by user id or e-mail address.
    User,
}

impl Role {
    /// The word on the wire and in the store.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Lead => "lead",
            Role::User => "user",
        }
    }

    /// Reads the word of the wire or the store.
    #[must_use]
    pub fn parse(word: &str) -> Option<Role> {
        match word {
            "lead" => Some(Role::Lead),
            "user" => Some(Role::User),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identity(user_id: Option<&str>, email: Option<&str>) -> Identity {
        Identity {
            user_id: user_id.map(str::to_owned),
            email: email.map(str::to_owned),
        }
    }

    #[test]
    fn user_ids_decide_when_both_have_one() {
        let ada = identity(Some("1"), Some("ada@example.com"));
        assert!(ada.same_person(&identity(Some("1"), Some("new@example.com"))));
        assert!(!ada.same_person(&identity(Some("2"), Some("ada@example.com"))));
        assert!(!identity(Some("a"), None).same_person(&identity(Some("A"), None)));
    }

    #[test]
    fn otherwise_the_addresses_decide_without_regard_to_case() {
        let ada = identity(None, Some("Ada@Example.com"));
        assert!(ada.same_person(&identity(Some("1"), Some("ada@example.COM"))));
        assert!(!ada.same_person(&identity(None, Some("bob@example.com"))));
        assert!(!ada.same_person(&identity(Some("1"), None)));
        assert!(!identity(None, None).same_person(&identity(None, None)));
    }

    #[test]
    fn debug_shows_no_identifier() {
        let shown = format!("{:?}", identity(Some("canary-1"), None));
        assert_eq!(shown, "Identity { user_id: set, email: absent }");
    }
}
