//! Lists of keys, newest first, compared with the domain's own idea of what belongs in them.

use std::cmp::Reverse;

use aiia_keys_domain::{Actor, Key, KeyState, Label, Revocation, Scope, Status};
use aiia_keys_ports::{KeyFilter, KeyOrder, PageLimit, PageRequest};

use crate::support::{A, B, Place, at, key_data, key_id, scopes};

const LABELS: [&str; 6] = [
    "Billing",
    "billing 50%",
    "under_score",
    r"back\slash",
    "ÄRGER",
    "ärger",
];
const SCOPES: [&str; 6] = [
    "read:findings",
    "read:*",
    "admin:findings",
    "admin:*",
    "write:findings",
    "read:evidence",
];

/// Keys of every kind, several of them made at the same instant.
pub(crate) fn keys(tenant: u128) -> Vec<Key> {
    let kinds = (0..180_u32).map(|n| {
        let mut data = key_data(tenant, u128::from(n.wrapping_mul(2_654_435_761)) + 2);
        data.label = Label::new(LABELS[(n % 6) as usize]).unwrap();
        data.scopes = scopes(SCOPES[(n / 2 % 6) as usize]);
        data.created_at = at(u64::from(n / 4));
        data.expires_at = at(if n % 5 == 0 { 100 } else { 1000 });
        data.state = match n % 7 {
            0 => KeyState::Revoked(Revocation {
                at: at(90),
                by: Actor::Operator,
                reason: None,
                successor: None,
            }),
            1 => KeyState::Rotated {
                successor: key_id(1),
                at: at(80),
            },
            _ => KeyState::Issued,
        };
        Key::from_stored(data)
    });
    kinds.collect()
}

/// What a filter means, in the domain's words.
fn passes(filter: &KeyFilter, key: &Key) -> bool {
    let data = key.data();
    let status = key.status(filter.now);
    let text = filter
        .label_contains
        .as_ref()
        .map(|text| text.to_lowercase());
    filter.status.is_none_or(|wanted| wanted == status)
        && filter
            .allows
            .as_ref()
            .is_none_or(|scope| data.scopes.as_set().allows(scope))
        && text.is_none_or(|text| data.label.as_str().to_lowercase().contains(&text))
        && filter.rotation_due_since.is_none_or(|since| {
            status == Status::Active && key.successor().is_none() && data.created_at <= since
        })
}

fn filters() -> Vec<KeyFilter> {
    let all = KeyFilter::all(at(200));
    let scope = |text: &str| Some(text.parse::<Scope>().unwrap());
    let mut filters = vec![
        all.clone(),
        KeyFilter {
            rotation_due_since: Some(at(20)),
            ..all.clone()
        },
        KeyFilter {
            rotation_due_since: Some(at(20)),
            status: Some(Status::Active),
            ..all.clone()
        },
        KeyFilter {
            rotation_due_since: Some(at(20)),
            status: Some(Status::Revoked),
            ..all.clone()
        },
    ];
    filters.extend(Status::ALL.map(|status| KeyFilter {
        status: Some(status),
        ..all.clone()
    }));
    for text in [
        "read:findings",
        "read:*",
        "admin:findings",
        "admin:*",
        "write:universe",
    ] {
        filters.push(KeyFilter {
            allows: scope(text),
            ..all.clone()
        });
    }
    for text in [
        "bill",
        "%",
        "_",
        "\\",
        "ärger",
        "no such label",
        "",
        "\0",
        "^",
        "[a]",
        "(?i)b",
    ] {
        filters.push(KeyFilter {
            label_contains: Some(text.to_owned()),
            ..all.clone()
        });
    }
    filters.push(KeyFilter {
        status: Some(Status::Active),
        allows: scope("read:findings"),
        label_contains: Some("B".to_owned()),
        rotation_due_since: Some(at(30)),
        ..all
    });
    filters
}

/// Every page of a list, one after the other.
pub(crate) async fn walk(
    place: &Place,
    filter: &KeyFilter,
    order: KeyOrder,
    limit: u32,
) -> Vec<Key> {
    let mut page = PageRequest {
        after: None,
        limit: PageLimit::new(limit).unwrap(),
    };
    let mut walked = Vec::new();
    loop {
        let mut work = place.begin(A).await;
        let found = work.keys().list(filter, order, page.clone()).await.unwrap();
        assert!(found.items.len() <= limit as usize);
        walked.extend(found.items.into_iter().map(|stored| stored.value));
        page.after = found.next;
        if page.after.is_none() {
            return walked;
        }
    }
}

#[tokio::test]
async fn every_filter_lists_what_the_domain_says_newest_first() {
    let place = Place::new().await;
    place.insert(A, &[key_first(A)]).await;
    place.insert(B, &[key_first(B)]).await;
    let mut own = keys(A);
    place.insert(A, &own).await;
    place.insert(B, &keys(B)).await;
    own.push(key_first(A));
    own.sort_by_key(|key| Reverse((key.data().created_at, *key.data().id.as_uuid())));
    for filter in filters() {
        let expected: Vec<Key> = own
            .iter()
            .filter(|key| passes(&filter, key))
            .cloned()
            .collect();
        for limit in [7, 100] {
            assert_eq!(
                walk(&place, &filter, KeyOrder::default(), limit).await,
                expected,
                "{filter:?} by {limit}"
            );
        }
    }
}

/// The key that rotated ones refer to.
pub(crate) fn key_first(tenant: u128) -> Key {
    crate::support::key(tenant, 1)
}

#[tokio::test]
async fn what_is_added_meanwhile_neither_repeats_nor_skips_a_key() {
    let place = Place::new().await;
    let made = |n: u128, seconds| {
        let mut data = key_data(A, n);
        data.created_at = at(seconds);
        Key::from_stored(data)
    };
    place
        .insert(A, &[made(1, 10), made(2, 20), made(3, 20), made(4, 30)])
        .await;
    let all = KeyFilter::all(at(100));
    let (order, limit) = (KeyOrder::default(), PageLimit::new(2).unwrap());
    let ids = |keys: &[aiia_keys_ports::Stored<Key>]| -> Vec<u128> {
        keys.iter()
            .map(|key| key.value.data().id.as_uuid().as_u128())
            .collect()
    };

    let first = place
        .begin(A)
        .await
        .keys()
        .list(&all, order, PageRequest { after: None, limit })
        .await;
    let first = first.unwrap();
    place.insert(A, &[made(5, 20), made(6, 40)]).await;
    let after = first.next;
    let second = place
        .begin(A)
        .await
        .keys()
        .list(&all, order, PageRequest { after, limit })
        .await;
    let second = second.unwrap();

    assert_eq!(
        (ids(&first.items), ids(&second.items)),
        (vec![4, 3], vec![2, 1])
    );
    assert_eq!(second.next, None);
}
