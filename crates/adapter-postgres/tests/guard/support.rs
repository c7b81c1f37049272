//! What the guard says of a database.

use aiia_keys_postgres::guard::{Finding, Report, inspect};
use aiia_keys_test_support::{Role, TestDatabase};

pub(crate) async fn report(database: &TestDatabase, role: Role) -> Report {
    inspect(&mut database.connect(role).await.unwrap())
        .await
        .unwrap()
}

/// What the guard says to the service, apart from the server's version, which is not this test's.
pub(crate) async fn found(database: &TestDatabase) -> Vec<Finding> {
    without_release(report(database, Role::App).await)
}

pub(crate) fn without_release(report: Report) -> Vec<Finding> {
    let about_the_server = ["server_leaks", "server_untested", "server_too_old"];
    let mut findings = report.findings;
    findings.retain(|finding| !about_the_server.contains(&finding.code()));
    findings
}

/// A database in which an administrator has done something.
pub(crate) async fn spoiled(statement: &str) -> TestDatabase {
    let database = TestDatabase::create().await.unwrap();
    let admin = database.connect(Role::Admin).await.unwrap();
    admin.batch_execute(statement).await.unwrap();
    database
}

/// The same, by codes only.
pub(crate) async fn codes(database: &TestDatabase) -> Vec<&'static str> {
    found(database).await.iter().map(Finding::code).collect()
}
