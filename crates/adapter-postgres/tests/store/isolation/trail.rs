//! Operations on the trail.

use aiia_keys_domain::{Subject, TrailEntry};
use aiia_keys_ports::{PageLimit, TrailFilter, UnitOfWork};

use super::{After, Run, model::any};
use crate::support::draft;

impl Run {
    pub(super) async fn operate_on_trail(
        &mut self,
        work: &mut dyn UnitOfWork,
        tenant: usize,
    ) -> After {
        let whose = self.of_whom(tenant);
        let subject = any(&mut self.rng, &self.models[whose].keys)
            .map_or(Subject::Organization, |(id, _)| Subject::Key(id));
        let model = &mut self.models[tenant];
        let trail = work.trail();
        match self.rng.u8(..6) {
            0..=2 => {
                let mut draft = draft("key.generated", self.seconds);
                draft.subject = subject;
                let (expected, _) = model.head().append(draft.clone());
                assert_eq!(trail.append(draft).await.unwrap(), expected);
                model.trail.push(expected);
            }
            3 => assert_eq!(trail.head().await.unwrap(), model.head()),
            4 => {
                let after = self.rng.usize(..=model.trail.len());
                let listed = trail
                    .list_after(&TrailFilter::default(), u64::try_from(after).unwrap(), 5)
                    .await
                    .unwrap();
                let expected: Vec<_> = model.trail[after..].iter().take(5).cloned().collect();
                assert_eq!(listed, expected);
            }
            _ => {
                let filter = TrailFilter {
                    subject: Some(subject),
                    ..TrailFilter::default()
                };
                let limit = PageLimit::new(5).unwrap();
                let page = trail.list(&filter, None, limit).await.unwrap();
                let passes = |entry: &&TrailEntry| Some(entry.subject()) == filter.subject.as_ref();
                let expected: Vec<_> = model
                    .trail
                    .iter()
                    .rev()
                    .filter(passes)
                    .take(5)
                    .cloned()
                    .collect();
                assert_eq!(page.items, expected);
            }
        }
        After::Go
    }
}
