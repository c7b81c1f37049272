//! The demonstration's organization, with an owner who can sign in.

use std::{fs::File, io::Read as _, path::Path};

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};

use super::{client::Person, http::send, service::Service};

pub(crate) const SLUG: &str = "example-audit";
const NAME: &str = "Example Audit";
const EMAIL: &str = "ada@example.com";

/// What is there to be looked at.
#[derive(Debug)]
pub(crate) struct Scene {
    pub(crate) password: String,
    /// What the password was set with.
    pub(crate) token: String,
    key: String,
}

impl Scene {
    /// Makes what is missing, and gives the owner a new password and a new key.
    pub(crate) fn set(service: &mut Service) -> Result<Self> {
        let password = new_secret()?;
        let token = if service.run(&["org", "show", SLUG]).is_ok() {
            let token = invite(service)?;
            accept(service.address(), &token, &password)?;
            token
        } else {
            let token = service.set_up_token()?;
            set_up(service.address(), &token, &password)?;
            token
        };
        service.run(&["org", "demo", SLUG])?;
        let owner = Person::sign_in(service.address(), SLUG, EMAIL, &password)?;
        let key = owner.generate("Demonstration", "read:findings")?.key;
        Ok(Self {
            password,
            token,
            key,
        })
    }

    /// Signs the owner in.
    pub(crate) fn sign_in(&self, service: &Service) -> Result<Person> {
        Person::sign_in(service.address(), SLUG, EMAIL, &self.password)
    }

    /// What to do with it.
    pub(crate) fn told(&self, address: &str, root: &Path) -> String {
        let Self { password, key, .. } = self;
        let example = root.join("docs/examples/documented_client.py");
        let example = example
            .strip_prefix(std::env::current_dir().unwrap_or_default())
            .unwrap_or(&example);
        format!(
            "\nAIIA Keys  http://{address}\n\
             \n  reference  http://{address}/docs\
             \n  sign in    organization {SLUG}, email {EMAIL}, password {password}\
             \n  key        {key}\n\
             \nFind what is to be done about the latest audits:\n\
             \n  curl --header 'Authorization: ApiKey {key}' http://{address}/api/v1/findings\
             \n  python3 {} http://{address} {key}\n",
            example.display()
        )
    }
}

/// Sets an empty system up, as its page does.
fn set_up(address: &str, token: &str, password: &str) -> Result<()> {
    let body = json!({
        "token": token,
        "organization": { "slug": SLUG, "name": NAME },
        "owner": { "email": EMAIL, "name": "Ada", "password": password },
    });
    let answer = send(address, "POST", "/api/v1/setup", &[], Some(&body))?;
    ensure!(
        answer.status == 201,
        "setting up: {} {}",
        answer.status,
        answer.body
    );
    Ok(())
}

/// A new invitation of the owner.
fn invite(service: &Service) -> Result<String> {
    let people = ["member", "--org", SLUG];
    let listed = service.json(&[&people[..], &["list"]].concat())?;
    let owner = listed.as_array().and_then(|members| {
        let owner = members.iter().find(|member| member["email"] == EMAIL)?;
        owner["id"].as_str()
    });
    let owner = owner.context("the demonstration's owner is gone: begin anew, without --keep")?;
    let invited = service.json(&[&people[..], &["invite", owner]].concat())?;
    let token = invited["token"].as_str().map(str::to_owned);
    token.context("there is no invitation")
}

/// Accepts an invitation, as its page does.
fn accept(address: &str, invitation: &str, password: &str) -> Result<()> {
    let body: Value = json!({ "organization": SLUG, "token": invitation, "password": password });
    let path = "/api/v1/invitation/accept";
    let answer = send(address, "POST", path, &[], Some(&body))?;
    ensure!(
        answer.status == 200,
        "accepting: {} {}",
        answer.status,
        answer.body
    );
    Ok(())
}

/// A password or token that nobody else has.
pub(crate) fn new_secret() -> Result<String> {
    let mut random = [0; 16];
    File::open("/dev/urandom")
        .and_then(|mut source| source.read_exact(&mut random))
        .context("there is no randomness")?;
    Ok(format!("{:032x}", u128::from_be_bytes(random)))
}
