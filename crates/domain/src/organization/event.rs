//! What can happen to an organization.

use crate::{
    ActionName, Actor, Details, DetailsBuilder, DetailsError, OrganizationName, OrganizationSlug,
    Policy, RateLimit, Subject, Timestamp, TrailDraft,
};

/// What happened to an organization; the audit trail keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OrganizationEvent {
    /// It was founded.
    Founded {
        /// What members name when they sign in.
        slug: OrganizationSlug,
        /// What people call it.
        name: OrganizationName,
    },
    /// Its keys are refused since.
    Suspended,
    /// Its keys are accepted again.
    Resumed,
    /// It set other rules for its keys.
    PolicyChanged {
        /// The rules before.
        from: Policy,
        /// The rules since.
        to: Policy,
    },
}

impl OrganizationEvent {
    /// Whether keys may do less since than they could.
    pub fn tightens(&self) -> bool {
        match self {
            Self::Suspended => true,
            Self::Founded { .. } | Self::Resumed => false,
            Self::PolicyChanged { from, to } => !RateLimit::fits(from.rate_limit, to.rate_limit),
        }
    }

    /// Whether every place that verifies keys must forget what it knows of the organization's.
    pub fn concerns_keys(&self) -> bool {
        match self {
            Self::Suspended | Self::Resumed => true,
            Self::Founded { .. } => false,
            Self::PolicyChanged { from, to } => from.rate_limit != to.rate_limit,
        }
    }
}

/// As the audit trail keeps it.
impl OrganizationEvent {
    /// The stable name of what happened.
    pub const fn action(&self) -> ActionName {
        match self {
            Self::Founded { .. } => const { ActionName::from_static("organization.founded") },
            Self::Suspended => const { ActionName::from_static("organization.suspended") },
            Self::Resumed => const { ActionName::from_static("organization.resumed") },
            Self::PolicyChanged { .. } => {
                const { ActionName::from_static("organization.policy_changed") }
            }
        }
    }

    /// What else is to be known about it.
    ///
    /// # Errors
    /// When a text is longer than the trail keeps.
    pub fn details(&self) -> Result<Details, DetailsError> {
        let details = Details::builder();
        match self {
            Self::Founded { slug, name } => details.with("slug", slug).with("name", name),
            Self::Suspended | Self::Resumed => details,
            Self::PolicyChanged { from, to } => {
                let details = policy_details(details, "from", from);
                policy_details(details, "to", to)
            }
        }
        .build()
    }

    /// The entry to append to the organization's trail.
    ///
    /// # Errors
    /// When a text is longer than the trail keeps.
    pub fn to_draft(&self, actor: Actor, at: Timestamp) -> Result<TrailDraft, DetailsError> {
        let draft = TrailDraft::new(at, actor, self.action(), Subject::Organization);
        Ok(draft.with_details(self.details()?))
    }
}

fn policy_details(details: DetailsBuilder, side: &str, policy: &Policy) -> DetailsBuilder {
    details
        .with(&format!("{side}_maximum_lifetime"), policy.maximum_lifetime)
        .with(&format!("{side}_rotation_period"), policy.rotation_period)
        .with(&format!("{side}_grantable"), &policy.grantable)
        .with(
            &format!("{side}_maximum_active_keys"),
            policy.maximum_active_keys,
        )
        .with(&format!("{side}_sources_required"), policy.sources_required)
        .with(
            &format!("{side}_rate_limit"),
            RateLimit::text(policy.rate_limit),
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_event_has_its_name_and_says_what_matters() {
        let founded = OrganizationEvent::Founded {
            slug: "example-audit".parse().unwrap(),
            name: OrganizationName::new("Example Audit").unwrap(),
        };
        let stricter = Policy {
            maximum_active_keys: 5,
            ..Policy::default()
        };
        let changed = OrganizationEvent::PolicyChanged {
            from: Policy::default(),
            to: stricter,
        };
        let cases = [
            (
                &founded,
                "organization.founded",
                Some(("slug", "example-audit")),
            ),
            (
                &OrganizationEvent::Suspended,
                "organization.suspended",
                None,
            ),
            (&OrganizationEvent::Resumed, "organization.resumed", None),
            (
                &changed,
                "organization.policy_changed",
                Some(("to_maximum_active_keys", "5")),
            ),
        ];
        for (event, action, detail) in cases {
            let draft = event
                .to_draft(Actor::Operator, Timestamp::UNIX_EPOCH)
                .unwrap();
            assert_eq!(draft.action.as_str(), action);
            assert_eq!(draft.subject, Subject::Organization);
            match detail {
                Some((name, value)) => assert_eq!(draft.details.get(name), Some(value)),
                None => assert!(draft.details.is_empty()),
            }
        }
        assert_eq!(changed.details().unwrap().len(), 12);
    }

    #[test]
    fn a_suspension_and_a_stricter_rate_limit_tighten() {
        let limited = |text: Option<&str>| Policy {
            rate_limit: text.map(|text| text.parse().unwrap()),
            ..Policy::default()
        };
        let changed = |from, to| OrganizationEvent::PolicyChanged {
            from: limited(from),
            to: limited(to),
        };
        for (event, concerns, tightens) in [
            (OrganizationEvent::Suspended, true, true),
            (OrganizationEvent::Resumed, true, false),
            (changed(None, None), false, false),
            (changed(None, Some("5/1s")), true, true),
            (changed(Some("5/1s"), Some("4/1s")), true, true),
            (changed(Some("5/1s"), Some("6/1s")), true, false),
            (changed(Some("5/1s"), None), true, false),
        ] {
            assert_eq!(event.concerns_keys(), concerns, "{event:?}");
            assert_eq!(event.tightens(), tightens, "{event:?}");
        }
    }
}
