//! The main job, step by step: what a newcomer does, and what must not be possible.

use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};

use super::{
    REGISTER,
    connector::{Connector, universe},
    python::Python,
    register::Register,
};
use crate::{
    output::say,
    product::{Answer, NewKey, Person, SLUG, Scene, Service, send},
};

/// Everything, on an empty folder.
pub(super) fn run(root: &Path, program: &Path, data: &Path) -> Result<()> {
    let target = data.ancestors().nth(2).unwrap_or(data);
    let python = Python::ready(root, target)?;
    let service = step("the service starts on its embedded default", || {
        Service::start(program, data, "127.0.0.1:0")
    })?;
    let mut job = Job {
        service,
        python,
        secrets: Vec::new(),
    };
    let scene = step("the empty system is set up by its link, with data", || {
        Scene::set(&mut job.service)
    })?;
    job.secrets
        .extend([scene.password.clone(), scene.token.clone()]);
    let owner = step("the owner signs in", || scene.sign_in(&job.service))?;
    job.secrets.push(owner.token().to_owned());
    let key = step("a key is generated, and shown once", || {
        job.generate(&owner)
    })?;
    step("the documented client gets findings with it", || {
        job.works(&key.key)
    })?;
    step("a key of another scope is refused", || {
        job.wrong_scope(&owner)
    })?;
    step("another organization's key does not see them", || {
        job.other_tenant(&key)
    })?;
    step(
        "the connector pulls what is new in the register, and logs it",
        || job.connector(&owner, &data.join(REGISTER)),
    )?;
    let successor = step("the key is rotated, and both work", || {
        job.rotate(&owner, &key)
    })?;
    step("the old key is revoked, and refused at once", || {
        job.revoke(&owner, &key, &successor)
    })?;
    step("the trail is whole and tells all of it", || job.trail())?;
    step("the service ends, and no secret is in its log", || {
        job.end()
    })
}

/// One step, told with how it ended.
fn step<T>(what: &str, act: impl FnOnce() -> Result<T>) -> Result<T> {
    let outcome = act();
    say(format_args!(
        "{}  {what}",
        if outcome.is_ok() { "ok  " } else { "FAIL" }
    ));
    outcome.with_context(|| format!("not so: {what}"))
}

#[derive(Debug)]
struct Job {
    service: Service,
    python: Python,
    /// What must appear in no log.
    secrets: Vec<String>,
}

impl Job {
    fn get(&self, path: &str, key: &str) -> Result<Answer> {
        let authorization = format!("ApiKey {key}");
        let headers = [("Authorization", authorization.as_str())];
        send(self.service.address(), "GET", path, &headers, None)
    }

    fn keep(&mut self, key: NewKey) -> NewKey {
        self.secrets.push(key.key.clone());
        key
    }

    fn generate(&mut self, owner: &Person) -> Result<NewKey> {
        let key = owner.generate("ServiceNow Integration Key", "read:findings")?;
        let shown = self
            .service
            .json(&["key", "--org", SLUG, "show", &key.id])?;
        ensure!(!shown.to_string().contains(&key.key), "it is shown again");
        Ok(self.keep(key))
    }

    fn works(&self, key: &str) -> Result<()> {
        let output = self.python.call(self.service.address(), key)?;
        let said = String::from_utf8_lossy(&output.stdout);
        ensure!(
            output.status.success(),
            "{said}{}",
            String::from_utf8_lossy(&output.stderr)
        );
        ensure!(
            said.starts_with("Successfully retrieved ") && !said.contains(" 0 findings"),
            "{said}"
        );
        Ok(())
    }

    /// The client must fail, and say this.
    fn refused(&self, key: &str, what: [&str; 2]) -> Result<()> {
        let output = self.python.call(self.service.address(), key)?;
        let said = String::from_utf8_lossy(&output.stdout);
        ensure!(output.status.code() == Some(1), "it is let through: {said}");
        ensure!(what.iter().all(|what| said.contains(what)), "{said}");
        Ok(())
    }

    fn wrong_scope(&mut self, owner: &Person) -> Result<()> {
        let key = owner.generate("Universe only", "read:universe")?;
        let key = self.keep(key);
        self.refused(&key.key, ["403", "insufficient_scope"])
    }

    fn other_tenant(&mut self, key: &NewKey) -> Result<()> {
        let found = self.get("/api/v1/findings?limit=1", &key.key)?;
        let found: Value = serde_json::from_str(&found.body)?;
        let id = found[0]["id"].as_str().context("there is no finding")?;
        let path = format!("/api/v1/findings/{id}");
        ensure!(
            self.get(&path, &key.key)?.status == 200,
            "the owner's key does not see it"
        );

        self.service
            .run(&["org", "found", "other-audit", "Other Audit"])?;
        let generate = ["key", "--org", "other-audit", "generate"];
        let what = ["--label", "Other", "--scope", "read:*"];
        let other = self.service.run(&[&generate[..], &what].concat())?;
        let other = other.trim_end().to_owned();
        self.secrets.push(other.clone());
        let list = self.get("/api/v1/findings", &other)?;
        ensure!(
            (list.status, list.body.as_str()) == (200, "[]"),
            "{}",
            list.body
        );
        let theirs = self.get(&path, &other)?;
        let nobody = self.get(
            "/api/v1/findings/00000000-0000-7000-8000-000000000000",
            &other,
        )?;
        ensure!(
            (theirs.status, nobody.status) == (404, 404),
            "{}",
            theirs.body
        );
        Ok(())
    }

    fn connector(&mut self, owner: &Person, file: &Path) -> Result<()> {
        let before = universe(owner)?.len();
        let register = Register::start(file)?;
        self.secrets.push(register.token().to_owned());
        let connector = Connector::at(owner, &register)?;
        // What would change, what changes, and then nothing more.
        for (dry_run, added, after) in [
            (true, 1, before),
            (false, 1, before + 1),
            (false, 0, before + 1),
        ] {
            let run = connector.pull(dry_run)?;
            let expected = json!({
                "added": added, "changed": 0, "restored": 0, "retired": 0,
                "unchanged": before + 1 - added,
            });
            ensure!(run["changes"] == expected, "{run}");
            let messages = run["log"].as_array().into_iter().flatten();
            let messages: Vec<_> = messages
                .filter_map(|line| line["message"].as_str())
                .collect();
            let told = format!("the source tells of {} entities", before + 1);
            ensure!(messages.last() == Some(&told.as_str()), "{messages:?}");
            ensure!(universe(owner)?.len() == after, "not {after} entities");
            let runs = connector.runs()?;
            ensure!(runs[0] == run, "it is not the newest run: {runs}");
            self.tells_nothing(&runs.to_string())?;
        }
        Ok(())
    }

    fn rotate(&mut self, owner: &Person, key: &NewKey) -> Result<NewKey> {
        let path = format!("/api/v1/keys/{}/rotate", key.id);
        let successor = NewKey::read(&owner.post(&path, &json!({ "overlap": "PT1H" }))?)?;
        let successor = self.keep(successor);
        self.works(&key.key)?;
        self.works(&successor.key)?;
        Ok(successor)
    }

    fn revoke(&self, owner: &Person, key: &NewKey, successor: &NewKey) -> Result<()> {
        let path = format!("/api/v1/keys/{}/revoke", key.id);
        let answer = owner.post(&path, &json!({ "reason": "rotated" }))?;
        ensure!(answer.status == 200, "{} {}", answer.status, answer.body);
        self.refused(&key.key, ["401", "key_revoked"])?;
        self.works(&successor.key)
    }

    fn trail(&self) -> Result<()> {
        let trail = ["trail", "--org", SLUG];
        let head = self.service.json(&[&trail[..], &["verify"]].concat())?;
        let exported = self.service.run(&[&trail[..], &["export"]].concat())?;
        let count = exported.lines().count();
        ensure!(
            head["sequence"].as_u64() == u64::try_from(count).ok(),
            "{head}: {count} entries"
        );
        for action in [
            "key.generated",
            "key.rotated",
            "key.revoked",
            "connector.refreshed",
            "universe.synchronized",
        ] {
            ensure!(exported.contains(action), "no {action} in it");
        }
        self.tells_nothing(&exported)
    }

    fn end(self) -> Result<()> {
        let Self {
            service,
            python,
            secrets,
        } = self;
        let log = service.stop()?;
        ensure!(log.contains("answered"), "nothing is logged");
        drop(python);
        none_of(&secrets, &log)
    }

    fn tells_nothing(&self, text: &str) -> Result<()> {
        none_of(&self.secrets, text)
    }
}

fn none_of(secrets: &[String], text: &str) -> Result<()> {
    ensure!(
        secrets.iter().all(|secret| !text.contains(secret.as_str())),
        "a secret is in it"
    );
    Ok(())
}
