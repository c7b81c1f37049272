//! Ways to read, none of which may bring back a row of another tenant.

use crate::world::{ATTACKER, Attacker, Table, VICTIM, World};

/// `{t}` is a table, `{c}` its readable columns, `{victim}` and `{own}` ids of tenants.
const PROBES: &[(&str, &str)] = &[
    ("all rows", "SELECT {c} FROM {t}"),
    (
        "by the victim's id",
        "SELECT {c} FROM {t} WHERE org_id = {victim}",
    ),
    (
        "all but the own",
        "SELECT {c} FROM {t} WHERE org_id <> {own}",
    ),
    (
        "a condition that is always true",
        "SELECT {c} FROM {t} WHERE org_id = {own} OR true",
    ),
    (
        "by place on disk",
        "SELECT {c} FROM {t} WHERE ctid = ANY (ARRAY['(0,1)', '(0,2)', '(0,3)']::tid[])",
    ),
    (
        "system columns",
        "SELECT tableoid, ctid, xmin, {c} FROM {t} WHERE xmin IS NOT NULL",
    ),
    (
        "a sample",
        "SELECT {c} FROM {t} TABLESAMPLE BERNOULLI (100)",
    ),
    (
        "an aggregate",
        "SELECT string_agg(x::text, ';') FROM (SELECT {c} FROM {t}) x",
    ),
    (
        "an aggregate as JSON",
        "SELECT json_agg(x) FROM (SELECT {c} FROM {t}) x",
    ),
    (
        "the extremes",
        "SELECT min(org_id::text), max(org_id::text) FROM {t}",
    ),
    (
        "groups",
        "SELECT org_id, count(*) FROM {t} GROUP BY GROUPING SETS ((org_id), ()) HAVING count(*) > 0",
    ),
    (
        "a window",
        "SELECT {c}, lag(org_id) OVER (ORDER BY org_id DESC) FROM {t}",
    ),
    (
        "distinct",
        "SELECT DISTINCT ON (org_id) {c} FROM {t} ORDER BY org_id",
    ),
    (
        "a union",
        "SELECT {c} FROM {t} UNION ALL SELECT {c} FROM {t}",
    ),
    (
        "a common table expression",
        "WITH x AS MATERIALIZED (SELECT {c} FROM {t}) SELECT * FROM x",
    ),
    (
        "one that is folded in",
        "WITH x AS NOT MATERIALIZED (SELECT {c} FROM {t}) SELECT * FROM x WHERE org_id = {victim}",
    ),
    (
        "a recursive one",
        "WITH RECURSIVE x AS (SELECT org_id FROM {t} UNION SELECT t.org_id FROM {t} t, x) SELECT * FROM x",
    ),
    (
        "a lateral join",
        "SELECT l.* FROM organization o, LATERAL (SELECT {c} FROM {t} WHERE true OR org_id = o.org_id) l",
    ),
    (
        "an outer join",
        "SELECT r.* FROM (VALUES ({victim})) v (id) LEFT JOIN (SELECT {c} FROM {t}) r ON r.org_id = v.id",
    ),
    (
        "a scalar subquery",
        "SELECT (SELECT max(x::text) FROM (SELECT {c} FROM {t}) x WHERE org_id = {victim})",
    ),
    (
        "an array of a subquery",
        "SELECT ARRAY(SELECT x::text FROM (SELECT {c} FROM {t}) x)",
    ),
    (
        "a cursor",
        "DECLARE k SCROLL CURSOR FOR SELECT {c} FROM {t}; FETCH ALL FROM k; FETCH BACKWARD ALL FROM k",
    ),
    (
        "a subquery for a cursor's place",
        "DECLARE k CURSOR FOR SELECT {c} FROM {t} FOR SHARE; FETCH ALL FROM k",
    ),
    (
        "XML of a query",
        "SELECT query_to_xml('SELECT {c} FROM {t}', true, false, '')",
    ),
    (
        "XML of a cursor",
        "DECLARE k CURSOR FOR SELECT {c} FROM {t}; SELECT cursor_to_xml('k', 9, true, false, '')",
    ),
    (
        "words of a query",
        "SELECT word FROM ts_stat('SELECT to_tsvector(''simple'', replace(x::text, ''-'', '''')) FROM (SELECT {c} FROM {t}) x')",
    ),
    (
        "a block that raises notices",
        "DO $$ DECLARE r record; BEGIN FOR r IN SELECT {c} FROM {t} LOOP RAISE NOTICE '%', r; END LOOP; END $$",
    ),
    (
        "a block that builds its query",
        "DO $$ DECLARE r record; BEGIN FOR r IN EXECUTE 'SELECT {c} FROM {t}' LOOP RAISE NOTICE '%', r; END LOOP; END $$",
    ),
    (
        "an error that quotes",
        "SELECT x::text::int FROM (SELECT {c} FROM {t} WHERE org_id <> {own}) x",
    ),
    (
        "an error in a condition",
        "SELECT 1 FROM {t} WHERE org_id <> {own} AND (org_id::text)::int > 0",
    ),
    (
        "a cast before the condition",
        "SELECT 1 FROM {t} WHERE CASE WHEN org_id <> {own} THEN org_id::text::int > 0 END",
    ),
    (
        "a planted function in a condition",
        "SELECT 1 FROM {t} WHERE public.tell({t}.org_id::text)",
    ),
    (
        "a planted operator",
        "SELECT 1 FROM {t} WHERE org_id::text OPERATOR(public.===) 'x'",
    ),
    (
        "a planted function for order",
        "SELECT 1 FROM {t} ORDER BY public.tell(org_id::text) LIMIT 1",
    ),
    (
        "a planted function in a join",
        "SELECT 1 FROM organization o JOIN {t} t ON public.tell(t.org_id::text)",
    ),
    ("rows that are locked", "SELECT {c} FROM {t} FOR KEY SHARE"),
];

/// Probes of one table each, for which existence is enough: they give `t` when there is a leak.
const EXISTENCE: &[(&str, &str)] = &[
    (
        "exists",
        "SELECT EXISTS (SELECT FROM {t} WHERE org_id = {victim})",
    ),
    ("in", "SELECT {victim} IN (SELECT org_id FROM {t})"),
    ("any", "SELECT {victim} = ANY (SELECT org_id FROM {t})"),
    (
        "a count",
        "SELECT count(*) > 0 FROM {t} WHERE org_id = {victim}",
    ),
    (
        "a division by zero",
        "SELECT 1.0 / (SELECT count(*) FROM {t} WHERE org_id = {victim}) > 0",
    ),
];

/// Functions such as a careless administrator could leave behind: they tell all that passes by.
const PLANTED: &str = "
    CREATE FUNCTION public.tell(text) RETURNS boolean LANGUAGE plpgsql COST 0.0000001
        AS $$ BEGIN RAISE NOTICE 'saw %', $1; RETURN true; END $$;
    CREATE FUNCTION public.tell2(text, text) RETURNS boolean LANGUAGE plpgsql COST 0.0000001
        AS $$ BEGIN RAISE NOTICE 'saw %', $1; RETURN true; END $$;
    CREATE OPERATOR public.=== (LEFTARG = text, RIGHTARG = text, FUNCTION = public.tell2);
    GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO PUBLIC;";

/// How a probe asks: as a tenant, or with nobody's name.
#[derive(Clone, Copy)]
pub(crate) enum As {
    Attacker,
    Nobody,
}

/// Lays the traps that some probes use.
pub(crate) async fn plant(world: &World) {
    world.admin.batch_execute(PLANTED).await.unwrap();
}

/// Runs every probe on every table; gives `probe on table` for each that brought something back.
pub(crate) async fn leaking(world: &World, attacker: &mut Attacker, who: As) -> Vec<String> {
    let mut leaking = Vec::new();
    for table in &world.tables {
        for (name, probe) in all() {
            let statement = fill(probe, table);
            let seen = match who {
                As::Attacker => attacker.run_in(ATTACKER, &statement).await,
                As::Nobody => {
                    attacker.client.batch_execute("BEGIN").await.unwrap();
                    let seen = attacker.run(&statement).await;
                    attacker.client.batch_execute("ROLLBACK").await.unwrap();
                    seen
                }
            };
            let errors = seen.code.as_deref().filter(|code| !expected(code));
            assert_eq!(errors, None, "{name} on {}: {seen:?}", table.name);
            if seen.leaks() || seen.text.iter().any(|text| text == "t") {
                leaking.push(format!("{name} on {}", table.name));
            }
        }
    }
    leaking
}

/// How many probes there are for each table.
pub(crate) fn number() -> usize {
    all().count()
}

fn all() -> impl Iterator<Item = &'static (&'static str, &'static str)> {
    PROBES.iter().chain(EXISTENCE)
}

/// The errors that probes provoke; any other would mean that a probe is not what it says.
fn expected(code: &str) -> bool {
    // A cast of a text, a division by zero, a right that is missing (locks need one to update).
    ["22P02", "22012", "42501"].contains(&code)
}

pub(crate) fn fill(statement: &str, table: &Table) -> String {
    // Ids are put together by the server: an error that quotes the statement must not be taken for a leak.
    let id = |id: &str| {
        format!(
            "translate('{}', 'xy', '{}')::uuid",
            id.replace(['a', 'b'], "x"),
            &id[..1]
        )
    };
    statement
        .replace("{t}", &table.name)
        .replace("{c}", &table.columns)
        .replace("{victim}", &id(VICTIM))
        .replace("{own}", &id(ATTACKER))
}
