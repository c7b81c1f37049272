//! A prepared statement that served one tenant serves the next one that one's rows only.

use tokio_postgres::Client;
use uuid::Uuid;

use crate::world::{ATTACKER, Attacker, VICTIM, World};

/// Statements that a service keeps prepared, with and without the tenant as a parameter.
const STATEMENTS: &[&str] = &[
    "SELECT org_id FROM member",
    "SELECT org_id FROM api_key WHERE label <> 'x' ORDER BY created_at DESC, id DESC LIMIT 50",
    "SELECT k.org_id FROM api_key k JOIN organization o ON o.org_id = k.org_id",
    "SELECT org_id FROM trail_entry WHERE EXISTS (SELECT FROM session)",
    "UPDATE member SET name = name RETURNING org_id",
];

async fn tenants(client: &Client, statement: &tokio_postgres::Statement) -> Vec<String> {
    let rows = client.query(statement, &[]).await.unwrap();
    let mut tenants: Vec<_> = rows
        .iter()
        .map(|row| row.get::<_, Uuid>(0).to_string())
        .collect();
    tenants.dedup();
    tenants
}

async fn commit(attacker: &Attacker) {
    attacker.client.batch_execute("COMMIT").await.unwrap();
}

#[tokio::test]
async fn each_execution_goes_by_the_tenant_of_its_own_transaction() {
    let world = World::new().await;
    // Plans may be made for the values of one execution, or once for all.
    for mode in ["auto", "force_generic_plan", "force_custom_plan"] {
        let attacker = world.attacker().await;
        attacker
            .client
            .batch_execute(&format!("SET plan_cache_mode = {mode}"))
            .await
            .unwrap();
        for text in STATEMENTS {
            // Prepared in the victim's transaction, as a cache of statements does.
            attacker.begin(VICTIM).await;
            let statement = attacker.client.prepare(text).await.unwrap();
            commit(&attacker).await;
            // After five executions `auto` takes a plan for all.
            for tenant in [VICTIM, ATTACKER].into_iter().cycle().take(14) {
                attacker.begin(tenant).await;
                let seen = tenants(&attacker.client, &statement).await;
                commit(&attacker).await;
                assert_eq!(seen, [tenant], "{mode}: {text}");
            }
            assert_eq!(
                tenants(&attacker.client, &statement).await,
                Vec::<String>::new(),
                "{mode}: {text}"
            );
        }
    }
}

#[tokio::test]
async fn a_function_keeps_its_plan_and_not_its_tenant() {
    let world = World::new().await;
    let function = "CREATE FUNCTION public.members() RETURNS SETOF uuid LANGUAGE plpgsql \
                    AS $$ BEGIN RETURN QUERY SELECT org_id FROM aiia_keys.member; END $$";
    world.admin.batch_execute(function).await.unwrap();
    let mut attacker = world.attacker().await;

    for tenant in [VICTIM, ATTACKER].into_iter().cycle().take(14) {
        let seen = attacker
            .run_in(tenant, "SELECT * FROM public.members()")
            .await;
        assert_eq!(seen.text, [tenant]);
    }
}

#[tokio::test]
async fn the_tenant_can_change_within_a_transaction_and_back_to_a_savepoint() {
    let world = World::new().await;
    let mut attacker = world.attacker().await;
    let members = "SELECT org_id FROM member";

    attacker.begin(ATTACKER).await;
    attacker.client.batch_execute("SAVEPOINT s").await.unwrap();
    attacker.set_tenant(VICTIM).await;
    let inner = attacker.run(members).await;
    attacker
        .client
        .batch_execute("ROLLBACK TO SAVEPOINT s")
        .await
        .unwrap();
    let outer = attacker.run(members).await;
    commit(&attacker).await;

    assert_eq!(
        (inner.text, outer.text),
        (vec![VICTIM.to_owned()], vec![ATTACKER.to_owned()])
    );
}
