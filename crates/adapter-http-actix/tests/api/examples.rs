//! The examples of the reference: each operation called once, and what the service answered.
//!
//! `src/examples.md` keeps them; the reference and the API's description show them. Time stands
//! still and randomness follows from a seed, so that a run answers what the one before did, byte by
//! byte. What is secret is taken out. `UPDATE_EXAMPLES=1` writes the file anew.

mod curl;
mod shown;

use std::{env, fs, path::Path};

use aiia_keys_domain::{OrganizationId, Role};
use aiia_keys_http_actix::Options;
use serde_json::{Value, json};

use crate::support::{
    Answer, Body, PASSWORD, Person, Sample, Subject, World, presenting, with_session,
};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/examples.md");

/// Where the service is reached, in examples.
const HOST: &str = "keys.example.com";

/// Who calls.
enum Credential {
    None,
    Key(String),
    Session(String),
}

/// What an operation is called about, and by whom.
struct Scene {
    slug: String,
    organization: OrganizationId,
    subject: Subject,
    key: String,
    owner: Person,
}

#[actix_web::test]
async fn the_examples_are_what_the_service_answers() {
    let world = World::with(Options {
        security_contact: Some("mailto:security@example.com".parse().unwrap()),
        ..Options::default()
    })
    .await;
    let document: Value = serde_json::from_str(aiia_keys_http_actix::openapi_json()).unwrap();
    let mut made = String::from(
        "# Examples\n\n\
         Each operation of the API, called once, and what the service answered.\n\
         They are made by `UPDATE_EXAMPLES=1 cargo nextest run -p aiia-keys-http-actix --test api examples` and compared by every run of the tests.\n\
         What is secret is shown as `…`.\n",
    );
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let method = method.to_ascii_uppercase();
            let access = operation["x-access"].as_str().unwrap();
            made.push_str(&example(&world, &method, path, access).await);
        }
    }
    shown::assert_no_secret(&made);
    if env::var_os("UPDATE_EXAMPLES").is_some() {
        fs::write(Path::new(FILE), &made).unwrap();
    }
    let committed = fs::read_to_string(FILE).unwrap_or_default();
    assert!(
        committed == made,
        "src/examples.md is not what the service answers: run this test with UPDATE_EXAMPLES=1 \
         and look at what changed"
    );
}

/// The example of an operation, in an organization of its own.
async fn example(world: &World, method: &str, path: &str, access: &str) -> String {
    let operation = format!("{method} {path}");
    world.entropy.seed(&operation);
    let scene = Scene::set(world, blake3::hash(operation.as_bytes())).await;
    let sample = scene.sample(world, method, path).await;
    let credential = match access {
        "open" => Credential::None,
        "signed_in" => Credential::Session(scene.owner.cookie.clone()),
        _ if is_for_people_alone(access) => Credential::Session(scene.owner.cookie.clone()),
        _ => Credential::Key(scene.key.clone()),
    };
    let answer = send(world, &sample, &credential).await;
    assert!(answer.status < 300, "{method} {path}: {}", answer.body);
    let request = curl::command(&sample, &credential);
    let shown = shown::answer(&answer);
    let text = format!("\n## {method} {path}\n\n```sh\n{request}\n```\n\n```http\n{shown}\n```\n");
    shown::without_secrets(&text).replace(&scene.slug, "example-audit")
}

/// Whether no key opens it.
fn is_for_people_alone(access: &str) -> bool {
    use aiia_keys_domain::Permission;
    let permission = Permission::ALL
        .into_iter()
        .find(|one| one.as_str() == access);
    permission.is_some_and(|permission| permission.scope().is_none())
}

async fn send(world: &World, sample: &Sample, credential: &Credential) -> Answer {
    let request = sample.request().insert_header(("Host", HOST));
    world
        .send(match credential {
            Credential::None => request,
            Credential::Key(secret) => presenting(request, secret),
            Credential::Session(cookie) => {
                with_session(request, cookie).insert_header(("Origin", format!("https://{HOST}")))
            }
        })
        .await
}

impl Scene {
    /// Short names are taken once, and those of examples are all shown as the same.
    async fn set(world: &World, digest: blake3::Hash) -> Self {
        let slug = format!("example-{}", &digest.to_hex()[..8]);
        let organization = world.found(&slug, "Example Audit").await;
        let caller = ("Key automation", "admin:*");
        let mut subject = world.subject(organization).await;
        let key = ("ServiceNow Integration Key", "read:findings write:findings");
        subject.key = world.key_called(organization, key).await;
        Self {
            slug,
            organization,
            subject,
            key: world.key_called(organization, caller).await.secret,
            owner: world.member_of(organization, Role::Owner).await,
        }
    }

    /// The call to show: the one that the replay makes, unless another one tells more.
    async fn sample(&self, world: &World, method: &str, path: &str) -> Sample {
        let mut sample = Sample::of(method, path, &self.subject, &self.subject.id(path));
        let query = match (method, path) {
            ("GET", "/api/v1/keys") => "?status=active&sort=-last_used&limit=1",
            ("GET", "/api/v1/keys/{id}/usage") => "?bucket=day&from=2027-01-14T00:00:00Z",
            ("GET", "/api/v1/trail") => "?action=key.generated&limit=1",
            ("GET", "/api/v1/findings") => "?status=open&severity=high",
            ("GET", "/auth") => "?scope=read:findings",
            _ => "",
        };
        sample.path.push_str(query);
        if let Some(body) = self.body(world, method, path).await {
            sample.body = body;
        }
        sample
    }

    async fn body(&self, world: &World, method: &str, path: &str) -> Option<Body> {
        let entity = self.subject.entity.to_string();
        Some(Body::Json(match (method, path) {
            ("POST", "/api/v1/keys") => json!({
                "label": "Evidence upload", "scopes": ["write:evidence"],
                "expiration": {"period": "90d"}, "allowed_cidrs": ["203.0.113.0/24"],
            }),
            ("PATCH", "/api/v1/keys/{id}") => {
                json!({"label": "ServiceNow (read only)", "scopes": ["read:findings"]})
            }
            ("POST", "/api/v1/keys/{id}/rotate") => json!({"overlap": "PT24H"}),
            ("POST", "/api/v1/keys/{id}/revoke") => {
                json!({"reason": "found in a public repository"})
            }
            ("POST", "/api/v1/findings") => json!({
                "entity": entity, "severity": "medium",
                "title": "Vendor master data is changed without a second look",
                "description": "Of 25 changes in the last quarter, 4 were approved by who made them.",
            }),
            ("POST", "/api/v1/test-procedures") => json!({
                "entity": entity, "title": "Inspect changes to vendor master data",
                "description": "Take 25 changes of the last quarter and look who approved them.",
            }),
            ("POST", "/api/v1/invitation/accept") => {
                let (invited, _) = world.invite(self.organization, Role::Auditor).await;
                json!({
                    "organization": self.slug, "token": invited.token.expose(),
                    "password": PASSWORD,
                })
            }
            ("POST", "/api/v1/session") => {
                let member = world
                    .member_of_with_password(self.organization, Role::Owner)
                    .await;
                json!({
                    "organization": self.slug, "email": member.email, "password": PASSWORD,
                })
            }
            ("POST", "/api/v1/setup") => json!({
                "token": world.not_set_up().await,
                "organization": {"slug": format!("{}-first", self.slug), "name": "Example Audit"},
                "owner": {"email": "ada@example.com", "name": "Ada Lovelace", "password": PASSWORD},
            }),
            _ => return None,
        }))
    }
}
