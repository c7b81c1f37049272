//! The pieces of work, each by a key of an organization of its own.

use std::fmt;

use anyhow::{Result, ensure};
use serde_json::json;

use super::Size;
use crate::{
    bench::memory::MIB,
    product::{Answer, Service, send_pieces},
};

/// One piece of work.
#[derive(Clone, Copy, Debug)]
pub(super) enum Work {
    /// Synchronizing so many entities.
    Synchronize(Format, usize),
    /// Reading the hierarchy of so many, which were synchronized before.
    Read(usize),
    /// Uploading so many mebibytes.
    Upload(usize),
}

/// How a universe is written.
#[derive(Clone, Copy, Debug)]
pub(super) enum Format {
    Csv,
    Json,
}

impl Work {
    /// Everything, in its order.
    pub(super) fn all(size: Size) -> [Self; 4] {
        [
            Self::Synchronize(Format::Csv, size.entities),
            Self::Synchronize(Format::Json, size.entities),
            Self::Read(size.entities),
            Self::Upload(size.mebibytes),
        ]
    }

    /// The organization that it is done in.
    fn organization(self) -> String {
        match self {
            Self::Synchronize(Format::Csv, entities) => format!("csv-{entities}"),
            // What was synchronized from JSON.
            Self::Synchronize(Format::Json, entities) | Self::Read(entities) => {
                format!("json-{entities}")
            }
            Self::Upload(mebibytes) => format!("upload-{mebibytes}"),
        }
    }

    /// Makes sure that there is an organization, and a key, which it gives.
    pub(super) fn prepare(self, service: &Service) -> Result<String> {
        let organization = self.organization();
        if service.run(&["org", "show", &organization]).is_err() {
            service.run(&["org", "found", &organization, "Measured"])?;
        }
        let generate = ["key", "--org", &organization, "generate"];
        let what = ["--label", "Measured", "--scope", "admin:*"];
        let key = service.run(&[&generate[..], &what].concat())?;
        let key = format!("ApiKey {}", key.trim_end());
        // What happens once in a process has happened then.
        let headers = [("Authorization", key.as_str())];
        let found = send_pieces(service.address(), "GET", "/api/v1/self", &headers, &[])?;
        ensure!(found.status == 200, "the key is refused: {}", found.body);
        Ok(key)
    }

    /// Does it.
    pub(super) fn go(self, service: &Service, key: &str) -> Result<Answer> {
        let address = service.address();
        let authorization = ("Authorization", key);
        match self {
            Self::Synchronize(format, entities) => {
                let (content_type, universe) = format.universe(entities);
                let headers = [authorization, ("Content-Type", content_type)];
                let path = "/api/v1/sync/organization";
                send_pieces(address, "PUT", path, &headers, &[universe.as_bytes()])
            }
            Self::Read(_) => {
                send_pieces(address, "GET", "/api/v1/hierarchy", &[authorization], &[])
            }
            Self::Upload(mebibytes) => {
                let form = "multipart/form-data; boundary=b";
                let headers = [authorization, ("Content-Type", form)];
                let head = b"--b\r\nContent-Disposition: form-data; name=\"file\"; \
                    filename=\"measured.txt\"\r\nContent-Type: text/plain\r\n\r\n";
                let piece = vec![b'a'; usize::try_from(MIB)?];
                let mut pieces: Vec<&[u8]> = vec![head];
                pieces.extend(vec![&*piece; mebibytes]);
                pieces.push(b"\r\n--b--\r\n");
                send_pieces(address, "POST", "/api/v1/evidence", &headers, &pieces)
            }
        }
    }

    /// Whether it was done.
    pub(super) fn check(self, answer: &Answer) -> Result<()> {
        let Answer { status, body, .. } = answer;
        match self {
            Self::Synchronize(_, entities) => {
                let added = format!("\"added\":{{\"count\":{entities},");
                ensure!(*status == 200 && body.contains(&added), "{status} {body}");
            }
            Self::Read(entities) => {
                let found = body.matches("\"children\":[").count();
                ensure!(
                    *status == 200 && found == entities,
                    "{status}, {found} entities"
                );
            }
            Self::Upload(_) => ensure!(*status == 201, "{status} {body}"),
        }
        Ok(())
    }
}

impl Format {
    /// Its media type, and a universe in it: ten entities below each.
    fn universe(self, entities: usize) -> (&'static str, String) {
        let rows = (0..entities).map(|number| {
            let parent = number.checked_sub(1).map(|before| before / 10);
            let code = |number| format!("PROCESS-{number:06}");
            let name = format!("Process {number} of the organization's own register");
            (code(number), name, parent.map(code))
        });
        match self {
            Self::Csv => {
                let mut text = "code,kind,name,parent\n".to_owned();
                for (code, name, parent) in rows {
                    let parent = parent.unwrap_or_default();
                    text.push_str(&[&code, ",process,", &name, ",", &parent, "\n"].concat());
                }
                ("text/csv", text)
            }
            Self::Json => {
                let entities: Vec<_> = rows
                    .map(|(code, name, parent)| {
                        json!({ "code": code, "kind": "process", "name": name, "parent": parent })
                    })
                    .collect();
                (
                    "application/json",
                    json!({ "entities": entities }).to_string(),
                )
            }
        }
    }
}

impl fmt::Display for Work {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Synchronize(Format::Csv, entities) => {
                write!(f, "synchronize {entities} entities from CSV")
            }
            Self::Synchronize(Format::Json, entities) => {
                write!(f, "synchronize {entities} entities from JSON")
            }
            Self::Read(entities) => write!(f, "read the hierarchy of {entities} entities"),
            Self::Upload(mebibytes) => write!(f, "upload evidence of {mebibytes} MiB"),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    #[test]
    fn both_formats_tell_the_same_universe() {
        let (_, csv) = Format::Csv.universe(30);
        let (_, json) = Format::Json.universe(30);
        let json: Value = serde_json::from_str(&json).unwrap();
        let entities = json["entities"].as_array().unwrap();
        let told: Vec<_> = entities
            .iter()
            .map(|entity| {
                let text = |name: &str| entity[name].as_str().unwrap_or_default();
                ["code", "kind", "name", "parent"].map(text).join(",")
            })
            .collect();
        assert_eq!(csv.lines().skip(1).collect::<Vec<_>>(), told);
        assert!(told[25].ends_with(",PROCESS-000002"), "{}", told[25]);
    }
}
