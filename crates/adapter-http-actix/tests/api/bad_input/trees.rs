//! Registers of entities that are wrong, in CSV and in JSON.

use super::{Case, body};

const SYNC: &str = "PUT /api/v1/sync/organization";

const fn csv(text: &'static str, code: &'static str, field: &'static str) -> Case {
    typed(&[("Content-Type", "text/csv")], text, code, field)
}

const fn typed(
    headers: &'static [(&'static str, &'static str)],
    body: &'static str,
    code: &'static str,
    field: &'static str,
) -> Case {
    Case {
        operation: SYNC,
        headers,
        body,
        code,
        field,
    }
}

const fn json(text: &'static str, code: &'static str, field: &'static str) -> Case {
    body(SYNC, text, code, field)
}

const MALFORMED: &str = "malformed_body";
const INVALID: &str = "invalid_field";
const UNSUPPORTED: &str = "unsupported_media_type";

pub(super) const CASES: &[Case] = &[
    // What it is said to be.
    typed(
        &[],
        "code,kind,name,parent\nA,process,P,\n",
        UNSUPPORTED,
        "Content-Type",
    ),
    typed(
        &[("Content-Type", "text/plain")],
        "x",
        UNSUPPORTED,
        "Content-Type",
    ),
    typed(
        &[("Content-Type", "application/xml")],
        "<a/>",
        UNSUPPORTED,
        "Content-Type",
    ),
    typed(
        &[("Content-Type", "text/csv"), ("Content-Encoding", "gzip")],
        "x",
        UNSUPPORTED,
        "Content-Encoding",
    ),
    // CSV itself.
    csv("", MALFORMED, "line 1"),
    csv("\n\n", MALFORMED, "line 3"),
    csv("code;kind;name;parent\nA;process;P;\n", MALFORMED, "line 1"),
    csv("code\tkind\tname\tparent\n", MALFORMED, "line 1"),
    csv("code,kind,name\nA,process,P\n", MALFORMED, "line 1"),
    csv("code,kind,name,parent,owner\n", MALFORMED, "line 1"),
    csv("code,code,name,parent\n", MALFORMED, "line 1"),
    csv("CODE,KIND,NAME,PARENT\n", MALFORMED, "line 1"),
    csv("A,process,P,\n", MALFORMED, "line 1"),
    csv("{\"entities\": []}", MALFORMED, "line 1"),
    csv("code,kind,name,parent\nA,process,P\n", MALFORMED, "line 2"),
    csv(
        "code,kind,name,parent\nA,process,P,,\n",
        MALFORMED,
        "line 2",
    ),
    csv(
        "code,kind,name,parent\nA,process,P,\nB,process,\"P,\n",
        MALFORMED,
        "line 3",
    ),
    csv(
        "code,kind,name,parent\nA,process,P\"P,\n",
        MALFORMED,
        "line 2",
    ),
    csv(
        "code,kind,name,parent\nA,process,\"P\"P,\n",
        MALFORMED,
        "line 2",
    ),
    csv("code,kind,name,parent\rA,process,P,\r", MALFORMED, "line 1"),
    // Its rows.
    csv("code,kind,name,parent\n", INVALID, "entities"),
    csv("code,kind,name,parent\n,process,P,\n", INVALID, "code"),
    csv("code,kind,name,parent\n A,process,P,\n", INVALID, "code"),
    csv("code,kind,name,parent\n-A,process,P,\n", INVALID, "code"),
    csv("code,kind,name,parent\n=A1,process,P,\n", INVALID, "code"),
    csv(
        "code,kind,name,parent\n\u{c4},process,P,\n",
        INVALID,
        "code",
    ),
    csv(
        "code,kind,name,parent\nA234567890123456789012345678901234567890X,process,P,\n",
        INVALID,
        "code",
    ),
    csv("code,kind,name,parent\nA,,P,\n", INVALID, "kind"),
    csv("code,kind,name,parent\nA,Process,P,\n", INVALID, "kind"),
    csv("code,kind,name,parent\nA,unit,P,\n", INVALID, "kind"),
    csv("code,kind,name,parent\nA,process,,\n", INVALID, "name"),
    csv("code,kind,name,parent\nA,process,\" \",\n", INVALID, "name"),
    csv(
        "code,kind,name,parent\nA,process,\"P\nQ\",\n",
        INVALID,
        "name",
    ),
    csv(
        "code,kind,name,parent\nA,process,P\u{202e}Q,\n",
        INVALID,
        "name",
    ),
    csv("code,kind,name,parent\nA,process,P\0Q,\n", INVALID, "name"),
    csv(
        "code,kind,name,parent\nA,process,0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz,\n",
        INVALID,
        "name",
    ),
    csv(
        "code,kind,name,parent\nA,process,P,B B\n",
        INVALID,
        "parent",
    ),
    csv("code,kind,name,parent\nA,process,P,B\n", INVALID, "parent"),
    csv("code,kind,name,parent\nA,process,P,a\n", INVALID, "parent"),
    csv("code,kind,name,parent\nA,process,P,A\n", INVALID, "parent"),
    csv(
        "code,kind,name,parent\nA,process,P,B\nB,process,P,A\n",
        INVALID,
        "parent",
    ),
    csv(
        "code,kind,name,parent\nA,process,P,\nA,process,P,\n",
        INVALID,
        "code",
    ),
    // JSON.
    json("", MALFORMED, ""),
    json("[]", MALFORMED, ""),
    json("null", MALFORMED, ""),
    json("{", MALFORMED, ""),
    json("{}", MALFORMED, "entities"),
    json("code,kind,name,parent\nA,process,P,\n", MALFORMED, ""),
    json(r#"{"entities": null}"#, MALFORMED, "entities"),
    json(r#"{"entities": {}}"#, MALFORMED, "entities"),
    json(r#"{"entities": "A"}"#, MALFORMED, "entities"),
    json(r#"{"entities": []}"#, INVALID, "entities"),
    json(r#"{"entities": [7]}"#, MALFORMED, "entities[0]"),
    json(
        r#"{"entities": [["A", "process", "P", null]]}"#,
        MALFORMED,
        "entities[0]",
    ),
    json(r#"{"entities": [{}]}"#, INVALID, "entities[0].code"),
    json(
        r#"{"entities": [{"code": 1}]}"#,
        MALFORMED,
        "entities[0].code",
    ),
    json(
        r#"{"entities": [{"code": null}]}"#,
        MALFORMED,
        "entities[0].code",
    ),
    json(
        r#"{"entities": [{"code": "A", "kind": "process", "name": "P", "owner": "me"}]}"#,
        MALFORMED,
        "entities[0]",
    ),
    json(
        r#"{"entities": [{"code": "A", "code": "B"}]}"#,
        MALFORMED,
        "entities[0].code",
    ),
    json(
        r#"{"entities": [{"code": "A", "kind": "unit", "name": "P"}]}"#,
        INVALID,
        "entities[0].kind",
    ),
    json(
        r#"{"entities": [{"code": "A", "kind": "process", "name": ""}]}"#,
        INVALID,
        "entities[0].name",
    ),
    json(
        r#"{"entities": [{"code": "A", "kind": "process", "name": "P", "parent": ""}]}"#,
        INVALID,
        "entities[0].parent",
    ),
    json(
        r#"{"entities": [{"code": "A", "kind": "process", "name": "P", "parent": "B"}]}"#,
        INVALID,
        "entities[0].parent",
    ),
    json(
        r#"{"entities": [{"code": "A", "kind": "process", "name": "P"}, {"code": "A", "kind": "process", "name": "P"}]}"#,
        INVALID,
        "entities[1].code",
    ),
    json(
        r#"{"entities": [{"code": "A", "kind": "process", "name": "P"}]} x"#,
        MALFORMED,
        "",
    ),
    json(
        r#"{"entities": [{"code": "A", "kind": "process", "name": "P"}], "dry_run": true}"#,
        MALFORMED,
        "",
    ),
];
