//! The service killed during a run, at each point of it.

use super::{
    Desk, OPTIONS, ORG, UNIVERSE,
    source::{Source, ok},
};
use crate::administrator::Administrator;

/// As far as anybody can know the run still goes on, so no other begins; when its lease is over, it
/// is shown as lost.
fn assert_lost(desk: &Desk, connector: &str, run: &str) {
    let (status, refused) = desk.post(&format!("{connector}/refresh"), "");
    assert_eq!(status, 409, "{refused}");
    let code = refused["type"].as_str().unwrap();
    assert!(code.ends_with("/connector_running"), "{refused}");
    desk.end_leases();
    assert_eq!(desk.get(run)["state"], "interrupted");
}

#[test]
fn wherever_a_run_is_killed_nothing_half_done_is_left_and_it_can_be_repeated() {
    let mut desk = Desk::open(OPTIONS);
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n",
        UNIVERSE.len()
    );
    let half = [head.as_str(), &UNIVERSE[..40]].concat();
    for sent in [String::new(), head, half] {
        let source = Source::start([sent, ok(UNIVERSE)]);
        let connector = desk.connector(&source.url());
        let run = desk.refresh(&connector);
        source.asked();
        desk = desk.killed(OPTIONS);
        assert_lost(&desk, &connector, &run);
        let before = desk.universe();
        let repeated = desk.ended(&desk.refresh(&connector));
        assert_eq!(repeated["state"], "succeeded", "{repeated}");
        assert!(before.is_empty() || before == ["FIN", "GRP"]);
        assert_eq!(desk.universe(), ["FIN", "GRP"]);
    }
    desk.service.stop();
}

/// How far the last transaction of a run has come.
#[derive(Clone, Copy, Debug)]
enum Point {
    /// The universe has been written, and that is about to be told in the trail.
    Telling,
    /// That has been told, and the run is about to be written as ended: then comes the commit.
    Ending,
}

#[test]
fn killed_right_before_its_commit_a_run_has_changed_nothing_and_can_be_repeated() {
    let mut desk = Desk::open(OPTIONS);
    for (code, point) in [("TELL", Point::Telling), ("END", Point::Ending)] {
        let universe = format!("code,kind,name,parent\n{code},process,Payroll,\n");
        let source = Source::held([ok(&universe), ok(&universe)]);
        let connector = desk.connector(&source.url());
        let run = desk.refresh(&connector);
        source.asked();
        let seen = |desk: &Desk| {
            let trail = desk.service.done(&["trail", "--org", ORG, "verify"]);
            (desk.universe(), trail)
        };
        let before = seen(&desk);

        let watching = Administrator::of(&desk.service);
        let trail = Administrator::of(&desk.service);
        trail.run("BEGIN; LOCK TABLE aiia_keys.trail_entry IN SHARE MODE");
        source.release();
        watching.wait_for_waiting("trail_entry");
        let end = Administrator::of(&desk.service);
        if let Point::Ending = point {
            end.run(
                "BEGIN; SELECT FROM aiia_keys.connector_run WHERE state = 'running' FOR UPDATE",
            );
            trail.run("COMMIT");
            watching.wait_for_waiting("UPDATE \"connector_run\"");
        }
        desk = desk.killed(OPTIONS);
        drop((watching, trail, end));

        assert_lost(&desk, &connector, &run);
        assert_eq!(seen(&desk), before, "{point:?}");
        let again = desk.refresh(&connector);
        source.asked();
        source.release();
        let repeated = desk.ended(&again);
        assert_eq!(repeated["state"], "succeeded", "{repeated}");
        assert_eq!(desk.universe(), [code], "{point:?}");
    }
    desk.service.stop();
}
