//! Operations on keys.

use std::cmp::Reverse;

use aiia_keys_domain::{
    Actor, Catalog, Expiration, Issuer, Key, KeyId, Label, Overlap, Role, ScopeSet, Status,
    Successor,
};
use aiia_keys_ports::{
    KeyFilter, KeyOrder, KeyOrderValue, KeyPosition, PageLimit, PageRequest, Stored, UnitOfWork,
};

use super::{
    After, Run, fresh,
    model::{any, first},
};
use crate::support::{at, is_conflict, is_unavailable, key_data, key_id, organization, scopes};

const SCOPES: [&str; 4] = [
    "read:findings",
    "read:*",
    "admin:findings",
    "write:evidence",
];

impl Run {
    pub(super) async fn operate_on_keys(
        &mut self,
        work: &mut dyn UnitOfWork,
        tenant: usize,
    ) -> After {
        let whose = self.of_whom(tenant);
        let Some((id, _)) = any(&mut self.rng, &self.models[whose].keys) else {
            return self.generate(work, tenant).await;
        };
        match self.rng.u8(..40) {
            0..=5 => return self.generate(work, tenant).await,
            6 => return self.generate_for_the_other(work, tenant).await,
            7..=16 => {
                let found = work.keys().find(id).await.unwrap();
                assert_eq!(found.as_ref(), self.models[tenant].keys.get(&id));
            }
            17..=22 => self.list_keys(work, tenant).await,
            23..=25 => {
                let now = self.now();
                let counted = work.keys().count_active(now).await.unwrap();
                let keys = self.models[tenant].keys.values();
                let active = keys.filter(|key| key.value.status(now) == Status::Active);
                assert_eq!(counted, u32::try_from(active.count()).unwrap());
            }
            26..=28 => self.replace_credential(work, tenant, whose, id).await,
            29..=31 => self.rotate(work, tenant, id).await,
            _ => self.change_key(work, tenant, whose, id).await,
        }
        After::Go
    }

    /// A key of this tenant; its id is sometimes the other's.
    fn new_key(&mut self, tenant: usize, id: KeyId) -> Key {
        let mut data = key_data(self.models[tenant].tenant, 0);
        data.id = id;
        data.label = Label::new(&format!("Key {}", self.rng.u8(..50))).unwrap();
        data.scopes = scopes(SCOPES[self.rng.usize(..SCOPES.len())]);
        data.created_at = self.now();
        data.expires_at = at(self.seconds + self.rng.u64(1..2000));
        Key::from_stored(data)
    }

    async fn generate(&mut self, work: &mut dyn UnitOfWork, tenant: usize) -> After {
        let id = key_id(self.rng.u128(1..=20_000));
        let key = self.new_key(tenant, id);
        let credential = fresh(&mut self.rng, 1);
        let inserted = work.keys().insert(&key, &credential).await;
        let model = &mut self.models[tenant];
        if model.keys.contains_key(&id) {
            assert!(is_conflict(&inserted), "{inserted:?}");
            return After::Spoiled;
        }
        inserted.unwrap();
        model.keys.insert(id, first(key));
        model.credentials.insert(id, credential);
        After::Go
    }

    async fn generate_for_the_other(&mut self, work: &mut dyn UnitOfWork, tenant: usize) -> After {
        let id = key_id(self.rng.u128(20_001..=30_000));
        let key = self.new_key(1 - tenant, id);
        let refused = work.keys().insert(&key, &fresh(&mut self.rng, 1)).await;
        assert!(is_unavailable(&refused), "{refused:?}");
        After::Spoiled
    }

    async fn list_keys(&mut self, work: &mut dyn UnitOfWork, tenant: usize) {
        let now = self.now();
        let mut filter = KeyFilter::all(now);
        match self.rng.u8(..4) {
            0 => filter.status = Some(Status::ALL[self.rng.usize(..3)]),
            1 => filter.allows = Some(SCOPES[self.rng.usize(..SCOPES.len())].parse().unwrap()),
            2 => filter.label_contains = Some(format!("key {}", self.rng.u8(..6))),
            _ => {}
        }
        let passes = |key: &Key| {
            let data = key.data();
            filter.status.is_none_or(|status| key.status(now) == status)
                && filter
                    .allows
                    .as_ref()
                    .is_none_or(|one| data.scopes.as_set().allows(one))
                && filter
                    .label_contains
                    .as_ref()
                    .is_none_or(|text| data.label.as_str().to_lowercase().contains(text))
        };
        let place = |key: &Stored<Key>| {
            let data = key.value.data();
            (data.created_at, data.id)
        };
        let own = self.models[tenant].keys.values();
        let mut expected: Vec<_> = own.filter(|key| passes(&key.value)).cloned().collect();
        expected.sort_by_key(|key| Reverse(place(key)));
        let whose = self.of_whom(tenant);
        // Where to go on is told by the caller, and may be the place of one of the other's keys.
        let after = any(&mut self.rng, &self.models[whose].keys).map(|(_, key)| place(&key));
        let after = after.filter(|_| self.rng.bool());
        expected.retain(|key| after.is_none_or(|after| place(key) < after));
        let limit = PageLimit::new(self.rng.u32(1..=10)).unwrap();
        let page = PageRequest {
            after: after.map(|(at, id)| KeyPosition {
                value: KeyOrderValue::Created(at),
                id,
            }),
            limit,
        };
        let order = KeyOrder::default();
        let listed = work.keys().list(&filter, order, page).await.unwrap();
        let more = expected.len() > usize::from(limit.get());
        expected.truncate(limit.get().into());
        assert_eq!((listed.items, listed.next.is_some()), (expected, more));
    }

    async fn replace_credential(
        &mut self,
        work: &mut dyn UnitOfWork,
        tenant: usize,
        whose: usize,
        id: KeyId,
    ) {
        let found = self.models[whose].credentials[&id];
        let current = fresh(&mut self.rng, found.pepper.get() + 1);
        let replaced = work
            .keys()
            .save_credential(id, &found, &current)
            .await
            .unwrap();
        let own = self.models[tenant].credentials.get_mut(&id);
        let own = own.filter(|own| own.pepper == found.pepper);
        assert_eq!(replaced, own.is_some());
        if let Some(own) = own {
            *own = current;
        }
    }

    async fn rotate(&mut self, work: &mut dyn UnitOfWork, tenant: usize, id: KeyId) {
        let now = self.now();
        let Some(stored) = work.keys().find(id).await.unwrap() else {
            assert!(!self.models[tenant].keys.contains_key(&id));
            return;
        };
        let organization = organization(self.models[tenant].tenant, "tenant");
        let issuer = Issuer {
            actor: Actor::Operator,
            rate_ceiling: None,
            ceiling: &Role::Owner.ceiling(&Catalog::aiia()),
            organization: &organization,
            catalog: &Catalog::aiia(),
        };
        let successor_id = key_id(self.rng.u128(30_001..));
        let successor = Successor {
            id: successor_id,
            mask: "Xy12".parse().unwrap(),
            scopes: None,
            expiration: Some(Expiration::Days30),
        };
        let Ok(rotation) = stored.value.rotate(successor, Overlap::MAX, &issuer, now) else {
            return;
        };
        let credential = fresh(&mut self.rng, 1);
        work.keys()
            .insert(&rotation.successor, &credential)
            .await
            .unwrap();
        let version = work
            .keys()
            .save(&rotation.predecessor, stored.version)
            .await
            .unwrap();
        let model = &mut self.models[tenant];
        model.keys.insert(
            id,
            Stored {
                value: rotation.predecessor,
                version,
            },
        );
        model.keys.insert(successor_id, first(rotation.successor));
        model.credentials.insert(successor_id, credential);
    }

    /// Renames, narrows or revokes a key as its owner read it, be it one's own or the other's.
    async fn change_key(
        &mut self,
        work: &mut dyn UnitOfWork,
        tenant: usize,
        whose: usize,
        id: KeyId,
    ) {
        let now = self.now();
        let Stored { value, version } = self.models[whose].keys[&id].clone();
        let changed = match self.rng.u8(..3) {
            0 => value.revoke(Actor::System, None, now).ok(),
            1 => value
                .rename(
                    Label::new(&format!("Key {}", self.rng.u8(..50))).unwrap(),
                    now,
                )
                .ok(),
            _ => value
                .narrow_scopes("read:findings".parse::<ScopeSet>().unwrap(), now)
                .ok(),
        };
        let Some((changed, _)) = changed else { return };
        if whose == tenant {
            let version = work.keys().save(&changed, version).await.unwrap();
            self.models[tenant].keys.insert(
                id,
                Stored {
                    value: changed,
                    version,
                },
            );
        } else if !self.models[tenant].keys.contains_key(&id) {
            let saved = work.keys().save(&changed, version).await;
            assert!(is_conflict(&saved), "{saved:?}");
        }
    }
}
