//! Operations on members and their sessions.

use aiia_keys_domain::{Member, MemberId, MemberState, Role, Session, SessionDigest, SessionId};
use aiia_keys_ports::{PasswordHash, Stored, UnitOfWork};
use uuid::Uuid;

use super::{
    After, Run,
    model::{any, first},
};
use crate::support::{is_conflict, member, org};

/// So few that both tenants have members of the same address.
const ADDRESSES: u8 = 40;

fn is_active(member: &Member) -> bool {
    member.state() == MemberState::Active
}

impl Run {
    pub(super) async fn operate_on_members(
        &mut self,
        work: &mut dyn UnitOfWork,
        tenant: usize,
    ) -> After {
        let whose = self.of_whom(tenant);
        let Some((id, _)) = any(&mut self.rng, &self.models[whose].members) else {
            return self.join(work, tenant).await;
        };
        match self.rng.u8(..20) {
            0..=1 => return self.join(work, tenant).await,
            2..=3 => self.change_role(work, tenant, whose, id).await,
            4 => self.password(work, tenant, id).await,
            5..=8 => self.find_members(work, tenant, id).await,
            9..=10 => {
                let counted = work.members().count_other_owners(id).await.unwrap();
                let owners = self.models[tenant].members.values().filter(|(stored, _)| {
                    let member = &stored.value;
                    member.role() == Role::Owner && is_active(member) && member.id() != id
                });
                assert_eq!(counted, owners.count());
            }
            11..=13 => self.begin_session(work, tenant).await,
            _ => self.operate_on_sessions(work, tenant, whose, id).await,
        }
        After::Go
    }

    async fn join(&mut self, work: &mut dyn UnitOfWork, tenant: usize) -> After {
        let address = format!("{}@example.com", self.rng.u8(..ADDRESSES));
        // Ids are few too: the other's are free for one's own.
        let id = self.rng.u128(1..=400);
        let role = Role::ALL[self.rng.usize(..3)];
        let model = &mut self.models[tenant];
        let new = member(model.tenant, id, &address, role);
        let taken = model.members.values().any(|(stored, _)| {
            let other = &stored.value;
            other.id() == new.id() || (is_active(other) && other.email() == new.email())
        });
        let joined = work.members().insert(&new).await;
        if taken {
            assert!(is_conflict(&joined), "{joined:?}");
            return After::Spoiled;
        }
        joined.unwrap();
        model.members.insert(new.id(), (first(new), None));
        After::Go
    }

    async fn change_role(
        &mut self,
        work: &mut dyn UnitOfWork,
        tenant: usize,
        whose: usize,
        id: MemberId,
    ) {
        let now = self.now();
        let (Stored { value, version }, _) = self.models[whose].members[&id].clone();
        let changed = if self.rng.bool() {
            value.change_role(Role::ALL[self.rng.usize(..3)], 1)
        } else {
            value.remove(1, now)
        };
        let Ok((changed, _)) = changed else { return };
        if whose == tenant {
            let version = work.members().save(&changed, version).await.unwrap();
            let (stored, _) = self.models[tenant].members.get_mut(&id).unwrap();
            *stored = Stored {
                value: changed,
                version,
            };
        } else if !self.models[tenant].members.contains_key(&id) {
            let saved = work.members().save(&changed, version).await;
            assert!(is_conflict(&saved), "{saved:?}");
        }
    }

    async fn password(&mut self, work: &mut dyn UnitOfWork, tenant: usize, id: MemberId) {
        let members = work.members();
        let found = members.find_password(id).await.unwrap();
        let own = self.models[tenant].members.get_mut(&id);
        let expected = own.as_ref().and_then(|(_, password)| password.as_deref());
        assert_eq!(found.as_ref().map(PasswordHash::expose), expected);
        if let Some(hash) = found {
            assert!(members.confirm_password(id, &hash).await.unwrap());
        }
        let hash = format!("$argon2id${}", self.rng.u32(..));
        let saved = members
            .save_password(id, &PasswordHash::new(hash.clone()))
            .await;
        if let Some((_, password)) = own {
            saved.unwrap();
            *password = Some(hash);
        } else {
            assert!(is_conflict(&saved), "{saved:?}");
            let other = self.models.iter().find_map(|model| model.members.get(&id));
            if let Some((_, Some(hash))) = other {
                let hash = PasswordHash::new(hash.clone());
                assert!(!members.confirm_password(id, &hash).await.unwrap());
            }
        }
    }

    async fn find_members(&mut self, work: &mut dyn UnitOfWork, tenant: usize, id: MemberId) {
        let own = &self.models[tenant].members;
        let members = work.members();
        let found = members.find(id).await.unwrap();
        assert_eq!(found.as_ref(), own.get(&id).map(|(stored, _)| stored));
        let email = format!("{}@example.com", self.rng.u8(..ADDRESSES))
            .parse()
            .unwrap();
        let found = members.find_by_email(&email).await.unwrap();
        let active = || {
            own.values()
                .map(|(stored, _)| stored)
                .filter(|one| is_active(&one.value))
        };
        let expected = active().find(|stored| *stored.value.email() == email);
        assert_eq!(found.as_ref(), expected);
        let mut expected: Vec<_> = active().cloned().collect();
        expected.sort_by_key(|one| (one.value.name().clone(), *one.value.id().as_uuid()));
        assert_eq!(members.list().await.unwrap(), expected);
    }

    async fn begin_session(&mut self, work: &mut dyn UnitOfWork, tenant: usize) {
        let now = self.now();
        let model = &mut self.models[tenant];
        let Some((member, _)) = any(&mut self.rng, &model.members) else {
            return;
        };
        let id = SessionId::from_uuid(Uuid::from_u128(self.rng.u128(..)));
        let session = Session::begin(id, org(model.tenant), member, now);
        let mut digest = [0; 32];
        self.rng.fill(&mut digest);
        let digest = SessionDigest::from_bytes(digest);
        work.sessions().insert(&session, &digest).await.unwrap();
        model.sessions.push((digest, session));
    }

    async fn operate_on_sessions(
        &mut self,
        work: &mut dyn UnitOfWork,
        tenant: usize,
        whose: usize,
        member: MemberId,
    ) {
        let now = self.now();
        let sessions = work.sessions();
        if self.rng.u8(..8) == 0 {
            let ended = sessions.end_all(member, now).await.unwrap();
            let open = self.models[tenant]
                .sessions
                .iter_mut()
                .map(|(_, session)| session);
            let open = open.filter(|one| one.member == member && one.ended_at.is_none());
            let expected = open.map(|session| session.ended_at = Some(now)).count();
            assert_eq!(ended, expected);
            return;
        }
        if self.models[whose].sessions.is_empty() {
            return;
        }
        let nth = self.rng.usize(..self.models[whose].sessions.len());
        let (digest, session) = self.models[whose].sessions[nth].clone();
        let found = sessions.find(&digest).await.unwrap();
        let changed = Session {
            last_used_at: session.last_used_at.max(now),
            ..session.clone()
        };
        let saved = sessions.save(&changed).await;
        if whose == tenant {
            assert_eq!(found, Some(session));
            saved.unwrap();
            self.models[tenant].sessions[nth].1 = changed;
        } else {
            assert_eq!(found, None);
            assert!(is_conflict(&saved), "{saved:?}");
        }
    }
}
