//! Whom a test logs in as.

use aiia_keys_postgres::schema::{APP_ROLE, OWNER_ROLE};

/// Whom a test logs in as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The service: row level security holds.
    App,
    /// The owner of the schema, who runs migrations: row level security holds for it too.
    Owner,
    /// The server's superuser: sees and may do everything.
    Admin,
}

impl Role {
    /// The role's name, unless it is the administrator, whose name the server's provider knows.
    pub(crate) const fn name(self) -> Option<&'static str> {
        match self {
            Self::App => Some(APP_ROLE),
            Self::Owner => Some(OWNER_ROLE),
            Self::Admin => None,
        }
    }
}
