//! `aiia-keys setup`, and the link that does the same in a browser.

use std::{
    fs::File,
    io::{self, BufRead, BufReader},
    net::SocketAddr,
    path::Path,
};

use aiia_keys_domain::{InvitationToken, Password};
use aiia_keys_usecases::{
    Env,
    setup::{
        FirstOrganization, FirstOwner,
        found::{self, Command, Error, Founded},
        issue,
    },
};
use anyhow::{Context as _, Result};
use serde_json::{Value, json};
use zeroize::Zeroizing;

use crate::{
    cli::Setup,
    output::{self, Exit},
    service::{Service, Sizes},
    url::PublicUrl,
};

pub(crate) async fn run(arguments: Setup) -> Result<Exit> {
    let password = arguments.password_file.as_deref().map(password);
    let command = Command {
        organization: FirstOrganization {
            slug: arguments.org,
            name: arguments.org_name,
        },
        owner: FirstOwner {
            email: arguments.email,
            name: arguments.name,
        },
        password: password.transpose()?,
    };
    let service = Service::start(arguments.service, Sizes::default()).await?;
    match found::found(&service.env, command).await {
        Ok(founded) => {
            show(&founded, &arguments.public_url, arguments.json);
            Ok(Exit::Done)
        }
        Err(error @ Error::SetUp) => {
            output::note(format_args!("error: {error}"));
            Ok(Exit::SetUp)
        }
        Err(error) => Err(error.into()),
    }
}

/// Prints the link by which an empty system is set up; nothing when it is set up.
///
/// A database that is away at this moment keeps nobody from being served once it is back.
pub(crate) async fn print_link(env: &Env, address: SocketAddr) {
    match issue::issue(env).await {
        Ok(Some(token)) => {
            output::note(
                "the system is not set up: open the link on standard output (once, within a day)",
            );
            // Never to the log: who has it owns the system.
            output::result(format_args!(
                "set up at http://{address}/setup/{}",
                token.expose()
            ));
        }
        Ok(None) => {}
        Err(error) => output::note(format_args!(
            "cannot tell whether the system is set up: {error}; the next start tries again"
        )),
    }
}

/// The first line of a file, or of standard input.
fn password(path: &Path) -> Result<Password> {
    let place = path.display();
    let line = if path == Path::new("-") {
        first_line(io::stdin().lock())
    } else {
        File::open(path).and_then(|file| first_line(BufReader::new(file)))
    };
    let line =
        line.with_context(|| format!("cannot read the password from {place} (--password-file)"))?;
    Password::new(line.trim_end_matches(['\r', '\n']))
        .with_context(|| format!("the password in {place} (--password-file) cannot be used"))
}

fn first_line(mut from: impl BufRead) -> io::Result<Zeroizing<String>> {
    let mut line = Zeroizing::new(String::new());
    from.read_line(&mut line)?;
    Ok(line)
}

fn show(founded: &Founded, public_url: &PublicUrl, as_json: bool) {
    let (organization, owner) = (&founded.organization, &founded.owner);
    // Behind `#`, so that a browser keeps it to itself: it stands in no server's log.
    let link = |token: &InvitationToken| {
        let token = token.expose();
        format!("{public_url}/invitation#{}.{token}", organization.id())
    };
    if as_json {
        let invitation = founded.invitation.as_ref().map(|(invitation, token)| {
            json!({
                "link": link(token),
                "token": token.expose(),
                "expires_at": invitation.expires_at.to_string(),
            })
        });
        let shown = json!({
            "organization": {
                "id": organization.id().to_string(),
                "slug": organization.slug().as_str(),
                "name": organization.name().as_str(),
            },
            "owner": {
                "id": owner.id().to_string(),
                "email": owner.email().as_str(),
                "name": owner.name().as_str(),
            },
            "invitation": invitation.unwrap_or(Value::Null),
        });
        output::result(format_args!("{shown:#}"));
        return;
    }
    let row = [
        organization.slug().to_string(),
        organization.id().to_string(),
        owner.email().to_string(),
        owner.id().to_string(),
    ];
    let table = output::table(["ORGANIZATION", "ID", "OWNER", "ID"], &[row]);
    match &founded.invitation {
        None => output::result(table),
        Some((invitation, token)) => {
            output::note(table);
            output::note(format_args!(
                "With the invitation the owner sets a password, until {}. Its link is shown once, on standard output:",
                invitation.expires_at
            ));
            output::result(link(token));
        }
    }
}
