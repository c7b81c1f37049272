//! What one tenant has.

use std::collections::BTreeMap;

use aiia_keys_domain::{
    Key, KeyId, Member, MemberId, Organization, Session, SessionDigest, TrailEntry, TrailHead,
};
use aiia_keys_ports::{KeyCredential, Stored, UnitOfWork, Version};
use fastrand::Rng;

use super::{After, Run};
use crate::support::{is_conflict, org};

#[derive(Clone)]
pub(super) struct Model {
    pub(super) tenant: u128,
    pub(super) organization: Stored<Organization>,
    pub(super) keys: BTreeMap<KeyId, Stored<Key>>,
    pub(super) credentials: BTreeMap<KeyId, KeyCredential>,
    pub(super) members: BTreeMap<MemberId, (Stored<Member>, Option<String>)>,
    pub(super) sessions: Vec<(SessionDigest, Session)>,
    pub(super) trail: Vec<TrailEntry>,
}

impl Model {
    pub(super) fn new(tenant: u128, organization: Organization) -> Self {
        Self {
            tenant,
            organization: first(organization),
            keys: BTreeMap::new(),
            credentials: BTreeMap::new(),
            members: BTreeMap::new(),
            sessions: Vec::new(),
            trail: Vec::new(),
        }
    }

    pub(super) fn head(&self) -> TrailHead {
        let genesis = TrailHead::genesis(org(self.tenant));
        self.trail.last().map_or(genesis, TrailEntry::head)
    }
}

/// A value that was just inserted.
pub(super) fn first<T>(value: T) -> Stored<T> {
    Stored {
        value,
        version: Version::FIRST,
    }
}

/// One of these at random.
pub(super) fn any<K: Clone, V: Clone>(rng: &mut Rng, map: &BTreeMap<K, V>) -> Option<(K, V)> {
    if map.is_empty() {
        return None;
    }
    let (key, value) = map.iter().nth(rng.usize(..map.len()))?;
    Some((key.clone(), value.clone()))
}

impl Run {
    pub(super) async fn operate_on_organization(
        &mut self,
        work: &mut dyn UnitOfWork,
        tenant: usize,
    ) -> After {
        let repository = work.organizations();
        let found = repository.find().await.unwrap();
        assert_eq!(found.as_ref(), Some(&self.models[tenant].organization));
        let whose = self.of_whom(tenant);
        let Stored { value, version } = self.models[whose].organization.clone();
        let mut policy = value.policy().clone();
        policy.maximum_active_keys = self.rng.u32(..);
        let (changed, _) = value.change_policy(policy);
        let saved = repository.save(&changed, version).await;
        if whose == tenant {
            let version = saved.unwrap();
            self.models[tenant].organization = Stored {
                value: changed,
                version,
            };
        } else {
            assert!(is_conflict(&saved), "{saved:?}");
        }
        After::Go
    }
}
