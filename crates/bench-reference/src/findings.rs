//! A tenant's findings: the transaction that the service runs for them, by hand, and the same JSON.

use std::{error::Error, fmt};

use actix_web::{HttpResponse, web::Data};
use futures_util::try_join;
use serde::{Serialize, Serializer};
use time::{Date, Duration, OffsetDateTime};
use tokio_postgres::{
    Client, Row, Statement,
    types::{FromSql, ToSql, Type},
};
use uuid::Uuid;

use crate::server::Database;

/// The service's statement. It reads one row more than it shows, to know whether there is a next page.
const LIST: &str = "SELECT org_id, id, entity_id, title, description, severity, raised_on, status, \
                    issued_at, closed_at, created_at, created_by, updated_at, version \
                    FROM aiia_keys.finding ORDER BY created_at DESC, id DESC LIMIT $1";
/// Findings on a page.
const PAGE: usize = 20;
/// 2000-01-01, from which PostgreSQL counts.
const EPOCH: Duration = Duration::days(10_957);

/// A connection as the service's own role, on which every transaction is one tenant's.
pub(crate) struct Tenant {
    client: Client,
    /// Opens the transaction and names the tenant, in one message.
    begin: String,
    list: Statement,
}

impl Tenant {
    /// On a connection, and for the tenant with this id.
    pub(crate) async fn new(client: Client, id: &str) -> anyhow::Result<Self> {
        let id: Uuid = id.parse()?;
        Ok(Self {
            begin: format!("BEGIN; SET LOCAL app.org_id = '{id}'"),
            list: client.prepare(LIST).await?,
            client,
        })
    }

    /// All three messages travel together. They are put on the connection's queue at once, so that the
    /// transactions of several requests follow one another on it and never mix.
    async fn rows(&self) -> Result<Vec<Row>, tokio_postgres::Error> {
        let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
        let values: [&(dyn ToSql + Sync); 1] = [&limit];
        let ((), rows, ()) = try_join!(
            self.client.batch_execute(&self.begin),
            self.client.query(&self.list, &values),
            self.client.batch_execute("COMMIT"),
        )?;
        Ok(rows)
    }
}

/// A finding as the service shows it.
#[derive(Serialize)]
struct Finding<'a> {
    id: Text<Uuid>,
    entity: Text<Uuid>,
    title: &'a str,
    description: &'a str,
    severity: &'a str,
    status: &'a str,
    raised_on: Text<Day>,
    issued_at: Option<Text<Instant>>,
    closed_at: Option<Text<Instant>>,
    created_at: Text<Instant>,
    created_by: &'a str,
    updated_at: Text<Instant>,
}

impl<'a> Finding<'a> {
    fn read(row: &'a Row) -> Result<Self, tokio_postgres::Error> {
        Ok(Self {
            id: Text(row.try_get(1)?),
            entity: Text(row.try_get(2)?),
            title: row.try_get(3)?,
            description: row.try_get(4)?,
            severity: row.try_get(5)?,
            raised_on: Text(row.try_get(6)?),
            status: row.try_get(7)?,
            issued_at: row.try_get::<_, Option<_>>(8)?.map(Text),
            closed_at: row.try_get::<_, Option<_>>(9)?.map(Text),
            created_at: Text(row.try_get(10)?),
            created_by: row.try_get(11)?,
            updated_at: Text(row.try_get(12)?),
        })
    }
}

/// The transaction and the JSON; whoever asks, and with which key.
pub(crate) async fn list(database: Data<Database>) -> HttpResponse {
    match database.tenant.rows().await {
        Ok(rows) => {
            let shown = rows.iter().take(PAGE).map(Finding::read);
            match shown.collect::<Result<Vec<_>, _>>() {
                Ok(findings) => HttpResponse::Ok().json(findings),
                Err(_) => HttpResponse::InternalServerError().finish(),
            }
        }
        Err(_) => HttpResponse::ServiceUnavailable().finish(),
    }
}

/// A value that is written as a text, straight into the answer.
struct Text<T>(T);

impl<T: fmt::Display> Serialize for Text<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

/// A `timestamptz`.
struct Instant(OffsetDateTime);

impl FromSql<'_> for Instant {
    fn from_sql(_: &Type, raw: &[u8]) -> Result<Self, Box<dyn Error + Sync + Send>> {
        let since = Duration::microseconds(i64::from_be_bytes(raw.try_into()?));
        let at = (OffsetDateTime::UNIX_EPOCH + EPOCH).checked_add(since);
        Ok(Self(at.ok_or("an instant beyond the calendar")?))
    }

    fn accepts(ty: &Type) -> bool {
        *ty == Type::TIMESTAMPTZ
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (hour, minute, second, micro) = self.0.to_hms_micro();
        Day(self.0.date()).fmt(f)?;
        write!(f, "T{hour:02}:{minute:02}:{second:02}")?;
        if micro != 0 {
            write!(f, ".{micro:06}")?;
        }
        f.write_str("Z")
    }
}

/// A `date`.
struct Day(Date);

impl FromSql<'_> for Day {
    fn from_sql(_: &Type, raw: &[u8]) -> Result<Self, Box<dyn Error + Sync + Send>> {
        let since = Duration::days(i32::from_be_bytes(raw.try_into()?).into());
        let day = (OffsetDateTime::UNIX_EPOCH + EPOCH)
            .date()
            .checked_add(since);
        Ok(Self(day.ok_or("a day beyond the calendar")?))
    }

    fn accepts(ty: &Type) -> bool {
        *ty == Type::DATE
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.0.to_calendar_date();
        write!(f, "{year:04}-{:02}-{day:02}", u8::from(month))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_and_days_are_written_as_the_service_does() {
        let instant = |micros: i64| {
            let read = Instant::from_sql(&Type::TIMESTAMPTZ, &micros.to_be_bytes());
            read.unwrap().to_string()
        };
        assert_eq!(instant(0), "2000-01-01T00:00:00Z");
        assert_eq!(instant(86_400_000_001), "2000-01-02T00:00:00.000001Z");
        let day = |days: i32| {
            let read = Day::from_sql(&Type::DATE, &days.to_be_bytes());
            read.unwrap().to_string()
        };
        assert_eq!(day(59), "2000-02-29");
        assert_eq!(day(-1), "1999-12-31");
    }
}
