//! Passwords of the roles that log in.

use std::fmt;

use postgres_protocol::password::scram_sha_256;
use zeroize::Zeroizing;

/// The passwords to set; a role without one keeps what it has.
#[derive(Debug, Default)]
pub struct Passwords {
    /// For `aiia_owner`, who migrates.
    pub owner: Option<Password>,
    /// For `aiia_app`, as whom the service logs in.
    pub app: Option<Password>,
}

/// A role's password. It cannot be printed, and its memory is wiped when it is dropped.
pub struct Password(Zeroizing<String>);

impl Password {
    /// Takes a password in.
    pub fn new(password: impl Into<String>) -> Self {
        Self(Zeroizing::new(password.into()))
    }

    /// What the server keeps in place of the password (RFC 5803), with a new salt each time.
    ///
    /// Made here, because a server that logs statements would log the password with
    /// `ALTER ROLE … PASSWORD`, and this only lets others guess.
    pub(super) fn verifier(&self) -> Zeroizing<String> {
        Zeroizing::new(scram_sha_256(self.0.as_bytes()))
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::{Password, Passwords};

    #[test]
    fn a_password_is_never_printed() {
        let passwords = Passwords {
            owner: None,
            app: Some(Password::new("correct horse")),
        };

        assert_eq!(
            format!("{passwords:?}"),
            "Passwords { owner: None, app: Some(Password(…)) }"
        );
    }

    #[test]
    fn the_verifier_holds_no_password_and_needs_no_quoting() {
        let verifier = Password::new("it's 'quoted'").verifier();

        let plain = |c: char| c.is_ascii_alphanumeric() || "-$:+/=".contains(c);
        assert!(
            verifier.starts_with("SCRAM-SHA-256$4096:"),
            "{}",
            verifier.as_str()
        );
        assert!(verifier.chars().all(plain), "{}", verifier.as_str());
    }
}
