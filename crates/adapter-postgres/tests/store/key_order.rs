//! What lists of keys go by, compared with the domain's own idea of it.

use std::{cmp::Reverse, collections::HashMap};

use aiia_keys_domain::{
    Hour, Key, KeyId, LastUse, Outcome, Status, Timestamp, UsageCount, UsedScope,
};
use aiia_keys_ports::{KeyFilter, KeyOrder, KeyOrderBy, PageLimit, PageRequest};

use crate::{
    key_list::{key_first, keys, walk},
    support::{A, B, Place, at},
};

/// What keys go by, so that comparing it compares the keys.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum By {
    Label(String),
    At(Option<Timestamp>),
}

fn by(order: KeyOrder, key: &Key, uses: &HashMap<KeyId, Timestamp>) -> (By, uuid::Uuid) {
    let data = key.data();
    let by = match order.by {
        KeyOrderBy::Label => By::Label(data.label.as_str().to_ascii_lowercase()),
        KeyOrderBy::Created => By::At(Some(data.created_at)),
        KeyOrderBy::LastUsed => By::At(uses.get(&data.id).copied()),
        KeyOrderBy::Expires => By::At(Some(data.expires_at)),
    };
    (by, *data.id.as_uuid())
}

fn used(key: &Key, scope: &str, seconds: u64) -> UsageCount {
    UsageCount {
        key: key.data().id,
        hour: Hour::of(at(seconds)),
        scope: scope.parse::<UsedScope>().unwrap(),
        outcome: Outcome::Allowed,
        count: 1,
        last: LastUse {
            at: at(seconds),
            address: None,
        },
    }
}

/// Uses two of three keys, some at the same instant and some for two scopes; gives the latest uses.
async fn use_some(place: &Place, tenant: u128, keys: &[Key]) -> HashMap<KeyId, Timestamp> {
    let mut counts = Vec::new();
    let mut latest = HashMap::new();
    for (number, key) in (0_u64..).zip(keys).filter(|(number, _)| number % 3 != 0) {
        let last = 300 + number % 40;
        counts.push(used(key, "read:findings", last));
        if number % 2 == 0 {
            counts.push(used(key, "read:universe", last - 50));
        }
        latest.insert(key.data().id, at(last));
    }
    let mut work = place.begin(tenant).await;
    work.usage().add(&counts).await.unwrap();
    work.commit().await.unwrap();
    latest
}

#[tokio::test]
async fn every_order_is_the_domains_up_and_down_with_and_without_a_filter() {
    let place = Place::new().await;
    let mut own = keys(A);
    for (tenant, keys) in [(A, &own), (B, &keys(B))] {
        place.insert(tenant, &[key_first(tenant)]).await;
        place.insert(tenant, keys).await;
        use_some(&place, tenant, keys).await;
    }
    let uses = use_some(&place, A, &own).await;
    own.push(key_first(A));
    let all = KeyFilter::all(at(200));
    let active = KeyFilter {
        status: Some(Status::Active),
        label_contains: Some("b".to_owned()),
        ..all.clone()
    };
    for order in KeyOrder::all() {
        own.sort_by_key(|key| by(order, key, &uses));
        if order.descending {
            own.sort_by_key(|key| Reverse(by(order, key, &uses)));
        }
        for limit in [7, 100] {
            let walked = walk(&place, &all, order, limit).await;
            assert_eq!(walked, own, "{order} by {limit}");
        }
        let expected: Vec<Key> = own
            .iter()
            .filter(|key| key.status(at(200)) == Status::Active)
            .filter(|key| key.data().label.as_str().to_lowercase().contains('b'))
            .cloned()
            .collect();
        assert_eq!(walk(&place, &active, order, 5).await, expected, "{order}");
    }
}

#[tokio::test]
async fn a_key_that_is_used_between_two_pages_takes_no_other_with_it() {
    let place = Place::new().await;
    place.insert(A, &[key_first(A)]).await;
    let own = keys(A);
    place.insert(A, &own).await;
    let uses = use_some(&place, A, &own).await;
    let order: KeyOrder = "-last_used".parse().unwrap();
    let all = KeyFilter::all(at(200));
    let mut expected: Vec<&Key> = own.iter().collect();
    expected.sort_by_key(|key| Reverse(by(order, key, &uses)));
    let limit = PageLimit::new(60).unwrap();
    let mut work = place.begin(A).await;
    let first = work
        .keys()
        .list(&all, order, PageRequest { after: None, limit })
        .await
        .unwrap();
    work.commit().await.unwrap();
    // The last one of the page, and one that is still to come.
    let mut work = place.begin(A).await;
    let again = [
        used(expected[59], "read:findings", 900),
        used(expected[70], "read:findings", 900),
    ];
    work.usage().add(&again).await.unwrap();
    work.commit().await.unwrap();

    let mut seen: Vec<KeyId> = ids(first.items.into_iter().map(|key| key.value));
    let after = first.next;
    let mut work = place.begin(A).await;
    let limit = PageLimit::MAX;
    let page = PageRequest { after, limit };
    let second = work.keys().list(&all, order, page).await.unwrap();
    seen.extend(ids(second.items.into_iter().map(|key| key.value)));
    let mut wanted = ids(expected.into_iter().cloned());
    wanted.remove(70);
    wanted.truncate(159);
    seen.truncate(159);
    assert_eq!(seen, wanted);
}

fn ids(keys: impl Iterator<Item = Key>) -> Vec<KeyId> {
    keys.map(|key| key.data().id).collect()
}
