//! What a source is shown, as it stands in a body.

use aiia_keys_assurance::{SourceCredentials, SourceHeaderName, SourceSecret, SourceUser};
use serde::Deserialize;
use utoipa::ToSchema;
use zeroize::Zeroizing;

use crate::problem::Problem;

/// What the source is shown. It is stored sealed, and never shown again.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SourceCredentials, example = json!({"scheme": "bearer", "token": "…"}))]
pub(super) struct CredentialsBody {
    /// What kind they are: `none`, `bearer` with a `token`, `basic` with `user` and `password`, or `header` with `name` and `value`.
    #[schema(value_type = Scheme, required = true)]
    scheme: Option<String>,
    /// A bearer token: 1 to 4,096 visible ASCII characters.
    #[schema(value_type = String, required = false, format = Password)]
    token: Option<Zeroizing<String>>,
    /// A user: 1 to 200 visible ASCII characters without a colon.
    user: Option<String>,
    /// The user's password: 1 to 4,096 visible ASCII characters.
    #[schema(value_type = String, required = false, format = Password)]
    password: Option<Zeroizing<String>>,
    /// A header's name, such as `x-api-key`.
    name: Option<String>,
    /// What the header says: 1 to 4,096 visible ASCII characters.
    #[schema(value_type = String, required = false, format = Password)]
    value: Option<Zeroizing<String>>,
}

/// What kind of credentials a source is shown.
#[derive(ToSchema)]
#[schema(as = CredentialScheme, rename_all = "snake_case")]
#[expect(dead_code, reason = "only its names are used, to describe the API")]
pub(super) enum Scheme {
    /// The source asks for none.
    None,
    /// A bearer token (RFC 6750).
    Bearer,
    /// A user and a password (RFC 7617).
    Basic,
    /// A header of the source's own choice.
    Header,
}

impl TryFrom<CredentialsBody> for SourceCredentials {
    type Error = Problem;

    fn try_from(mut body: CredentialsBody) -> Result<Self, Problem> {
        let scheme = body.scheme.take();
        let scheme = needed(scheme, "credentials.scheme")?;
        let credentials = match scheme.as_str() {
            "none" => Self::None,
            "bearer" => Self::Bearer(secret(body.token.take(), "credentials.token")?),
            "basic" => {
                let user = needed(body.user.take(), "credentials.user")?;
                Self::Basic {
                    user: SourceUser::new(&user)
                        .map_err(|error| Problem::field("credentials.user", error))?,
                    password: secret(body.password.take(), "credentials.password")?,
                }
            }
            "header" => {
                let name = needed(body.name.take(), "credentials.name")?;
                Self::Header {
                    name: SourceHeaderName::new(&name)
                        .map_err(|error| Problem::field("credentials.name", error))?,
                    value: secret(body.value.take(), "credentials.value")?,
                }
            }
            _ => {
                return Err(Problem::field(
                    "credentials.scheme",
                    "no such scheme: `none`, `bearer`, `basic` or `header` is expected",
                ));
            }
        };
        body.nothing_left()?;
        Ok(credentials)
    }
}

impl CredentialsBody {
    /// What the scheme does not take is refused: it was meant for another one.
    fn nothing_left(&self) -> Result<(), Problem> {
        let left = [
            ("credentials.token", self.token.is_some()),
            ("credentials.user", self.user.is_some()),
            ("credentials.password", self.password.is_some()),
            ("credentials.name", self.name.is_some()),
            ("credentials.value", self.value.is_some()),
        ];
        match left.into_iter().find(|(_, given)| *given) {
            Some((field, _)) => Err(Problem::field(
                field,
                format!("{field} does not belong to this scheme: leave it out, or name another"),
            )),
            None => Ok(()),
        }
    }
}

fn needed<T>(value: Option<T>, field: &'static str) -> Result<T, Problem> {
    crate::json::required(value, field)
}

fn secret(text: Option<Zeroizing<String>>, field: &'static str) -> Result<SourceSecret, Problem> {
    let secret = SourceSecret::new(needed(text, field)?);
    secret.map_err(|error| Problem::field(field, error))
}
