//! What was found, and whether to go on.

use std::fmt;

use super::{Finding, Severity};

/// Everything that was found; empty when all is well.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The findings, in the order in which they were looked for.
    pub findings: Vec<Finding>,
}

/// What the operator demands of the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// Whether tenants' data is at stake.
    pub mode: Mode,
    /// Whether a server that is known to leak rows is accepted in production.
    pub accept_leaky_minor: bool,
}

/// Whether tenants' data is at stake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// It is not: what is unsafe is only a warning.
    Development,
    /// It is.
    Production,
}

impl Report {
    /// Refuses the database when a finding is too grave; the others are warnings to be shown.
    ///
    /// # Errors
    /// [`Refused`] with every finding that is in the way.
    pub fn enforce(&self, rules: Rules) -> Result<(), Refused> {
        let limit = match rules {
            Rules {
                mode: Mode::Production,
                accept_leaky_minor: false,
            } => Severity::Unsafe,
            _ => Severity::Fatal,
        };
        let grave: Vec<_> = self
            .findings
            .iter()
            .filter(|finding| finding.severity() >= limit)
            .cloned()
            .collect();
        if grave.is_empty() {
            Ok(())
        } else {
            Err(Refused(grave))
        }
    }
}

/// The service does not start with this database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused(pub Vec<Finding>);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the database is refused")?;
        for finding in &self.0 {
            write!(f, "\n- {}: {finding}", finding.code())?;
        }
        Ok(())
    }
}

impl std::error::Error for Refused {}

#[cfg(test)]
mod tests {
    use super::{Finding, Mode, Refused, Report, Rules};
    use crate::embedded::ServerVersion;

    const PRODUCTION: Rules = Rules {
        mode: Mode::Production,
        accept_leaky_minor: false,
    };

    fn leaks() -> Finding {
        let version = ServerVersion::new(15, 18);
        Finding::ServerLeaks {
            version,
            fixed: ServerVersion::new(15, 20),
        }
    }

    #[test]
    fn a_leaky_server_is_refused_in_production_only_and_the_flag_overrides() {
        let report = Report {
            findings: vec![leaks()],
        };

        let outcomes = [
            report.enforce(PRODUCTION),
            report.enforce(Rules {
                accept_leaky_minor: true,
                ..PRODUCTION
            }),
            report.enforce(Rules {
                mode: Mode::Development,
                ..PRODUCTION
            }),
        ];

        assert_eq!(outcomes, [Err(Refused(vec![leaks()])), Ok(()), Ok(())]);
    }

    #[test]
    fn no_flag_and_no_mode_lets_a_role_pass_that_bypasses_the_policies() {
        let finding = Finding::RoleBypasses {
            role: "a".into(),
            reason: "b".into(),
        };
        let report = Report {
            findings: vec![leaks(), finding.clone()],
        };

        let refused = report.enforce(Rules {
            mode: Mode::Development,
            accept_leaky_minor: true,
        });

        assert_eq!(refused, Err(Refused(vec![finding])));
    }

    #[test]
    fn warnings_do_not_refuse() {
        let version = ServerVersion::new(19, 0);
        let report = Report {
            findings: vec![Finding::ServerUntested { version }],
        };

        assert_eq!(report.enforce(PRODUCTION), Ok(()));
    }

    #[test]
    fn a_refusal_says_what_to_do_line_by_line() {
        let refused = Refused(vec![leaks()]).to_string();

        assert!(
            refused.starts_with("the database is refused\n- server_leaks: "),
            "{refused}"
        );
        assert!(refused.contains("update the server to 15.20"), "{refused}");
    }
}
