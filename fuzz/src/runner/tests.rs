use super::*;

fn fails_on_a_bang_after_a_colon(input: &[u8]) -> Verdict {
    assert!(
        !input.windows(2).any(|pair| pair == b":!"),
        "a bang after a colon"
    );
    if input.starts_with(b"read:") {
        Verdict::Accepted
    } else {
        Verdict::Refused
    }
}

const TARGET: Target = Target {
    name: "example",
    about: "fails on purpose",
    tokens: &["read:"],
    run: fails_on_a_bang_after_a_colon,
};

fn run_with(corpus: &[&[u8]], iterations: u64) -> Report {
    let corpus: Vec<_> = corpus.iter().map(|input| input.to_vec()).collect();
    run(
        &TARGET,
        &corpus,
        1,
        Limit::Iterations(iterations),
        &Progress::default(),
    )
}

#[test]
fn a_failing_input_is_found_and_reported() {
    let report = run_with(&[b"read:universe"], 100_000);
    let failure = report.failure.expect("two adjacent bytes are found");
    assert!(failure.input.windows(2).any(|pair| pair == b":!"));
    assert!(
        failure.message.contains("a bang after a colon"),
        "{}",
        failure.message
    );
    assert!(report.tried < 100_000);
}

#[test]
fn a_failing_input_of_the_corpus_fails_the_replay() {
    let report = run_with(&[b"read:universe", b"a:!"], 100_000);
    assert_eq!((report.replayed, report.tried), (2, 0));
    assert_eq!(
        report.failure.map(|failure| failure.input),
        Some(b"a:!".to_vec())
    );
}

#[test]
fn a_run_without_failure_counts_what_it_did_and_repeats() {
    let report = run_with(&[b"read:universe"], 50);
    assert_eq!((report.replayed, report.tried), (1, 50));
    assert!(report.accepted > 0);
    assert_eq!(report, run_with(&[b"read:universe"], 50));
}

#[test]
fn every_target_passes_its_corpus_and_accepts_some_of_it() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    for target in crate::targets::TARGETS {
        let corpus = crate::corpus::Corpus::open(&root.join(target.name)).unwrap();
        let accepted = corpus
            .inputs()
            .iter()
            .filter(|input| (target.run)(input) == Verdict::Accepted)
            .count();
        assert!(
            accepted > 0,
            "{}: no valid input in its corpus",
            target.name
        );
    }
}
