//! The table of targets: one entry for each parser; what is more than a round trip has a file.

mod address_list;
mod key;
mod round_trip;
mod scope;
mod scope_set;
mod trail_entry;
mod tree;

use aiia_keys_domain::{
    ActionName, Actor, EmailAddress, OrganizationId, OrganizationSlug, Subject, TrailHash,
};

use crate::verdict::Verdict;

/// A parser under test and what is known about its language.
#[derive(Debug)]
pub(crate) struct Target {
    /// Name on the command line, and of its folder in the corpus.
    pub(crate) name: &'static str,
    /// What it parses, for `--list`.
    pub(crate) about: &'static str,
    /// Words of the parser's language, inserted by the mutator.
    pub(crate) tokens: &'static [&'static str],
    /// Parses the input and checks what must hold of the result; fails by panicking.
    pub(crate) run: fn(&[u8]) -> Verdict,
}

pub(crate) const TARGETS: &[Target] = &[
    Target {
        name: "key",
        about: "API keys, and keys made from the input as randomness",
        tokens: &[
            "aiia_key_live_",
            "aiia_key_test_",
            "acme_key_live_",
            "7n42DGM5Tflk9n8mt7Fhc7",
            "000000",
        ],
        run: key::run,
    },
    Target {
        name: "scope",
        about: "single scopes",
        tokens: &[
            "read", "write", "admin", ":", "*", "*:", ":*", "findings", "universe", "-", "_",
        ],
        run: scope::run,
    },
    Target {
        name: "scope-set",
        about: "lists of scopes",
        tokens: &[
            "read:", "write:", "admin:", "*", " ", ",", "findings", "evidence", "sync",
        ],
        run: scope_set::run,
    },
    Target {
        name: "address-list",
        about: "lists of addresses and CIDR blocks",
        tokens: &[
            "203.0.113.0",
            "2001:db8::",
            "::ffff:",
            "/0",
            "/8",
            "/24",
            "/32",
            "/64",
            "/96",
            "/128",
            ", ",
            "255",
        ],
        run: address_list::run,
    },
    Target {
        name: "tree-csv",
        about: "registers of entities in CSV",
        tokens: &[
            "code,kind,name,parent\n",
            "process",
            "system",
            ",",
            "\"",
            "\"\"",
            "\r\n",
            "\n",
            "\u{FEFF}",
            "A",
        ],
        run: tree::csv,
    },
    Target {
        name: "tree-json",
        about: "registers of entities in JSON",
        tokens: &[
            "{\"entities\":[",
            "]}",
            "{\"code\":\"A\",\"kind\":\"process\",\"name\":\"N\"}",
            "\"parent\":\"A\"",
            "null",
            ",",
            "\\u0041",
            "[",
        ],
        run: tree::json,
    },
    Target {
        name: "trail-entry",
        about: "audit trail entries as bytes",
        tokens: &[
            "\0\0\0\u{10}",
            "\0\0\0\u{20}",
            "\0\0\0\0",
            "member:",
            "key:",
            "system",
            "key.revoked",
            "reason",
        ],
        run: trail_entry::run,
    },
    Target {
        name: "trail-hash",
        about: "hashes of the audit trail",
        tokens: &["00000000", "ffffffff", "FF", "0x"],
        run: round_trip::run::<TrailHash>,
    },
    Target {
        name: "trail-action",
        about: "names of what the audit trail records",
        tokens: &["key", ".", "revoked", "_", "organization"],
        run: round_trip::run::<ActionName>,
    },
    Target {
        name: "trail-actor",
        about: "who did it, in the audit trail",
        tokens: &["member:", "key:", "operator", "system", "00000000-0000-"],
        run: round_trip::run::<Actor>,
    },
    Target {
        name: "trail-subject",
        about: "what it was done to, in the audit trail",
        tokens: &[
            "organization",
            "key:",
            "member:",
            "session:",
            "00000000-0000-",
        ],
        run: round_trip::run::<Subject>,
    },
    Target {
        name: "organization-id",
        about: "ids in text form",
        tokens: &["urn:uuid:", "{", "}", "-", "00000000", "ffffffff-ffff-"],
        run: round_trip::run::<OrganizationId>,
    },
    Target {
        name: "organization-slug",
        about: "short names of organizations",
        tokens: &["-", "--", "acme", "0"],
        run: round_trip::run::<OrganizationSlug>,
    },
    Target {
        name: "email-address",
        about: "addresses of members",
        tokens: &["@", ".", "..", "example", ".org", "+", "\""],
        run: round_trip::run::<EmailAddress>,
    },
];

/// Hands a parser of text what is text; other input is refused before any parser sees it.
fn with_text(input: &[u8], parse: impl FnOnce(&str) -> Verdict) -> Verdict {
    std::str::from_utf8(input).map_or(Verdict::Refused, parse)
}
