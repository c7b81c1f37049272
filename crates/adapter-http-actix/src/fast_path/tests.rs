use std::{sync::Arc, time::Duration};

use actix_web::{
    http::header::HeaderMap,
    test::{TestRequest, call_service, init_service},
};
use aiia_keys_domain::{
    AddressList, BootInstant, Epoch, Grant, KeyId, KeyString, NonEmptyScopes, OrganizationId,
    ScopeSet, SourceAddresses, Standing,
};
use aiia_keys_ports::{
    KeyCredential, LocatedKey,
    mock::{MockBootClock, MockKeyLocator},
};
use aiia_keys_verifier::{Answer, Attempt, LeasePolicy, Limits, Verifier};
use uuid::Uuid;

use super::*;
use crate::{Options, application, testing};

/// A state whose node holds a lease and remembers a key that may read findings.
struct World {
    state: Data<State>,
    key: KeyString,
}

impl World {
    fn new(change: impl FnOnce(&mut Grant), options: Options) -> Self {
        Self::with(change, options, true)
    }

    fn with(change: impl FnOnce(&mut Grant), options: Options, remembered: bool) -> Self {
        let mut state = testing::state();
        state.options = options;
        let mut clock = MockBootClock::new();
        clock.expect_now().return_const(BootInstant::from_nanos(1));
        state.env.verification.boot_clock = Arc::new(clock);
        state.env.verification.verifier = leased();
        let mut grant = Grant {
            key: KeyId::from_uuid(Uuid::from_u128(1)),
            organization: OrganizationId::from_uuid(Uuid::from_u128(77)),
            scopes: scopes(),
            sources: SourceAddresses::Anywhere,
            expires_at: state.env.clock.now().saturating_add(Duration::from_secs(1)),
            rate_limit: None,
            standing: Standing::Good,
        };
        change(&mut grant);
        let key = state.env.format.generate([9; 32]);
        let presented = key.as_presented();
        let digests = state.env.peppers.digests(&presented);
        let found = digests.map(|(pepper, digest)| KeyCredential { pepper, digest });
        let found = found.last().unwrap();
        let mut locator = MockKeyLocator::new();
        let located = LocatedKey {
            grant,
            found,
            read_at: Epoch::new(1),
        };
        if remembered {
            let now = state.env.clock.now();
            let credential = state.env.peppers.current().digest(&key.as_presented());
            let verifier = &state.env.verification.verifier;
            let Answer::Ask(ticket) = verifier.look_up(&credential, BootInstant::from_nanos(1))
            else {
                panic!("the key is new at {now}");
            };
            let _ = verifier.found(ticket, located.grant.clone(), located.read_at);
        }
        locator
            .expect_locate()
            .returning(move |_| Ok(Some(located.clone())));
        state.env.locator = Box::new(locator);
        Self {
            state: Data::new(state),
            key,
        }
    }

    fn request(&self, uri: &str) -> TestRequest {
        let authorization = format!("ApiKey {}", self.key.expose());
        TestRequest::with_uri(uri)
            .peer_addr("203.0.113.7:4000".parse().unwrap())
            .insert_header(("Authorization", authorization))
    }

    /// Asserts that a request is not granted at once, and that nothing is counted.
    #[track_caller]
    fn leaves_alone(&self, request: &Request) {
        let verifier = &self.state.env.verification.verifier;
        let before = (self.counted(), verifier.counts());
        assert!(granted(request, &self.state).is_none(), "{request:?}");
        assert_eq!((self.counted(), verifier.counts()), before, "{request:?}");
    }

    /// What was counted since the last time: uses of keys, and what is told of oneself.
    fn counted(&self) -> (String, String) {
        let State { env, options, .. } = &**self.state;
        let usage = format!("{:?}", env.usage.take());
        (usage, options.metrics.text())
    }
}

fn scopes() -> NonEmptyScopes {
    let scopes: ScopeSet = "read:findings write:evidence".parse().unwrap();
    NonEmptyScopes::new(scopes).unwrap()
}

/// The answer where memory is enough for it.
fn granted(request: &Request, state: &State) -> Option<Response<BoxBody>> {
    question(request, state)?.remembered(&presented(request)?, state)
}

fn leased() -> Arc<Verifier> {
    let (verifier, mut fence) = Verifier::new(Limits::default(), LeasePolicy::default());
    let Attempt::Register(registration) = fence.start(BootInstant::from_nanos(0)) else {
        panic!("a new node registers");
    };
    fence.registered(registration, Epoch::new(1));
    verifier
}

fn headers(headers: &HeaderMap) -> Vec<(String, String)> {
    let pair = |(name, value): (&_, &_)| -> (String, String) {
        let value: &actix_web::http::header::HeaderValue = value;
        let name: &actix_web::http::header::HeaderName = name;
        (name.to_string(), value.to_str().unwrap().to_owned())
    };
    let mut headers: Vec<_> = headers.iter().map(pair).collect();
    headers.sort();
    headers
}

fn proxied() -> Options {
    Options {
        trusted_proxies: Some(AddressList::parse_all(["203.0.113.7"]).unwrap()),
        ..Options::default()
    }
}

#[actix_web::test]
async fn what_is_granted_is_answered_and_counted_as_the_application_does() {
    type Change = fn(TestRequest) -> TestRequest;
    let cases: [(&str, Change); 6] = [
        ("/auth", |request| request),
        ("/auth?scope=read:findings", |request| request),
        ("/auth?scope=write%3Aevidence&ok=204", |request| request),
        ("/auth?scope=read:findings&ok=200", |request| request),
        ("/auth?", |request| {
            request.insert_header(("X-Request-Id", "r-2"))
        }),
        ("/auth", |request| {
            request.insert_header(("X-Forwarded-For", "192.0.2.1, 198.51.100.9"))
        }),
    ];
    for (uri, change) in cases {
        let prepare = |world: &World| {
            // An id that is made would be another one each time.
            change(world.request(uri).insert_header(("X-Request-Id", "r-1"))).to_request()
        };
        let quick = World::new(|_| {}, proxied());
        let response = granted(&prepare(&quick), &quick.state).expect(uri);
        let slow = World::new(|_| {}, proxied());
        let application = init_service(application(slow.state.clone())).await;
        let expected = call_service(&application, prepare(&slow)).await;
        assert_eq!(response.status(), expected.status(), "{uri}");
        assert_eq!(
            headers(response.headers()),
            headers(expected.headers()),
            "{uri}"
        );
        assert_eq!(quick.counted(), slow.counted(), "{uri}");
    }
}

#[actix_web::test]
async fn a_request_without_an_id_gets_one_of_its_own() {
    let world = World::new(|_| {}, Options::default());
    let id = || {
        let response = granted(&world.request("/auth").to_request(), &world.state).unwrap();
        response.headers().get("x-request-id").unwrap().clone()
    };
    assert_ne!(id(), id());
}

#[actix_web::test]
async fn what_is_not_plainly_granted_is_left_to_the_application_and_counted_by_nobody() {
    type Change = fn(TestRequest) -> TestRequest;
    let same: Change = |request| request;
    let requests: [(&str, Change); 14] = [
        ("/auth?scope=write:findings", same),
        ("/auth?scope=nonsense", same),
        ("/auth?ok=201", same),
        ("/auth?other=1", same),
        ("/auth?ok=200&ok=200", same),
        ("/auth?scope=%ff", same),
        ("/auth/", same),
        ("/api/v1/self", same),
        ("/auth", |request| request.method(Method::HEAD)),
        ("/auth", |request| request.method(Method::POST)),
        ("/auth", |request| {
            request.insert_header(("Authorization", "Basic eDp5"))
        }),
        ("/auth", |request| {
            request.append_header(("Authorization", "ApiKey other"))
        }),
        ("/auth", |request| {
            request.insert_header(("Authorization", "ApiKey other"))
        }),
        ("/auth", |request| {
            request.insert_header(("X-Long", "x".repeat(20_000)))
        }),
    ];
    let world = World::new(|_| {}, Options::default());
    for (uri, change) in requests {
        world.leaves_alone(&change(world.request(uri)).to_request());
    }
}

#[actix_web::test]
async fn a_key_with_something_about_it_is_left_to_the_application() {
    let changes: [fn(&mut Grant); 4] = [
        |grant| grant.standing = Standing::KeyRevoked,
        |grant| grant.expires_at = grant.expires_at.saturating_sub(Duration::from_secs(1)),
        |grant| grant.rate_limit = Some("1000/1s".parse().unwrap()),
        |grant| {
            let elsewhere = "198.51.100.0/24".parse().unwrap();
            grant.sources = SourceAddresses::Only(elsewhere);
        },
    ];
    for change in changes {
        let world = World::new(change, Options::default());
        world.leaves_alone(&world.request("/auth").to_request());
    }
}

#[actix_web::test]
async fn without_a_lease_nothing_is_granted() {
    let world = World::new(|_| {}, Options::default());
    let mut later = MockBootClock::new();
    later
        .expect_now()
        .return_const(BootInstant::from_nanos(u64::MAX));
    let request = world.request("/auth").to_request();
    assert!(granted(&request, &world.state).is_some());
    let mut state = Arc::into_inner(world.state.into_inner()).unwrap();
    state.env.verification.boot_clock = Arc::new(later);
    assert!(granted(&request, &state).is_none());
}

/// The answer to a request with everything that stands in it.
async fn whole(
    answer: Result<Response<BoxBody>, Error>,
) -> (StatusCode, Vec<(String, String)>, Vec<u8>) {
    let response = match answer {
        Ok(response) => response,
        Err(error) => error.error_response().into(),
    };
    let (head, body) = response.into_parts();
    let body = actix_web::body::to_bytes(body).await.unwrap();
    (head.status(), headers(head.headers()), body.to_vec())
}

#[actix_web::test]
async fn whatever_is_asked_the_answer_and_what_is_counted_are_the_applications() {
    let changes: [fn(&mut Grant); 5] = [
        |_| {},
        |grant| grant.standing = Standing::KeyRevoked,
        |grant| grant.rate_limit = Some("1000/1s".parse().unwrap()),
        |grant| grant.rate_limit = Some("1/1h".parse().unwrap()),
        |grant| grant.sources = SourceAddresses::Only("198.51.100.0/24".parse().unwrap()),
    ];
    for change in changes {
        for remembered in [true, false] {
            let world = |options| World::with(change, options, remembered);
            let (quick, slow) = (world(proxied()), world(proxied()));
            let factory = FastPath::before(application(quick.state.clone()), quick.state.clone());
            let quick_service = factory.new_service(AppConfig::default()).await.unwrap();
            let slow_service = init_service(application(slow.state.clone())).await;
            // Twice, for what is different once a key was used.
            for (uri, method) in [
                ("/auth", Method::GET),
                ("/auth?scope=read:findings&ok=200", Method::GET),
                ("/auth?scope=write:findings", Method::GET),
                ("/auth?scope=nonsense", Method::GET),
                ("/auth", Method::HEAD),
                ("/auth", Method::POST),
                ("/health/live", Method::GET),
            ] {
                let request = |world: &World| {
                    let request = world.request(uri).method(method.clone());
                    request.insert_header(("X-Request-Id", "r-1")).to_request()
                };
                let answer = whole(quick_service.call(request(&quick)).await).await;
                let expected = slow_service.call(request(&slow)).await.map(Response::from);
                assert_eq!(answer, whole(expected).await, "{uri} {method}");
                assert_eq!(quick.counted(), slow.counted(), "{uri} {method}");
            }
        }
    }
}

#[actix_web::test]
async fn a_key_that_nobody_issued_is_looked_up_once() {
    let mut state = Arc::into_inner(World::new(|_| {}, Options::default()).state.into_inner());
    let mut locator = MockKeyLocator::new();
    locator.expect_locate().once().returning(|_| Ok(None));
    state.as_mut().unwrap().env.locator = Box::new(locator);
    let state = Data::new(state.unwrap());
    let service = FastPath::before(application(state.clone()), state.clone());
    let service = service.new_service(AppConfig::default()).await.unwrap();
    let other = state.env.format.generate([8; 32]);
    let authorization = format!("ApiKey {}", other.expose());
    let request = TestRequest::with_uri("/auth").insert_header(("Authorization", authorization));
    let (status, _, _) = whole(service.call(request.to_request()).await).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
}
