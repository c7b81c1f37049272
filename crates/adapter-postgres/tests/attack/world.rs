//! Two tenants, a victim whose every value is marked, and an attacker who sees what the server says.

use std::future::poll_fn;

use aiia_keys_test_support::{Role, TestDatabase};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio_postgres::{AsyncMessage, Client, Config, NoTls, SimpleQueryMessage};

/// The victim, the attacker, and a tenant that does not exist.
pub(crate) const VICTIM: &str = "aaaaaaaa-aaaa-7aaa-aaaa-aaaaaaaaaaaa";
pub(crate) const ATTACKER: &str = "bbbbbbbb-bbbb-7bbb-bbbb-bbbbbbbbbbbb";
pub(crate) const NOBODY: &str = "cccccccc-cccc-7ccc-cccc-cccccccccccc";

/// What the victim's ids, digests and texts contain.
const MARKS: [&str; 2] = ["aaaaaaaaaa", "marker-a"];

/// Rows of one tenant in every table; `{x}` is its letter.
const ROWS: &str = "
INSERT INTO organization VALUES ('{id}', 'marker-{x}', 'marker-{x}', 365, 30, '{marker-{x}}', 9, false, now(), NULL, 1);
INSERT INTO organization_slug VALUES ('{id}', 'marker-{x}');
INSERT INTO api_key (org_id, id, label, scopes, sources, last_four, pepper, digest, created_at, created_by,
                     expires_at, revoked_at, revoked_by, revocation_reason, version)
VALUES ('{id}', '{id}', 'marker-{x}', '{marker-{x}}', '{marker-{x}}', 'abcd', 1, decode(repeat('{x}', 64), 'hex'),
        now(), 'marker-{x}', now() + interval '9 days', NULL, NULL, NULL, 1),
       ('{id}', '{id2}', 'marker-{x}', '{marker-{x}}', NULL, 'abcd', 1, decode(repeat('{x}1', 32), 'hex'),
        now(), 'marker-{x}', now(), now(), 'marker-{x}', 'marker-{x}', 1);
INSERT INTO member VALUES ('{id}', '{id}', 'marker-{x}@example.com', 'marker-{x}', 'owner', now(), NULL, 'marker-{x}', 1);
INSERT INTO invitation VALUES ('{id}', '{id}', decode(repeat('{x}', 64), 'hex'), now(), NULL);
INSERT INTO session VALUES ('{id}', '{id}', '{id}', decode(repeat('{x}', 64), 'hex'), now(), now(), NULL);
INSERT INTO done_request VALUES ('{id}', 'marker-{x}', decode(repeat('{x}', 64), 'hex'), decode(repeat('{x}', 64), 'hex'), 'marker-{x}', now());
INSERT INTO trail_entry VALUES ('{id}', 1, now(), 'marker-{x}', 'marker-{x}', 'marker-{x}', '{\"a\": \"marker-{x}\"}',
        'marker-{x}', decode(repeat('{x}', 64), 'hex'), decode(repeat('{x}', 64), 'hex'));
INSERT INTO trail_head VALUES ('{id}', 1, decode(repeat('{x}', 64), 'hex'));
INSERT INTO key_usage VALUES ('{id}', '{id}', 'marker-{x}', now(), 'marker-{x}');
INSERT INTO key_usage_day VALUES ('{id}', '{id}', 0, 'marker-{x}', 'marker-{x}', '2026-01-01', array_fill(1, ARRAY[24]));
INSERT INTO entity VALUES ('{id}', '{id}', 'process', 'marker-{x}', 'marker-{x}', NULL, NULL, 0, now(), now(), 1);
INSERT INTO finding VALUES ('{id}', '{id}', '{id}', 'marker-{x}', 'marker-{x}', 'high', '2026-01-01', 'draft', NULL, NULL,
        now(), 'marker-{x}', now(), 1);
INSERT INTO recommendation VALUES ('{id}', '{id}', '{id}', 'marker-{x}', now(), 'marker-{x}');
INSERT INTO action_plan VALUES ('{id}', '{id}', '{id}', '{id}', 'marker-{x}', 'marker-{x}', '2027-01-01', now(), now(),
        'planned', 1, 1);
INSERT INTO remediation_log_entry VALUES ('{id}', '{id}', 1, now(), 'marker-{x}', NULL, 'planned', 'marker-{x}');
INSERT INTO test_procedure VALUES ('{id}', '{id}', '{id}', 'marker-{x}', 'marker-{x}', now(), 'marker-{x}', 1);
INSERT INTO evidence VALUES ('{id}', '{id}', 'marker-{x}', 'marker-{x}', now(), 'marker-{x}', 'attached', NULL, 1,
        decode(repeat('{x}', 64), 'hex'), now(), now(), 1);
INSERT INTO evidence_attachment VALUES ('{id}', '{id}', '{id}', now(), 'marker-{x}');
INSERT INTO connector VALUES ('{id}', '{id}', 'marker-{x}', 'https://marker-{x}.example.com/', 'json', 'bearer', 1,
        decode(repeat('{x}', 64), 'hex'), now(), 'marker-{x}', now(), NULL, 1);
INSERT INTO connector_run VALUES ('{id}', '{id}', '{id}', false, now(), 'marker-{x}', 'failed', NULL, now(),
        NULL, NULL, NULL, NULL, NULL, 'marker-{x}', 'marker-{x}', '[\"marker-{x}\"]', '[\"marker-{x}\"]', 1);
";

/// A table of tenants, and the columns of it that the service may read, separated by commas.
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) name: String,
    pub(crate) columns: String,
}

/// A database with the two tenants.
pub(crate) struct World {
    pub(crate) database: TestDatabase,
    pub(crate) admin: Client,
    pub(crate) tables: Vec<Table>,
}

impl World {
    pub(crate) async fn new() -> Self {
        let database = TestDatabase::create().await.unwrap();
        let admin = database.connect(Role::Admin).await.unwrap();
        for (letter, id) in [("a", VICTIM), ("b", ATTACKER)] {
            let second = id.replacen(letter, "1", 1);
            let rows = ROWS
                .replace("{x}", letter)
                .replace("{id}", id)
                .replace("{id2}", &second);
            admin.batch_execute(&rows).await.unwrap();
        }
        // Statistics know values; they must not tell them.
        admin.batch_execute("ANALYZE").await.unwrap();
        let tables = "SELECT c.relname::text, string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) \
             FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid \
             WHERE c.relnamespace = 'aiia_keys'::regnamespace AND c.relkind IN ('r', 'p') AND a.attnum > 0 \
               AND NOT a.attisdropped AND EXISTS (SELECT FROM pg_attribute o \
                   WHERE o.attrelid = c.oid AND o.attname = 'org_id' AND NOT o.attisdropped) \
               AND has_column_privilege('aiia_app', c.oid, a.attnum, 'SELECT') \
             GROUP BY c.relname ORDER BY c.relname";
        let rows = admin.query(tables, &[]).await.unwrap();
        let tables: Vec<_> = rows
            .iter()
            .map(|row| Table {
                name: row.get(0),
                columns: row.get(1),
            })
            .collect();
        for Table { name, .. } in &tables {
            let query = format!("SELECT count(DISTINCT org_id) FROM {name}");
            let tenants: i64 = admin.query_one(&query, &[]).await.unwrap().get(0);
            assert_eq!(
                tenants, 2,
                "the new table {name} needs a row of each tenant in ROWS"
            );
        }
        Self {
            database,
            admin,
            tables,
        }
    }

    /// The service's role.
    pub(crate) async fn attacker(&self) -> Attacker {
        Attacker::connect(&self.database.config(Role::App)).await
    }
}

/// A connection, and all that the server says over it.
pub(crate) struct Attacker {
    pub(crate) client: Client,
    messages: UnboundedReceiver<String>,
}

impl Attacker {
    pub(crate) async fn connect(config: &Config) -> Self {
        let (client, mut connection) = config.connect(NoTls).await.unwrap();
        let (sender, messages) = unbounded_channel();
        tokio::spawn(async move {
            while let Some(Ok(message)) = poll_fn(|cx| connection.poll_message(cx)).await {
                let text = match message {
                    AsyncMessage::Notice(notice) => format!("{notice:?}"),
                    AsyncMessage::Notification(heard) => format!("heard {}", heard.payload()),
                    _ => continue,
                };
                let _ = sender.send(text);
            }
        });
        Self { client, messages }
    }

    /// Runs one statement, and gives everything that came back, an error in all its fields.
    pub(crate) async fn run(&mut self, statement: &str) -> Seen {
        let mut seen = Seen::default();
        match self.client.simple_query(statement).await {
            Ok(answers) => answers.iter().for_each(|answer| seen.add(answer)),
            Err(error) => {
                let error = error.as_db_error().expect("the connection holds");
                seen.code = Some(error.code().code().to_owned());
                seen.text.push(format!("{error:?}"));
            }
        }
        while let Ok(message) = self.messages.try_recv() {
            seen.text.push(message);
        }
        seen
    }

    /// The same in a transaction of a tenant, which is then rolled back.
    pub(crate) async fn run_in(&mut self, tenant: &str, statement: &str) -> Seen {
        self.begin(tenant).await;
        let seen = self.run(statement).await;
        self.client.batch_execute("ROLLBACK").await.unwrap();
        seen
    }

    /// Begins a transaction of a tenant, as the service does.
    pub(crate) async fn begin(&self, tenant: &str) {
        self.client.batch_execute("BEGIN").await.unwrap();
        self.set_tenant(tenant).await;
    }

    pub(crate) async fn set_tenant(&self, tenant: &str) {
        let set = "SELECT set_config('app.org_id', $1, true)";
        self.client.execute(set, &[&tenant]).await.unwrap();
    }
}

/// What came back.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) text: Vec<String>,
    /// How many rows came back, or were changed.
    pub(crate) rows: u64,
    /// The SQLSTATE of an error.
    pub(crate) code: Option<String>,
}

impl Seen {
    fn add(&mut self, answer: &SimpleQueryMessage) {
        match answer {
            SimpleQueryMessage::Row(row) => {
                let fields = (0..row.len()).map(|column| row.get(column).unwrap_or("NULL"));
                self.text.push(fields.collect::<Vec<_>>().join("|"));
            }
            SimpleQueryMessage::CommandComplete(rows) => self.rows += rows,
            _ => {}
        }
    }

    /// Whether anything of the victim's is in it.
    pub(crate) fn leaks(&self) -> bool {
        self.text.iter().any(|text| leaks(text))
    }
}

/// Whether a text holds a mark of the victim.
pub(crate) fn leaks(text: &str) -> bool {
    let plain = text.replace('-', "").to_lowercase();
    MARKS
        .iter()
        .any(|mark| plain.contains(&mark.replace('-', "")))
}
