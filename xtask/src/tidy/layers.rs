//! Dependencies between our crates point inward; the table here says which are allowed.

use cargo_metadata::DependencyKind;

use super::{
    repository::{Package, Repository},
    violation::Violation,
};

const DOMAIN: &str = "aiia-keys-domain";
const PORTS: &str = "aiia-keys-ports";
const VERIFIER: &str = "aiia-keys-verifier";
const ASSURANCE: &str = "aiia-keys-assurance";
const USECASES: &str = "aiia-keys-usecases";
const SYSTEM: &str = "aiia-keys-system";
const POSTGRES: &str = "aiia-keys-postgres";
const OBJECT_STORE: &str = "aiia-keys-object-store";
const HTTP_CLIENT: &str = "aiia-keys-http-client";
const HTTP_ACTIX: &str = "aiia-keys-http-actix";
const APP: &str = "aiia-keys";
const TEST_SUPPORT: &str = "aiia-keys-test-support";
const BENCH_REFERENCE: &str = "aiia-keys-bench-reference";
const FUZZ: &str = "aiia-keys-fuzz";
const XTASK: &str = "xtask";

/// Each crate, and which of our crates it may depend on outside of tests.
const LAYERS: &[(&str, &[&str])] = &[
    (DOMAIN, &[]),
    (PORTS, &[DOMAIN]),
    (VERIFIER, &[DOMAIN, PORTS]),
    (ASSURANCE, &[DOMAIN, PORTS]),
    (USECASES, &[DOMAIN, PORTS, VERIFIER, ASSURANCE]),
    (SYSTEM, &[DOMAIN, PORTS]),
    (POSTGRES, &[DOMAIN, PORTS, VERIFIER, ASSURANCE]),
    (OBJECT_STORE, &[DOMAIN, PORTS, ASSURANCE]),
    (HTTP_CLIENT, &[ASSURANCE]),
    (HTTP_ACTIX, &[DOMAIN, PORTS, USECASES, VERIFIER, ASSURANCE]),
    (
        APP,
        &[
            DOMAIN,
            PORTS,
            VERIFIER,
            ASSURANCE,
            USECASES,
            SYSTEM,
            POSTGRES,
            OBJECT_STORE,
            HTTP_CLIENT,
            HTTP_ACTIX,
        ],
    ),
    (
        TEST_SUPPORT,
        &[
            DOMAIN, PORTS, VERIFIER, ASSURANCE, USECASES, SYSTEM, POSTGRES, HTTP_ACTIX, APP,
        ],
    ),
    // What is measured beside the product takes nothing from it; the keys that both are asked with
    // are made by the domain's rules.
    (BENCH_REFERENCE, &[DOMAIN]),
    (FUZZ, &[DOMAIN, PORTS, VERIFIER, ASSURANCE]),
    // Nothing of ours: the checks must run while the product does not compile.
    (XTASK, &[]),
];

/// Tools: nobody depends on them, not even in tests.
const TOOLS: &[&str] = &[BENCH_REFERENCE, FUZZ, XTASK];

pub(super) fn check(repository: &Repository) -> Vec<Violation> {
    repository
        .packages
        .iter()
        .flat_map(|package| check_package(repository, package))
        .collect()
}

fn check_package(repository: &Repository, package: &Package) -> Vec<Violation> {
    let Package {
        name,
        manifest,
        dependencies,
    } = package;
    let Some((_, allowed)) = LAYERS.iter().find(|(layer, _)| layer == name) else {
        return vec![Violation::new(
            manifest,
            1,
            format!("{name} has no place in the layers"),
            "add it to the table in xtask/src/tidy/layers.rs and to docs/ARCHITECTURE.md",
        )];
    };
    dependencies
        .iter()
        .filter(|(dependency, _)| repository.packages.iter().any(|ours| ours.name == *dependency))
        .filter_map(|(dependency, kind)| {
            let in_tests = *kind == DependencyKind::Development;
            let problem = if TOOLS.contains(&dependency.as_str()) {
                format!("{name} depends on the tool {dependency}")
            } else if in_tests || allowed.contains(&dependency.as_str()) {
                return None;
            } else if dependency == TEST_SUPPORT {
                format!("{name} depends on {dependency} outside of tests")
            } else {
                format!("{name} depends on {dependency}, which is not further in")
            };
            Some(Violation::new(
                manifest,
                repository.line_starting(manifest, dependency),
                problem,
                "move the code to the layer it belongs to, or turn the dependency around with a port",
            ))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(repository: &Repository) -> Vec<String> {
        check(repository)
            .into_iter()
            .map(|violation| violation.problem)
            .collect()
    }

    #[test]
    fn dependencies_that_point_inward_pass() {
        let repository = Repository::default()
            .with_package(DOMAIN, &[("uuid", 'n'), (TEST_SUPPORT, 'd')])
            .with_package(PORTS, &[(DOMAIN, 'n')])
            .with_package(
                POSTGRES,
                &[(DOMAIN, 'n'), (PORTS, 'n'), (TEST_SUPPORT, 'd')],
            )
            .with_package(TEST_SUPPORT, &[(POSTGRES, 'n')]);
        assert_eq!(problems(&repository), Vec::<String>::new());
    }

    #[test]
    fn dependencies_that_point_outward_or_sideways_fail() {
        let repository = Repository::default()
            .with_package(DOMAIN, &[(PORTS, 'n')])
            .with_package(PORTS, &[])
            .with_package(POSTGRES, &[])
            .with_package(HTTP_ACTIX, &[(POSTGRES, 'b')]);
        assert_eq!(
            problems(&repository),
            [
                "aiia-keys-domain depends on aiia-keys-ports, which is not further in",
                "aiia-keys-http-actix depends on aiia-keys-postgres, which is not further in",
            ]
        );
    }

    #[test]
    fn test_support_is_for_tests_and_tools_are_for_nobody() {
        let repository = Repository::default()
            .with_package(APP, &[(TEST_SUPPORT, 'n'), (XTASK, 'd')])
            .with_package(TEST_SUPPORT, &[])
            .with_package(XTASK, &[]);
        assert_eq!(
            problems(&repository),
            [
                "aiia-keys depends on aiia-keys-test-support outside of tests",
                "aiia-keys depends on the tool xtask",
            ]
        );
    }

    #[test]
    fn a_crate_without_a_place_fails() {
        let repository = Repository::default().with_package("newcomer", &[]);
        assert_eq!(
            problems(&repository),
            ["newcomer has no place in the layers"]
        );
    }

    #[test]
    fn the_table_itself_has_no_cycle() {
        for (index, (name, allowed)) in LAYERS.iter().enumerate() {
            let before: Vec<_> = LAYERS[..index].iter().map(|(layer, _)| *layer).collect();
            assert!(allowed.iter().all(|inner| before.contains(inner)), "{name}");
        }
    }
}
