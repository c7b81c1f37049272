//! The audit trail.

use aiia_keys_domain::{
    ActionName, Actor, Details, Label, RequestId, Subject, TrailDraft, TrailEntry, TrailHead,
    verify_trail, verify_trail_to,
};
use aiia_keys_ports::{PageLimit, TrailFilter, Version};

use crate::support::{
    A, B, Place, at, draft, is_unavailable, key, key_id, member_id, org, until_blocked,
};

fn drafts() -> Vec<TrailDraft> {
    let subjects: [Subject; 3] = [
        Subject::Organization,
        Subject::Key(key_id(1)),
        "report:2026-04".parse().unwrap(),
    ];
    let actors = [
        Actor::System,
        Actor::Member(member_id(1)),
        Actor::Key(key_id(1)),
    ];
    let actions = ["key.generated", "key.revoked", "policy.changed"];
    let drafts = (0_u8..40).map(|n| {
        let nth = usize::from(n);
        let details = Details::builder()
            .with("number", n)
            .with("text", "ä \"quoted\" \\ 🔑 ' %")
            .with("empty", "")
            .build();
        let request = (n % 2 == 0).then(|| RequestId::new(&format!("request-{n}")).unwrap());
        let action: ActionName = actions[nth % 3].parse().unwrap();
        let subject = subjects[nth / 3 % 3].clone();
        TrailDraft::new(at(n.into()), actors[nth / 9 % 3].clone(), action, subject)
            .with_details(details.unwrap())
            .with_request_id(request)
    });
    drafts.collect()
}

async fn append(place: &Place, tenant: u128, drafts: Vec<TrailDraft>) -> Vec<TrailEntry> {
    let mut entries = Vec::new();
    for draft in drafts {
        let mut work = place.begin(tenant).await;
        entries.push(work.trail().append(draft).await.unwrap());
        work.commit().await.unwrap();
    }
    entries
}

#[tokio::test]
async fn a_trail_is_read_back_as_it_was_written_and_verifies() {
    let place = Place::new().await;
    let written = append(&place, A, drafts()).await;
    append(&place, B, vec![draft("key.generated", 1)]).await;
    let mut work = place.begin(A).await;
    let head = work.trail().head().await.unwrap();
    let mut read = work
        .trail()
        .list_after(&TrailFilter::default(), 0, 30)
        .await
        .unwrap();
    read.extend(
        work.trail()
            .list_after(&TrailFilter::default(), 30, 30)
            .await
            .unwrap(),
    );
    assert_eq!(read, written);
    assert_eq!(
        verify_trail(TrailHead::genesis(org(A)), read.clone()),
        Ok(head)
    );
    assert_eq!(
        verify_trail_to(TrailHead::genesis(org(A)), head, read),
        Ok(head)
    );
}

#[tokio::test]
async fn the_head_of_a_trail_without_entries_is_its_genesis() {
    let place = Place::new().await;
    let head = place.begin(A).await.trail().head().await.unwrap();
    assert_eq!(head, TrailHead::genesis(org(A)));
}

#[tokio::test]
async fn every_filter_lists_what_it_says_newest_first() {
    let place = Place::new().await;
    let written = append(&place, A, drafts()).await;
    append(&place, B, drafts()).await;
    let all = TrailFilter::default();
    let subject = Some(Subject::Key(key_id(1)));
    let actor = Some(Actor::Member(member_id(1)));
    let action = Some("key.revoked".parse().unwrap());
    let filters = [
        all.clone(),
        TrailFilter {
            subject: subject.clone(),
            ..all.clone()
        },
        TrailFilter {
            actor: actor.clone(),
            ..all.clone()
        },
        TrailFilter {
            action: action.clone(),
            ..all.clone()
        },
        TrailFilter {
            from: Some(at(5)),
            until: Some(at(25)),
            ..all.clone()
        },
        TrailFilter {
            subject,
            actor,
            action,
            from: Some(at(1)),
            until: Some(at(39)),
        },
        TrailFilter {
            subject: Some(Subject::Key(key_id(2))),
            ..all
        },
    ];
    for filter in filters {
        let passes = |entry: &&TrailEntry| {
            filter
                .subject
                .as_ref()
                .is_none_or(|subject| entry.subject() == subject)
                && filter
                    .actor
                    .as_ref()
                    .is_none_or(|actor| entry.actor() == actor)
                && filter
                    .action
                    .as_ref()
                    .is_none_or(|action| entry.action() == action)
                && filter.from.is_none_or(|from| entry.at() >= from)
                && filter.until.is_none_or(|until| entry.at() < until)
        };
        let expected: Vec<_> = written.iter().rev().filter(passes).cloned().collect();
        let (mut listed, mut before) = (Vec::new(), None);
        loop {
            let limit = PageLimit::new(7).unwrap();
            let mut work = place.begin(A).await;
            let page = work.trail().list(&filter, before, limit).await.unwrap();
            listed.extend(page.items);
            before = page.next;
            if before.is_none() {
                break;
            }
        }
        assert_eq!(listed, expected, "{filter:?}");
        let (mut exported, mut after) = (Vec::new(), 0);
        loop {
            let mut work = place.begin(A).await;
            let batch = work.trail().list_after(&filter, after, 7).await.unwrap();
            let Some(last) = batch.last() else { break };
            after = last.sequence();
            exported.extend(batch);
        }
        exported.reverse();
        assert_eq!(exported, expected, "{filter:?}, oldest first");
    }
}

#[tokio::test]
async fn a_change_whose_entry_cannot_be_written_does_not_happen() {
    let place = Place::new().await;
    place.insert(A, &[key(A, 1)]).await;
    place
        .admin()
        .await
        .batch_execute("REVOKE INSERT ON trail_entry FROM aiia_app")
        .await
        .unwrap();
    let mut work = place.begin(A).await;
    let (renamed, _) = key(A, 1)
        .rename(Label::new("other").unwrap(), at(1))
        .unwrap();
    work.keys().save(&renamed, Version::FIRST).await.unwrap();
    let refused = work.trail().append(draft("key.renamed", 1)).await;
    assert!(is_unavailable(&refused), "{refused:?}");
    // Not even for a caller who overlooks the error.
    assert!(is_unavailable(&work.commit().await));
    assert_eq!(
        place.stored(A, key_id(1)).await,
        Some((key(A, 1), Version::FIRST))
    );
    assert_eq!(
        place
            .begin(A)
            .await
            .trail()
            .head()
            .await
            .unwrap()
            .sequence(),
        0
    );
}

#[tokio::test]
async fn of_two_who_append_one_waits_and_follows_the_other() {
    let place = Place::new().await;
    let admin = place.admin().await;
    // At first there is not even a head to wait for.
    for entries in [2, 4] {
        let mut first = place.begin(A).await;
        first
            .trail()
            .append(draft("key.generated", 1))
            .await
            .unwrap();
        let mut second = place.begin(A).await;
        let waiting = tokio::spawn(async move {
            second
                .trail()
                .append(draft("key.revoked", 2))
                .await
                .unwrap();
            second.commit().await.unwrap();
        });
        until_blocked(&admin, 1).await;
        first.commit().await.unwrap();
        waiting.await.unwrap();

        let mut work = place.begin(A).await;
        let trail = work
            .trail()
            .list_after(&TrailFilter::default(), 0, 10)
            .await
            .unwrap();
        let head = work.trail().head().await.unwrap();
        assert_eq!(trail.len(), entries);
        assert_eq!(verify_trail(TrailHead::genesis(org(A)), trail), Ok(head));
    }
}

#[tokio::test]
async fn tenants_do_not_wait_for_each_other() {
    let place = Place::new().await;
    let mut one = place.begin(A).await;
    one.trail().append(draft("key.generated", 1)).await.unwrap();
    let other = append(&place, B, vec![draft("key.generated", 2)]).await;
    one.commit().await.unwrap();
    assert_eq!(other[0].previous(), TrailHead::genesis(org(B)).hash());
}
