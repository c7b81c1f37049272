//! The connector of the demonstration, and having it pull.

use std::{fs, time::Duration};

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};

use super::register::Register;
use crate::{
    process::now,
    product::{Answer, Person},
};

/// A unit that the register has and the demonstration's universe does not, in CSV.
const NEW: &str = "PRD-COLD,location,Cold store,PRD";

/// A run that takes longer has gone wrong.
const LIMIT: Duration = Duration::from_mins(1);

/// The connector, pointed at a register, in the hands of the owner.
#[derive(Debug)]
pub(super) struct Connector<'a> {
    owner: &'a Person,
    path: String,
}

impl<'a> Connector<'a> {
    /// Points it at a register. Where the register has nothing yet, it gets the universe as it is,
    /// and a unit more.
    pub(super) fn at(owner: &'a Person, register: &Register) -> Result<Self> {
        if !register.file().is_file() {
            let universe = csv(&universe(owner)?)?;
            fs::write(register.file(), [&universe, NEW, "\n"].concat())?;
        }
        let connectors = read(&owner.get("/api/v1/connectors")?, 200)?;
        let id = connectors[0]["id"].as_str();
        let id = id.context("the demonstration has no connector")?;
        let path = format!("/api/v1/connectors/{id}");
        let change = json!({
            "url": register.url(),
            "credentials": { "scheme": "bearer", "token": register.token() },
        });
        read(&owner.patch(&path, &change)?, 200)?;
        Ok(Self { owner, path })
    }

    /// What to do with it, by a key that may.
    pub(super) fn told(&self, address: &str, key: &str, register: &Register) -> String {
        let Self { path, .. } = self;
        let file = register.file().display();
        format!(
            "Change the organization's register, and have it pulled:\n\
             \n  echo 'PRD-2,location,Second plant,PRD' >> {file}\
             \n  curl --header 'Authorization: ApiKey {key}' --request POST http://{address}{path}/refresh\
             \n  curl --header 'Authorization: ApiKey {key}' http://{address}{path}/runs\n"
        )
    }

    /// Has it pull; gives the run as it ended.
    pub(super) fn pull(&self, dry_run: bool) -> Result<Value> {
        let refresh = format!("{}/refresh?dry_run={dry_run}", self.path);
        let begun = self.owner.ask(&refresh)?;
        read(&begun, 202)?;
        let found = begun.header("Location").context("the run is nowhere")?;
        let since = now();
        loop {
            let run = read(&self.owner.get(found)?, 200)?;
            if run["state"] != "running" {
                ensure!(run["state"] == "succeeded", "{run}");
                return Ok(run);
            }
            ensure!(since.elapsed() < LIMIT, "it does not end: {run}");
        }
    }

    /// Its runs, newest first.
    pub(super) fn runs(&self) -> Result<Value> {
        read(&self.owner.get(&format!("{}/runs", self.path))?, 200)
    }
}

/// All entities.
pub(super) fn universe(owner: &Person) -> Result<Vec<Value>> {
    let entities = read(&owner.get("/api/v1/entities?limit=100")?, 200)?;
    let entities = entities.as_array().context("there are no entities")?;
    Ok(entities.clone())
}

fn read(answer: &Answer, status: u16) -> Result<Value> {
    ensure!(answer.status == status, "{} {}", answer.status, answer.body);
    serde_json::from_str(&answer.body).context("the answer is no JSON")
}

/// Entities as a register writes them.
fn csv(entities: &[Value]) -> Result<String> {
    let text = |entity: &Value, field: &str| entity[field].as_str().map(str::to_owned);
    let mut csv = "code,kind,name,parent\n".to_owned();
    for entity in entities {
        let [code, kind, name] =
            ["code", "kind", "name"].map(|field| text(entity, field).unwrap_or_default());
        let above = entities
            .iter()
            .find(|above| !entity["parent"].is_null() && above["id"] == entity["parent"]);
        ensure!(
            above.is_some() || entity["parent"].is_null(),
            "{code} lies below what is not listed"
        );
        let parent = above.and_then(|above| text(above, "code"));
        let name = name.replace('"', "\"\"");
        let parent = parent.unwrap_or_default();
        csv.push_str(&[&code, ",", &kind, ",\"", &name, "\",", &parent, "\n"].concat());
    }
    Ok(csv)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_are_written_with_the_codes_of_what_they_lie_under() {
        let entities = [
            json!({ "id": "2", "code": "B", "kind": "process", "name": "Say \"b\"", "parent": "1" }),
            json!({ "id": "1", "code": "A", "kind": "system", "name": "A, and", "parent": null }),
        ];
        let expected =
            "code,kind,name,parent\nB,process,\"Say \"\"b\"\"\",A\nA,system,\"A, and\",\n";
        assert_eq!(csv(&entities).unwrap(), expected);
        assert!(csv(&entities[..1]).is_err());
    }
}
