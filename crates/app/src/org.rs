//! `aiia-keys org`.

use aiia_keys_assurance::demo::{self, Loaded};
use aiia_keys_domain::{Caller, Organization, Policy};
use aiia_keys_usecases::organization::{find, found, suspension};
use anyhow::{Result, ensure};
use serde_json::json;

use crate::{
    cli::{Org, OrgCommand},
    output::{self, Exit},
    service::{Service, Sizes},
};

pub(crate) async fn run(arguments: Org) -> Result<Exit> {
    let production = arguments.service.rules.production;
    let service = Service::start(arguments.service, Sizes::default()).await?;
    let organization = match arguments.command {
        OrgCommand::Found { slug, name } => {
            let command = found::Command {
                slug,
                name,
                policy: Policy::default(),
            };
            found::found(&service.env, command).await?
        }
        OrgCommand::Show { slug } => {
            let caller = Caller::operator(service.organization(&slug).await?);
            find::find(&service.env, &caller).await?
        }
        OrgCommand::Demo { slug } => {
            ensure!(
                !production,
                "a demonstration has no place in production: run it where --production (AIIA_KEYS_PRODUCTION) \
                 is not set"
            );
            let caller = Caller::operator(service.organization(&slug).await?);
            tell(
                demo::load(&service.assurance, &caller).await?,
                arguments.json,
            );
            return Ok(Exit::Done);
        }
        OrgCommand::Suspend { slug } => {
            let id = service.organization(&slug).await?;
            suspension::suspend(&service.env, id).await?
        }
        OrgCommand::Resume { slug } => {
            let id = service.organization(&slug).await?;
            suspension::resume(&service.env, id).await?
        }
    };
    show(&organization.value, arguments.json);
    Ok(Exit::Done)
}

fn tell(loaded: Loaded, as_json: bool) {
    let (entities, findings) = match loaded {
        Loaded::Now { entities, findings } => (entities, findings),
        Loaded::Before => (0, 0),
    };
    if as_json {
        let shown = json!({ "entities": entities, "findings": findings });
        output::result(format_args!("{shown:#}"));
    } else if loaded == Loaded::Before {
        output::note("the demonstration is there already: nothing was changed");
    } else {
        output::result(format_args!(
            "loaded {entities} entities and {findings} findings"
        ));
    }
}

fn show(organization: &Organization, as_json: bool) {
    let state = if organization.is_suspended() {
        "suspended"
    } else {
        "active"
    };
    let (id, slug, name) = (organization.id(), organization.slug(), organization.name());
    let rate_limit = organization.policy().rate_limit;
    let rate_limit = rate_limit.map(|limit| limit.to_string());
    if as_json {
        let shown = json!({
            "id": id.to_string(), "slug": slug.as_str(), "name": name.as_str(), "state": state,
            "rate_limit": rate_limit,
        });
        output::result(format_args!("{shown:#}"));
    } else {
        let row = [
            slug.to_string(),
            state.to_owned(),
            rate_limit.unwrap_or_else(|| "none".to_owned()),
            name.to_string(),
            id.to_string(),
        ];
        output::result(output::table(
            ["SLUG", "STATE", "RATE LIMIT", "NAME", "ID"],
            &[row],
        ));
    }
}
