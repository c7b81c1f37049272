//! Forms with a file that are wrong, and what is wrong about attaching one.

use std::fs;

use actix_web::test::TestRequest;

use super::{Case, address, body};
use crate::support::{Form, MAX_FILE, World, presenting, request};

/// What is wrong with a form, and what is said about it: code and field.
type Wrong = (&'static str, &'static str, fn() -> Form);

const INVALID: &str = "invalid_field";
const MALFORMED: &str = "malformed_body";
const TYPE: &str = "unsupported_media_type";

fn csv() -> Form {
    Form::new().file("sample.csv", "text/csv", b"payment;signatures\n")
}

/// Another file that says it is this type.
fn says(media_type: &str) -> Form {
    Form::new().file("sample", media_type, b"<html>\0")
}

/// A file under this disposition.
fn disposed(disposition: &str) -> Form {
    let head = format!("Content-Disposition: {disposition}\r\nContent-Type: text/csv");
    Form::new().part(&head, b"a;b\n")
}

const FORMS: &[Wrong] = &[
    (INVALID, "file", Form::new),
    (INVALID, "file", || Form::new().text("on_repeat", "keep")),
    (INVALID, "file", || {
        Form::new().file("a.csv", "text/csv", b"")
    }),
    // What the file is called.
    (INVALID, "file", || Form::new().file("", "text/csv", b"a")),
    (INVALID, "file", || Form::new().file("..", "text/csv", b"a")),
    (INVALID, "file", || Form::new().file("a/", "text/csv", b"a")),
    (INVALID, "file", || {
        Form::new().file(
            &format!("aiia_key_live_{}", "aB3".repeat(17)),
            "text/csv",
            b"a",
        )
    }),
    (INVALID, "file", || disposed("form-data; name=\"file\"")),
    // What kind of file it is.
    (TYPE, "file", || {
        Form::new().part(
            "Content-Disposition: form-data; name=\"file\"; filename=\"a\"",
            b"a",
        )
    }),
    (TYPE, "file", || says("text/html")),
    (TYPE, "file", || says("image/svg+xml")),
    (TYPE, "file", || says("application/octet-stream")),
    (TYPE, "file", || says("application/x-msdownload")),
    (TYPE, "file", || says("*/*")),
    (INVALID, "file", || says("text/csv")),
    (INVALID, "file", || says("application/pdf")),
    (INVALID, "file", || says("image/png")),
    (INVALID, "file", || says("application/zip")),
    (INVALID, "file", || {
        says("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    }),
    // What is said about it.
    (INVALID, "digest", || {
        Form::new()
            .text("digest", "")
            .file("a.csv", "text/csv", b"a")
    }),
    (INVALID, "digest", || Form::new().text("digest", "af13")),
    (INVALID, "digest", || {
        Form::new().text("digest", &"g".repeat(64))
    }),
    (INVALID, "digest", || {
        Form::new().text("digest", &"0".repeat(257))
    }),
    (INVALID, "digest", || {
        Form::new().part("Content-Disposition: form-data; name=\"digest\"", b"\xFF")
    }),
    (INVALID, "digest", || {
        Form::new()
            .text("digest", &"0".repeat(64))
            .file("a.csv", "text/csv", b"a")
    }),
    (INVALID, "on_repeat", || Form::new().text("on_repeat", "")),
    (INVALID, "on_repeat", || {
        Form::new().text("on_repeat", "Reuse")
    }),
    // Fields.
    (MALFORMED, "x", || Form::new().text("x", "1")),
    (MALFORMED, "File", || Form::new().text("File", "1")),
    (MALFORMED, "digest", || {
        Form::new()
            .text("digest", &"0".repeat(64))
            .text("digest", &"0".repeat(64))
    }),
    (MALFORMED, "on_repeat", || {
        Form::new()
            .text("on_repeat", "keep")
            .text("on_repeat", "keep")
    }),
    (MALFORMED, "on_repeat", || csv().text("on_repeat", "keep")),
    (MALFORMED, "digest", || {
        csv().text("digest", &"0".repeat(64))
    }),
    (MALFORMED, "file", || csv().file("b.csv", "text/csv", b"b")),
    (MALFORMED, "", || {
        Form::new().part("Content-Type: text/csv", b"a")
    }),
    (MALFORMED, "", || disposed("form-data")),
    (MALFORMED, "", || disposed("attachment; filename=\"a.csv\"")),
    ("content_too_large", "file", || {
        Form::new().file(
            "a.csv",
            "text/csv",
            &vec![b'a'; usize::try_from(MAX_FILE).unwrap() + 1],
        )
    }),
    // Announced as larger than any form could be.
    ("content_too_large", "file", || {
        Form::new().file("a.csv", "text/csv", &vec![b'a'; 300_000])
    }),
];

const FORM: &[(&str, &str)] = &[("Content-Type", "multipart/form-data; boundary=a")];

/// Bodies that are no forms, and other wrong input about evidence.
const BODIES: &[Case] = &[
    body("POST /api/v1/evidence", "{}", TYPE, "Content-Type"),
    typed(&[("Content-Type", "text/csv")], "a;b", TYPE, "Content-Type"),
    typed(&[], "a", TYPE, "Content-Type"),
    typed(
        &[("Content-Type", "multipart/mixed; boundary=a")],
        "--a--",
        TYPE,
        "Content-Type",
    ),
    typed(
        &[("Content-Type", "multipart/form-data")],
        "--a--",
        MALFORMED,
        "",
    ),
    typed(FORM, "", MALFORMED, ""),
    typed(FORM, "x", MALFORMED, ""),
    typed(FORM, "--b--\r\n", MALFORMED, ""),
    typed(FORM, "--a\r\n\r\n", MALFORMED, ""),
    Case {
        operation: "POST /api/v1/evidence",
        headers: &[
            ("Content-Type", "multipart/form-data; boundary=a"),
            ("Content-Encoding", "gzip"),
        ],
        body: "--a--",
        code: TYPE,
        field: "Content-Encoding",
    },
    address("POST /api/v1/evidence?digest=x", "digest"),
    address("POST /api/v1/test-procedures/x/evidence", "id"),
    address("GET /api/v1/test-procedures/x", "id"),
    address("GET /api/v1/test-procedures?entity=x", "entity"),
    address("GET /api/v1/test-procedures?limit=101", "limit"),
    address("GET /api/v1/test-procedures?cursor=x", "cursor"),
    attach("", MALFORMED, ""),
    attach("[]", MALFORMED, ""),
    attach("{}", INVALID, "evidence"),
    attach(r#"{"evidence": "x"}"#, MALFORMED, "evidence"),
    attach(r#"{"evidence": []}"#, INVALID, "evidence"),
    attach(r#"{"evidence": ["x"]}"#, INVALID, "evidence[0]"),
    attach(r#"{"evidence": [null]}"#, MALFORMED, "evidence[0]"),
    attach(
        r#"{"evidence": ["018bcfe5-687b-7102-8304-05060708090a"]}"#,
        INVALID,
        "evidence",
    ),
    attach(
        r#"{"evidence": ["018bcfe5-687b-7102-8304-05060708090a"], "x": 1}"#,
        MALFORMED,
        "x",
    ),
    procedure("{}", INVALID, "description"),
    procedure(r#"{"description": "a"}"#, INVALID, "entity"),
    procedure(r#"{"description": "a", "entity": "x"}"#, INVALID, "entity"),
    procedure(
        r#"{"description": "a", "entity": "018bcfe5-687b-7102-8304-05060708090a"}"#,
        INVALID,
        "title",
    ),
    procedure(
        r#"{"description": "a", "entity": "018bcfe5-687b-7102-8304-05060708090a", "title": "a\nb"}"#,
        INVALID,
        "title",
    ),
    procedure(
        r#"{"description": " ", "entity": "018bcfe5-687b-7102-8304-05060708090a", "title": "a"}"#,
        INVALID,
        "description",
    ),
    procedure(
        r#"{"description": "a", "entity": "018bcfe5-687b-7102-8304-05060708090a", "title": "a"}"#,
        INVALID,
        "entity",
    ),
];

/// A body of this type.
const fn typed(
    headers: &'static [(&'static str, &'static str)],
    body: &'static str,
    code: &'static str,
    field: &'static str,
) -> Case {
    Case {
        operation: "POST /api/v1/evidence",
        headers,
        body,
        code,
        field,
    }
}

const fn attach(text: &'static str, code: &'static str, field: &'static str) -> Case {
    body(
        "POST /api/v1/test-procedures/{id}/evidence",
        text,
        code,
        field,
    )
}

const fn procedure(text: &'static str, code: &'static str, field: &'static str) -> Case {
    body("POST /api/v1/test-procedures", text, code, field)
}

fn upload() -> TestRequest {
    request("POST", "/api/v1/evidence")
}

/// How many files there are, finished or not.
fn files(world: &World) -> usize {
    let tenants = fs::read_dir(world.files.path()).unwrap();
    let files = tenants.map(|tenant| fs::read_dir(tenant.unwrap().path()).unwrap().count());
    files.sum()
}

#[actix_web::test]
async fn every_wrong_form_is_refused_by_name_and_leaves_nothing() {
    let world = World::new().await;
    world.subject(world.ours).await;
    let before = (world.everything().await, files(&world));
    for (number, (code, field, form)) in FORMS.iter().enumerate() {
        let request = presenting(form().on(upload()), &world.admin.secret);
        let answer = world.send(request).await;
        let (status, found, named) = answer.outcome();
        let seen = (&*found, named.as_deref().unwrap_or_default());
        assert_eq!(seen, (*code, *field), "{number}: {}", answer.body);
        assert!((400..500).contains(&status), "{number}: {}", answer.body);
        let after = (world.everything().await, files(&world));
        assert_eq!(after, before, "{number}: {}", answer.body);
    }
}

#[actix_web::test]
async fn every_form_that_is_cut_off_is_refused_and_leaves_nothing() {
    let world = World::new().await;
    world.subject(world.ours).await;
    let before = (world.everything().await, files(&world));
    let cases: [fn() -> Form; 3] = [
        csv,
        || Form::new().text("on_repeat", "keep"),
        || Form::new().file("large.csv", "text/csv", &vec![b'a'; 90_000]),
    ];
    for form in cases {
        let request = presenting(form().cut_off_on(upload()), &world.admin.secret);
        let answer = world.send(request).await;
        assert_eq!(
            answer.code(),
            (400, "malformed_body".to_owned()),
            "{}",
            answer.body
        );
        assert_eq!((world.everything().await, files(&world)), before);
    }
}

#[actix_web::test]
async fn every_wrong_body_about_evidence_is_refused_by_name_and_changes_nothing() {
    let world = World::new().await;
    let subject = world.subject(world.ours).await;
    let target = subject.procedure.to_string();
    for case in BODIES {
        let request = presenting(case.request(&target), &world.admin.secret);
        super::assert_refused(&world, case, request).await;
    }
}
