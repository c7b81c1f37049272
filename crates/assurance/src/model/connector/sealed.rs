//! Credentials as they are kept: sealed for one connector of one organization.

use std::{borrow::Cow, str::FromStr};

use aiia_keys_domain::OrganizationId;
use aiia_keys_ports::{OpeningFailed, Sealed, Sealer, SealingFailed};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::credentials::{SourceCredentials, SourceHeaderName, SourceSecret, SourceUser};
use crate::ConnectorId;

/// The credentials of a connector, sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SealedCredentials {
    /// There are none.
    None,
    /// What only the service can open.
    Some {
        /// What kind they are.
        scheme: CredentialScheme,
        /// User, name of the header, and secret, all of them sealed.
        secret: Sealed,
    },
}

/// What kind of credentials a source is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CredentialScheme {
    /// A bearer token.
    Bearer,
    /// A user and a password.
    Basic,
    /// A header of the source's own choice.
    Header,
}

impl CredentialScheme {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Bearer, Self::Basic, Self::Header];

    /// `bearer`, `basic` or `header`, for storage and interfaces.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Bearer => "bearer",
            Self::Basic => "basic",
            Self::Header => "header",
        }
    }
}

impl FromStr for CredentialScheme {
    type Err = UnknownCredentialScheme;

    fn from_str(text: &str) -> Result<Self, UnknownCredentialScheme> {
        let mut all = Self::ALL.into_iter();
        all.find(|scheme| scheme.as_str() == text)
            .ok_or(UnknownCredentialScheme)
    }
}

/// A text names no kind of credentials.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no such scheme: `bearer`, `basic` or `header` is expected")]
pub struct UnknownCredentialScheme;

/// What is sealed.
#[derive(Serialize, Deserialize)]
struct Plain<'a> {
    /// The user, or the name of the header.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<Cow<'a, str>>,
    #[serde(borrow)]
    secret: Cow<'a, str>,
}

impl SealedCredentials {
    /// Seals credentials for a connector.
    ///
    /// # Errors
    /// When they cannot be sealed.
    pub fn seal(
        credentials: &SourceCredentials,
        place: CredentialPlace,
        sealer: &dyn Sealer,
    ) -> Result<Self, SealingFailed> {
        let (scheme, name, secret) = match credentials {
            SourceCredentials::None => return Ok(Self::None),
            SourceCredentials::Bearer(token) => (CredentialScheme::Bearer, None, token),
            SourceCredentials::Basic { user, password } => {
                (CredentialScheme::Basic, Some(user.as_str()), password)
            }
            SourceCredentials::Header { name, value } => {
                (CredentialScheme::Header, Some(name.as_str()), value)
            }
        };
        let plain = Plain {
            name: name.map(Cow::from),
            secret: secret.expose().into(),
        };
        // Room for all of it, escaped: growing would leave copies behind.
        let room = 8 * (SourceSecret::MAX_CHARS + 256);
        let mut text = Zeroizing::new(Vec::with_capacity(room));
        serde_json::to_writer(&mut *text, &plain).map_err(|_| SealingFailed::TooLong)?;
        let secret = sealer.seal(&place.bytes(scheme), &text)?;
        Ok(Self::Some { scheme, secret })
    }

    /// Opens them.
    ///
    /// # Errors
    /// When their pepper is gone, or they were sealed for something else.
    pub fn open(
        &self,
        place: CredentialPlace,
        sealer: &dyn Sealer,
    ) -> Result<SourceCredentials, OpeningFailed> {
        let Self::Some { scheme, secret } = self else {
            return Ok(SourceCredentials::None);
        };
        let opened = sealer.open(&place.bytes(*scheme), secret)?;
        read(*scheme, &opened).ok_or(OpeningFailed::Changed)
    }

    /// What kind they are, if there are any.
    pub const fn scheme(&self) -> Option<CredentialScheme> {
        match self {
            Self::None => None,
            Self::Some { scheme, .. } => Some(*scheme),
        }
    }

    /// What is sealed, if there is anything.
    pub const fn secret(&self) -> Option<&Sealed> {
        match self {
            Self::None => None,
            Self::Some { secret, .. } => Some(secret),
        }
    }
}

fn read(scheme: CredentialScheme, bytes: &[u8]) -> Option<SourceCredentials> {
    let plain: Plain<'_> = serde_json::from_slice(bytes).ok()?;
    let secret = SourceSecret::new(Zeroizing::new(plain.secret.into_owned())).ok()?;
    Some(match (scheme, plain.name.as_deref()) {
        (CredentialScheme::Bearer, None) => SourceCredentials::Bearer(secret),
        (CredentialScheme::Basic, Some(user)) => SourceCredentials::Basic {
            user: SourceUser::new(user).ok()?,
            password: secret,
        },
        (CredentialScheme::Header, Some(name)) => SourceCredentials::Header {
            name: SourceHeaderName::new(name).ok()?,
            value: secret,
        },
        _ => return None,
    })
}

/// What credentials are sealed for: moved to another connector, or told to be of another kind, they
/// are not opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CredentialPlace {
    /// Whose connector it is.
    pub organization: OrganizationId,
    /// Which one.
    pub connector: ConnectorId,
}

impl CredentialPlace {
    fn bytes(self, scheme: CredentialScheme) -> Vec<u8> {
        let Self {
            organization,
            connector,
        } = self;
        format!("connector/{organization}/{connector}/{}", scheme.as_str()).into_bytes()
    }
}

#[cfg(test)]
mod tests {
    use aiia_keys_ports::mock::MockSealer;
    use uuid::Uuid;

    use super::*;
    use crate::testing::{connector_id, organization_id, transparent_sealer};

    fn place(connector: u128) -> CredentialPlace {
        CredentialPlace {
            organization: organization_id(),
            connector: connector_id(connector),
        }
    }

    fn secret(text: &str) -> SourceSecret {
        SourceSecret::new(Zeroizing::new(text.to_owned())).unwrap()
    }

    /// Every kind, with characters that JSON escapes.
    fn all() -> [SourceCredentials; 4] {
        [
            SourceCredentials::None,
            SourceCredentials::Bearer(secret(r#"a"b\c"#)),
            SourceCredentials::Basic {
                user: SourceUser::new("ada@example").unwrap(),
                password: secret("open sesame"),
            },
            SourceCredentials::Header {
                name: SourceHeaderName::new("x-api-key").unwrap(),
                value: secret("k"),
            },
        ]
    }

    fn parts(credentials: &SourceCredentials) -> (String, String) {
        match credentials {
            SourceCredentials::None => (String::new(), String::new()),
            SourceCredentials::Bearer(token) => (String::new(), token.expose().to_owned()),
            SourceCredentials::Basic { user, password } => {
                (user.as_str().to_owned(), password.expose().to_owned())
            }
            SourceCredentials::Header { name, value } => {
                (name.as_str().to_owned(), value.expose().to_owned())
            }
        }
    }

    #[test]
    fn each_kind_is_opened_as_it_was_sealed() {
        let keeper = transparent_sealer();
        let schemes = [None, Some("bearer"), Some("basic"), Some("header")];
        for (credentials, scheme) in all().iter().zip(schemes) {
            let sealed = SealedCredentials::seal(credentials, place(1), &keeper).unwrap();
            assert_eq!(sealed.scheme().map(CredentialScheme::as_str), scheme);
            let opened = sealed.open(place(1), &keeper).unwrap();
            assert_eq!(parts(&opened), parts(credentials));
            assert_eq!(format!("{opened:?}"), format!("{credentials:?}"));
        }
    }

    #[test]
    fn for_another_connector_tenant_or_kind_they_are_not_opened() {
        let keeper = transparent_sealer();
        let [_, bearer, ..] = all();
        let sealed = SealedCredentials::seal(&bearer, place(1), &keeper).unwrap();
        let other = CredentialPlace {
            organization: OrganizationId::from_uuid(Uuid::from_u128(9)),
            ..place(1)
        };
        for elsewhere in [place(2), other] {
            let refused = sealed.open(elsewhere, &keeper).unwrap_err();
            assert_eq!(refused, OpeningFailed::Changed);
        }
        let told = SealedCredentials::Some {
            scheme: CredentialScheme::Basic,
            secret: sealed.secret().unwrap().clone(),
        };
        assert!(told.open(place(1), &keeper).is_err());
    }

    #[test]
    fn what_is_opened_and_is_no_credentials_is_refused_without_being_told() {
        for wrong in [
            "",
            "{}",
            r#"{"secret":""}"#,
            r#"{"name":"x","secret":"hidden"}"#,
        ] {
            let mut keeper = MockSealer::new();
            keeper
                .expect_open()
                .returning(move |_, _| Ok(Zeroizing::new(wrong.as_bytes().to_vec())));
            let refused = crate::testing::sealed().open(place(1), &keeper);
            assert_eq!(refused.unwrap_err(), OpeningFailed::Changed, "{wrong}");
        }
    }

    #[test]
    fn schemes_go_by_their_names() {
        for scheme in CredentialScheme::ALL {
            assert_eq!(scheme.as_str().parse(), Ok(scheme));
        }
        assert_eq!(
            "none".parse::<CredentialScheme>(),
            Err(UnknownCredentialScheme)
        );
    }
}
