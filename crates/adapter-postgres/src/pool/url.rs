//! Where the database is: a connection string that is never printed.

use std::{fmt, path::PathBuf, str::FromStr};

use percent_encoding::percent_decode_str;
use tokio_postgres::config::{Config, Host, SslMode};

use crate::tls::TlsMode;

/// A PostgreSQL connection string, such as `postgresql://aiia_app:password@db.example:5432/keys`.
///
/// Hosts, a Unix socket's folder (`postgresql://aiia_app@%2Frun%2Fpostgresql/keys`) and parameters
/// are written as for libpq. Of the parameters that protect the way there:
///
/// | `sslmode` | encrypted | certificate of a trusted authority | for this host |
/// |---|---|---|---|
/// | `disable` | no | | |
/// | `require` | yes | not checked, unless `sslrootcert` is given: then as `verify-ca` | no |
/// | `verify-ca` | yes | yes | no |
/// | `verify-full` | yes | yes | yes |
///
/// Without `sslmode` it is `verify-full`, and `disable` where all hosts are Unix sockets or this
/// machine. `allow` and `prefer` are refused, since whoever is on the way can talk them out of TLS.
/// `sslrootcert` is a PEM file of authorities; without it, or as `system`, those of the system count.
///
/// It holds a password and cannot be printed: `Debug` shows user, hosts and database.
#[derive(Clone)]
pub struct DatabaseUrl {
    pub(crate) config: Config,
    pub(crate) tls: TlsMode,
    pub(crate) authorities: Option<PathBuf>,
}

/// A text is no connection string. What was wrong is told without repeating any of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the database's connection string {0}")]
pub struct InvalidDatabaseUrl(&'static str);

const MALFORMED: InvalidDatabaseUrl = InvalidDatabaseUrl(
    "cannot be read: `postgresql://user:password@host:port/database` is expected, with reserved characters as %XX",
);

impl FromStr for DatabaseUrl {
    type Err = InvalidDatabaseUrl;

    fn from_str(text: &str) -> Result<Self, InvalidDatabaseUrl> {
        if !text.starts_with("postgresql://") && !text.starts_with("postgres://") {
            return Err(InvalidDatabaseUrl("does not begin with `postgresql://`"));
        }
        let (address, parameters) = text.split_once('?').unwrap_or((text, ""));
        let (mut sslmode, mut authorities, mut kept) = (None, None, Vec::new());
        for parameter in parameters
            .split('&')
            .filter(|parameter| !parameter.is_empty())
        {
            match parameter.split_once('=').ok_or(MALFORMED)? {
                ("sslmode", mode) => sslmode = Some(decoded(mode)?),
                ("sslrootcert", file) => authorities = Some(decoded(file)?),
                _ => kept.push(parameter),
            }
        }
        // What the parser says repeats parts of the text: a password with a stray `@`, for one.
        let mut config =
            Config::from_str(&format!("{address}?{}", kept.join("&"))).map_err(|_| MALFORMED)?;
        if config.get_hosts().is_empty() && config.get_hostaddrs().is_empty() {
            return Err(InvalidDatabaseUrl(
                "names no host: name one, or the folder of a Unix socket as in `postgresql://user@%2Frun%2Fpostgresql/database`",
            ));
        }
        let authorities = authorities
            .filter(|file| file != "system")
            .map(PathBuf::from);
        let tls = mode(sslmode.as_deref(), authorities.is_some(), &config)?;
        config.ssl_mode(if tls == TlsMode::Disable {
            SslMode::Disable
        } else {
            SslMode::Require
        });
        Ok(Self {
            config,
            tls,
            authorities,
        })
    }
}

fn decoded(text: &str) -> Result<String, InvalidDatabaseUrl> {
    percent_decode_str(text)
        .decode_utf8()
        .map(Into::into)
        .map_err(|_| MALFORMED)
}

fn mode(
    sslmode: Option<&str>,
    authorities_given: bool,
    config: &Config,
) -> Result<TlsMode, InvalidDatabaseUrl> {
    match sslmode {
        None if is_on_this_machine(config) => Ok(TlsMode::Disable),
        None | Some("verify-full") => Ok(TlsMode::VerifyFull),
        Some("verify-ca") => Ok(TlsMode::VerifyCa),
        Some("require") if authorities_given => Ok(TlsMode::VerifyCa),
        Some("require") => Ok(TlsMode::Require),
        Some("disable") => Ok(TlsMode::Disable),
        Some("allow" | "prefer") => Err(InvalidDatabaseUrl(
            "asks for TLS only when the server offers it, which protects nothing: set sslmode to `verify-full`, or to `disable` on a network that you trust",
        )),
        Some(_) => Err(InvalidDatabaseUrl(
            "has an unknown sslmode: `disable`, `require`, `verify-ca` or `verify-full` is expected",
        )),
    }
}

fn is_on_this_machine(config: &Config) -> bool {
    let named = config.get_hosts().iter().all(|host| match host {
        Host::Unix(_) => true,
        Host::Tcp(name) => {
            name == "localhost"
                || name
                    .parse()
                    .is_ok_and(|ip: std::net::IpAddr| ip.is_loopback())
        }
    });
    named
        && config
            .get_hostaddrs()
            .iter()
            .all(std::net::IpAddr::is_loopback)
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DatabaseUrl")
            .field("user", &self.config.get_user())
            .field("hosts", &self.config.get_hosts())
            .field("ports", &self.config.get_ports())
            .field("database", &self.config.get_dbname())
            .field("tls", &self.tls)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
