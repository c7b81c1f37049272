//! The roles: on servers of the tests' own, because roles belong to the whole server.

use std::{
    fs::{self, Permissions},
    os::unix::fs::PermissionsExt as _,
};

use aiia_keys_postgres::{
    embedded::{Cluster, Durability, Options},
    migrate::{BootstrapError, Password, Passwords, bootstrap, run},
};
use diesel_async::{AsyncConnection as _, AsyncPgConnection};
use tokio_postgres::{Client, NoTls};

use crate::schema::FIRST;

async fn connect(url: &str) -> Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}

async fn private_server() -> (tempfile::TempDir, Cluster) {
    tokio::task::spawn_blocking(|| {
        let folder = tempfile::tempdir().unwrap();
        fs::set_permissions(folder.path(), Permissions::from_mode(0o711)).unwrap();
        let cluster = Cluster::start(&Options {
            durability: Durability::None,
            settings: vec![("log_statement".into(), "all".into())],
            ..Options::new(folder.path().join("data"))
        })
        .unwrap();
        (folder, cluster)
    })
    .await
    .unwrap()
}

const ATTRIBUTES: &str = "SELECT rolname::text || CASE WHEN rolcanlogin THEN ' login' ELSE '' END \
    || CASE WHEN rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication \
            OR rolinherit THEN ' TOO MUCH' ELSE '' END \
    FROM pg_roles WHERE starts_with(rolname, 'aiia_') ORDER BY rolname";

async fn roles(client: &Client) -> Vec<String> {
    client
        .query(ATTRIBUTES, &[])
        .await
        .unwrap()
        .iter()
        .map(|row| row.get(0))
        .collect()
}

#[tokio::test]
async fn nodes_that_make_the_roles_at_once_all_succeed() {
    let (_folder, cluster) = private_server().await;
    let admin = connect(&cluster.connection("postgres", "postgres").url()).await;
    admin.batch_execute("CREATE DATABASE other").await.unwrap();

    let mut nodes = Vec::new();
    for number in 0..12 {
        // Locks are of one database, roles of the server: two databases get in each other's way.
        let database = ["postgres", "other"][number % 2];
        let url = cluster.connection("postgres", database).url();
        nodes.push(tokio::spawn(async move {
            bootstrap(&mut connect(&url).await, &Passwords::default()).await
        }));
    }
    for node in nodes {
        node.await.unwrap().unwrap();
    }

    assert_eq!(
        roles(&admin).await,
        ["aiia_app login", "aiia_locator", "aiia_owner login"]
    );
}

#[tokio::test]
async fn roles_that_may_too_much_are_cut_back() {
    let (_folder, cluster) = private_server().await;
    let mut admin = connect(&cluster.connection("postgres", "postgres").url()).await;
    let powerful = "CREATE ROLE aiia_app SUPERUSER BYPASSRLS CREATEROLE CREATEDB REPLICATION;
                    CREATE ROLE aiia_locator LOGIN";
    admin.batch_execute(powerful).await.unwrap();

    bootstrap(&mut admin, &Passwords::default()).await.unwrap();

    assert_eq!(
        roles(&admin).await,
        ["aiia_app login", "aiia_locator", "aiia_owner login"]
    );
}

#[tokio::test]
async fn an_administrator_who_is_no_superuser_can_prepare_a_database_of_its_own() {
    let (_folder, cluster) = private_server().await;
    let admin = connect(&cluster.connection("postgres", "postgres").url()).await;
    let role = "CREATE ROLE manager LOGIN CREATEROLE";
    admin.batch_execute(role).await.unwrap();
    admin
        .batch_execute("CREATE DATABASE keys OWNER manager")
        .await
        .unwrap();
    let mut manager = connect(&cluster.connection("manager", "keys").url()).await;

    bootstrap(&mut manager, &Passwords::default())
        .await
        .unwrap();
    let url = cluster.connection("aiia_owner", "keys").url();
    let applied = run(AsyncPgConnection::establish(&url).await.unwrap())
        .await
        .unwrap();
    assert_eq!(applied[0], FIRST);

    // What only a superuser may mend is refused, with the statement that mends it.
    admin
        .batch_execute("ALTER ROLE aiia_app BYPASSRLS")
        .await
        .unwrap();
    let refused = bootstrap(&mut manager, &Passwords::default())
        .await
        .unwrap_err();
    assert!(
        matches!(&refused, BootstrapError::TooPowerful { .. }),
        "{refused}"
    );
    assert!(
        refused
            .to_string()
            .contains("`ALTER ROLE aiia_app NOBYPASSRLS`"),
        "{refused}"
    );
}

#[tokio::test]
async fn a_password_never_reaches_the_server() {
    let (_folder, cluster) = private_server().await;
    let mut admin = connect(&cluster.connection("postgres", "postgres").url()).await;
    let password = "battery-staple-17";
    let app = Some(Password::new(password));

    bootstrap(&mut admin, &Passwords { owner: None, app })
        .await
        .unwrap();

    let stored = "SELECT rolname::text, rolpassword FROM pg_authid WHERE starts_with(rolname, 'aiia_') \
                  AND rolpassword IS NOT NULL";
    let rows = admin.query(stored, &[]).await.unwrap();
    let (role, verifier): (String, String) = (rows[0].get(0), rows[0].get(1));
    assert_eq!((rows.len(), role.as_str()), (1, "aiia_app"));
    assert!(verifier.starts_with("SCRAM-SHA-256$"), "{verifier}");
    let log = fs::read_to_string(cluster.data_folder().join("server.log")).unwrap();
    assert!(
        log.contains("ALTER ROLE aiia_app PASSWORD"),
        "the server logs statements"
    );
    assert!(!log.contains(password));
}
