//! A run shares one container, which holds test databases like any server, and ends with the run.

use std::path::Path;

use super::{Container, LABEL, engine, start};
use crate::{
    ContainerError, Role, TestDatabase, TestDatabaseError,
    provider::run::{
        share,
        testing::{Runner, base, wait},
    },
    server,
};

/// A whole life in one test, so that one container is enough.
#[test]
fn a_run_shares_one_container_that_ends_with_it() {
    let provider = Container::new();
    let (base, mut runner) = (base(), Runner::start());
    if let Err(reason) = engine::check(&provider.image) {
        println!("{}: container provider not exercised", short(&reason));
        is_refused(&provider, base.path(), &mut runner, &reason);
        return;
    }

    let (first, watcher) = share(&provider, base.path(), runner.pid()).unwrap();
    let (second, other) = share(&provider, base.path(), runner.pid()).unwrap();
    let counts = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(rows_seen(&first));
    let folder = base.path().join(runner.pid().to_string());
    let name = std::fs::read_to_string(folder.join("name")).unwrap();
    let during = containers(&name);
    let ports = ask(&["port", &name]);
    runner.kill();
    wait(watcher);

    assert_eq!((first, other.is_none()), (second, true));
    // Without a tenant, as the tenant, and as another one.
    assert_eq!(counts, [0, 1, 0]);
    assert_eq!((during, containers(&name), folder.exists()), (1, 0, false));
    let local = ports.lines().all(|line| line.contains("-> 127.0.0.1:"));
    assert!(
        local || std::env::var_os("DOCKER_HOST").is_some(),
        "{ports}"
    );
}

#[test]
fn a_server_that_ends_at_once_is_an_error_with_its_log_and_leaves_no_container() {
    let image = Container::new().image;
    if let Err(reason) = engine::check(&image) {
        println!("{}: container provider not exercised", short(&reason));
        let text = reason.to_string();
        assert!(text.contains("TEST_DATABASE_PROVIDER") || text.contains("cargo xtask image"));
        return;
    }
    let name = format!("aiia-keys-tests-{}", start::random());

    let error = start::start(&image, &name, &["no_such_setting"]).err();

    let log = error.map(|error| error.to_string()).unwrap_or_default();
    let told = log.contains("unrecognized configuration parameter \"no_such_setting\"");
    assert_eq!((told, containers(&name)), (true, 0), "{log}");
}

/// How many organizations the service sees in a test's own database.
async fn rows_seen(admin: &str) -> [i64; 3] {
    let server = server::open(admin.parse().unwrap(), false).await.unwrap();
    let server = Box::leak(Box::new(server));
    let database = TestDatabase::create_on(server).await.unwrap();
    let tenant = "00000000-0000-4000-8000-000000000001";
    let other = "00000000-0000-4000-8000-000000000002";
    let admin = database.connect(Role::Admin).await.unwrap();
    let insert = format!(
        "INSERT INTO organization (org_id, slug, name, maximum_lifetime, rotation_period,
             grantable, maximum_active_keys, sources_required, created_at, version)
         VALUES ('{tenant}', 'acme', 'Acme', 365, 30, '{{}}', 10, false, now(), 1)"
    );
    admin.batch_execute(&insert).await.unwrap();

    let service = database.connect(Role::App).await.unwrap();
    let mut counts = [0; 3];
    for (count, tenant) in counts.iter_mut().zip(["", tenant, other]) {
        let set = "SELECT set_config('app.org_id', $1, false)";
        service.execute(set, &[&tenant]).await.unwrap();
        let query = "SELECT count(*) FROM organization";
        *count = service.query_one(query, &[]).await.unwrap().get(0);
    }
    counts
}

fn is_refused(provider: &Container, base: &Path, runner: &mut Runner, reason: &ContainerError) {
    let refused = share(provider, base, runner.pid());
    runner.kill();
    let Err(TestDatabaseError::Container(error)) = refused else {
        panic!("a container was started although there is a reason against it: {reason}")
    };
    assert_eq!(error.to_string(), reason.to_string());
}

fn short(reason: &ContainerError) -> String {
    match reason {
        ContainerError::NoImage { image } => format!("no image `{image}`"),
        _ => "no Docker engine answers".to_owned(),
    }
}

fn containers(name: &str) -> usize {
    let filter = format!("label={LABEL}={name}");
    ask(&["ps", "--all", "--quiet", "--filter", &filter])
        .lines()
        .count()
}

fn ask(arguments: &[&str]) -> String {
    let output = engine::docker().args(arguments).output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}
