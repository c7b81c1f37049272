use super::*;

fn arguments(keep_going: bool, only: &[&str], skip: &[&str]) -> Arguments {
    let owned = |names: &[&str]| names.iter().map(ToString::to_string).collect();
    Arguments {
        keep_going,
        only: owned(only),
        skip: owned(skip),
        list: false,
    }
}

fn step(name: &'static str) -> Step {
    Step {
        name,
        about: "",
        tools: &[],
        requirements: &[],
        run: |_| Ok(Outcome::Passed),
    }
}

/// The steps `a`, `b`, `c`, of which `b` fails; what each came to.
fn outcomes(arguments: &Arguments) -> Vec<&'static str> {
    let steps = [step("a"), step("b"), step("c")];
    let finished = run_all(&steps, arguments, |step| {
        if step.name == "b" {
            bail!("b is broken")
        }
        Ok(Outcome::Passed)
    });
    finished
        .iter()
        .map(|done| match done.outcome {
            Outcome::Failed => "failed",
            Outcome::Skipped => "skipped",
            Outcome::Passed | Outcome::PassedWith(_) => "passed",
        })
        .collect()
}

#[test]
fn the_first_failure_stops_the_run() {
    assert_eq!(
        outcomes(&arguments(false, &[], &[])),
        ["passed", "failed", "skipped"]
    );
}

#[test]
fn keep_going_runs_the_rest() {
    assert_eq!(
        outcomes(&arguments(true, &[], &[])),
        ["passed", "failed", "passed"]
    );
}

#[test]
fn only_and_skip_choose_steps() {
    assert_eq!(
        outcomes(&arguments(false, &["a", "c"], &[])),
        ["passed", "skipped", "passed"]
    );
    assert_eq!(
        outcomes(&arguments(false, &[], &["b"])),
        ["passed", "skipped", "passed"]
    );
}

#[test]
fn step_names_are_unique() {
    let mut names: Vec<_> = STEPS.iter().map(|step| step.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), STEPS.len());
}

#[test]
fn a_note_stands_in_the_table() {
    let done = Finished {
        name: "deny",
        took: Duration::from_millis(1250),
        outcome: Outcome::PassedWith("advisories NOT checked".to_owned()),
    };
    assert_eq!(
        row(&done),
        ["deny", "1.2", "passed; advisories NOT checked"]
    );
}
