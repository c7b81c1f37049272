//! What comes out, and what does not.

use std::{
    io::{self, Write},
    sync::{Arc, Mutex},
};

use tracing::{debug, info, subscriber::with_default, trace};

use super::*;

/// A log that is kept.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn logged(levels: &str, log_format: LogFormat, act: impl FnOnce()) -> String {
    let kept = Kept::default();
    let writer = kept.clone();
    let logging = Logging {
        log: levels.parse().unwrap(),
        log_format,
    };
    with_default(subscriber(&logging, move || writer.clone(), false), act);
    String::from_utf8(kept.0.lock().unwrap().clone()).unwrap()
}

#[test]
fn others_say_at_most_info_whatever_the_filter_says() {
    for levels in [
        "trace",
        "info,tokio_postgres=trace",
        "tokio_postgres::query=debug",
    ] {
        let log = logged(levels, LogFormat::Human, || {
            debug!(target: "tokio_postgres::query", "executing with parameters: [hunter2]");
            trace!(target: "actix_http", "Authorization: hunter2");
            info!(target: "tokio_postgres::query", "a notice");
        });
        assert!(!log.contains("hunter2"), "{levels}: {log}");
        assert!(log.contains("a notice"), "{levels}: {log}");
    }
}

#[test]
fn our_own_parts_say_what_is_asked_for() {
    let act = || {
        debug!(target: "aiia_keys_http_actix::edge", "detail");
        info!(target: "aiia_keys_http_actix::edge", "answered");
    };
    assert!(logged("trace", LogFormat::Human, act).contains("detail"));
    let log = logged("info", LogFormat::Human, act);
    assert!(!log.contains("detail") && log.contains("answered"), "{log}");
    assert_eq!(logged("off", LogFormat::Human, act), "");
}

#[test]
fn a_line_of_json_holds_its_fields() {
    let log = logged("info", LogFormat::Json, || {
        info!(target: "aiia_keys", request = "r-1", status = 200, "answered");
    });
    let line: serde_json::Value = serde_json::from_str(&log).unwrap();
    assert_eq!(
        (
            &line["level"],
            &line["message"],
            &line["request"],
            &line["status"]
        ),
        (
            &"INFO".into(),
            &"answered".into(),
            &"r-1".into(),
            &200.into()
        )
    );
}

#[test]
fn a_slip_in_a_level_is_no_name_of_a_part() {
    for levels in [
        "",
        "verbose",
        "info,aiia_keys",
        "aiia_keys=loud",
        "info debug",
    ] {
        assert!(
            levels
                .parse::<Filter>()
                .unwrap_err()
                .contains("a level is expected"),
            "{levels}"
        );
    }
}
