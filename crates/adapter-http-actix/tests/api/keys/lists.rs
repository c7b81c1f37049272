//! Lists of keys.

use serde_json::Value;

use crate::support::{Answer, DAY, World, get, presenting};

fn ids(answer: &Answer) -> Vec<String> {
    assert_eq!(answer.status, 200, "{}", answer.body);
    let keys = answer.json();
    let id = |key: &Value| key["id"].as_str().unwrap().to_owned();
    keys.as_array().unwrap().iter().map(id).collect()
}

/// The address in a `Link` header, if there is one.
fn next(answer: &Answer) -> Option<String> {
    let link = answer.header("link");
    let address = link.strip_prefix('<')?.strip_suffix(">; rel=\"next\"")?;
    Some(address.to_owned())
}

#[actix_web::test]
async fn pages_follow_each_other_newest_first_without_gaps() {
    let world = World::new().await;
    let mut expected = vec![world.admin.id.to_string()];
    for _ in 0..5 {
        world.clock.advance(DAY);
        expected.insert(0, world.key("read:findings").await.id.to_string());
    }
    let mut seen = Vec::new();
    let mut address = Some("/api/v1/keys?limit=2&status=active&q=a+key".to_owned());
    while let Some(path) = address {
        let page = world.call(get(&path)).await;
        seen.extend(ids(&page));
        address = next(&page);
        if let Some(address) = &address {
            assert!(
                address.starts_with("/api/v1/keys?limit=2&status=active&q=a%20key&cursor="),
                "{address}"
            );
        }
    }
    assert_eq!(seen, expected);
}

#[actix_web::test]
async fn pages_follow_each_other_in_every_order() {
    let world = World::new().await;
    let mut keys = vec![(world.admin.id.to_string(), "A key".to_owned())];
    for label in ["b second", "C third", "A first", "d fourth"] {
        world.clock.advance(DAY);
        let key = world.key_called(world.ours, (label, "read:findings")).await;
        let own = presenting(get("/api/v1/self"), &key.secret);
        if !label.starts_with('d') {
            assert_eq!(world.send(own).await.status, 200);
        }
        keys.push((key.id.to_string(), label.to_owned()));
    }
    // The key of the administrator is used by listing, last of all.
    ids(&world.call(get("/api/v1/keys")).await);
    world.flush().await;
    let expected = [
        (
            "label",
            ["A first", "A key", "b second", "C third", "d fourth"],
        ),
        (
            "created",
            ["A key", "b second", "C third", "A first", "d fourth"],
        ),
        (
            "expires",
            ["A key", "b second", "C third", "A first", "d fourth"],
        ),
        (
            "last_used",
            ["d fourth", "b second", "C third", "A first", "A key"],
        ),
    ];
    for (sort, labels) in expected {
        for (sign, labels) in [
            ("", labels.to_vec()),
            ("-", labels.into_iter().rev().collect()),
        ] {
            let mut seen = Vec::new();
            let mut address = Some(format!("/api/v1/keys?sort={sign}{sort}&limit=2"));
            while let Some(path) = address {
                let page = world.call(get(&path)).await;
                seen.extend(ids(&page));
                address = next(&page);
            }
            let label = |id: &String| &*keys.iter().find(|(known, _)| known == id).unwrap().1;
            let seen: Vec<&str> = seen.iter().map(label).collect();
            assert_eq!(seen, labels, "{sign}{sort}");
        }
    }
}

#[actix_web::test]
async fn a_cursor_of_another_order_is_refused() {
    let world = World::new().await;
    world.key("read:findings").await;
    let page = world.call(get("/api/v1/keys?limit=1&sort=label")).await;
    let address = next(&page).unwrap();
    assert_eq!(ids(&world.call(get(&address)).await).len(), 1);
    for other in ["sort=-label&", "sort=created&", ""] {
        let address = address.replace("sort=label&", other);
        let refused = world.call(get(&address)).await;
        let expected = (
            400,
            "invalid_parameter".to_owned(),
            Some("cursor".to_owned()),
        );
        assert_eq!(refused.outcome(), expected, "{address}");
    }
}

#[actix_web::test]
async fn filters_hold_together() {
    let world = World::new().await;
    let reader = world.key("read:findings").await;
    let revoked = world.key("read:findings").await;
    world.revoke(world.ours, revoked.id).await;
    let list = async |query: &str| {
        let mut ids = ids(&world.call(get(&format!("/api/v1/keys?{query}"))).await);
        ids.sort();
        ids
    };
    let sorted = |keys: &[&crate::support::IssuedKey]| {
        let mut ids: Vec<_> = keys.iter().map(|key| key.id.to_string()).collect();
        ids.sort();
        ids
    };
    assert_eq!(list("status=revoked").await, sorted(&[&revoked]));
    assert_eq!(
        list("status=active").await,
        sorted(&[&world.admin, &reader])
    );
    assert_eq!(list("status=expired").await, [""; 0]);
    assert_eq!(
        list("scope=read:findings").await.len(),
        3,
        "by a wildcard too"
    );
    assert_eq!(list("scope=write:findings").await, sorted(&[&world.admin]));
    assert_eq!(
        list("scope=read:findings&status=revoked").await,
        sorted(&[&revoked])
    );
    assert_eq!(list("q=A%20KEY").await.len(), 3);
    assert_eq!(
        list("q=%25").await,
        [""; 0],
        "a per cent sign is no wildcard"
    );
    assert_eq!(list("rotation_due=true").await, [""; 0]);
    assert_eq!(list("rotation_due=false").await.len(), 3);
}

#[actix_web::test]
async fn a_list_holds_nothing_of_another_tenant() {
    let world = World::new().await;
    world.key_of(world.theirs, "read:findings").await;
    assert_eq!(
        ids(&world.call(get("/api/v1/keys")).await),
        [world.admin.id.to_string()]
    );
}

#[actix_web::test]
async fn scopes_are_listed_with_what_the_caller_may_grant() {
    let world = World::new().await;
    let manager = world.key("admin:keys read:findings").await;
    let answer = world
        .send(presenting(get("/api/v1/scopes"), &manager.secret))
        .await;
    let scopes = answer.json();
    let shown: Vec<_> = scopes
        .as_array()
        .unwrap()
        .iter()
        .map(|scope| {
            let text = |name: &str| scope[name].as_str().unwrap().to_owned();
            (
                text("scope"),
                text("level"),
                scope["grantable"].as_bool().unwrap(),
            )
        })
        .collect();
    let expected = [
        ("read:universe", "read-only", false),
        ("read:findings", "read-only", true),
        ("write:evidence", "write-only", false),
        ("write:findings", "write-and-update", false),
        ("admin:sync", "full-access", false),
        ("admin:keys", "full-access", true),
    ];
    let expected =
        expected.map(|(scope, level, grantable)| (scope.to_owned(), level.to_owned(), grantable));
    assert_eq!(shown, expected);
}
