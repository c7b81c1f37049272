//! The handlers.

use std::{
    io::{self, Write as _},
    net::TcpListener,
};

use actix_web::{
    App, HttpRequest, HttpResponse, HttpServer,
    http::header::AUTHORIZATION,
    rt,
    web::{self, Data},
};
use tokio_postgres::{Client, NoTls, Statement};

use crate::{
    findings::{self, Tenant},
    variable,
};

/// The connections of one worker; requests are pipelined on them.
pub(crate) struct Database {
    client: Client,
    by_token: Statement,
    pub(crate) tenant: Tenant,
}

async fn connect() -> anyhow::Result<Database> {
    let client = connection("DATABASE_URL").await?;
    let by_token = client
        .prepare(
            "SELECT id, scopes FROM reference_key \
             WHERE token = $1 AND revoked_at IS NULL AND expires_at > now()",
        )
        .await?;
    let of_tenant = connection("TENANT_DATABASE_URL").await?;
    let tenant = Tenant::new(of_tenant, &variable("TENANT")?).await?;
    Ok(Database {
        client,
        by_token,
        tenant,
    })
}

async fn connection(url: &str) -> anyhow::Result<Client> {
    let (client, connection) = tokio_postgres::connect(&variable(url)?, NoTls).await?;
    rt::spawn(connection);
    Ok(client)
}

async fn bare() -> HttpResponse {
    HttpResponse::NoContent().finish()
}

async fn select(request: HttpRequest, database: Data<Database>) -> HttpResponse {
    let authorization = request.headers().get(AUTHORIZATION);
    let token = authorization.and_then(|value| value.to_str().ok()?.strip_prefix("ApiKey "));
    let Some(token) = token else {
        return HttpResponse::Unauthorized().finish();
    };
    let Database {
        client, by_token, ..
    } = database.as_ref();
    match client.query_opt(by_token, &[&token]).await {
        Ok(Some(row)) if row.get::<_, Vec<&str>>("scopes").contains(&"read:findings") => {
            HttpResponse::NoContent().finish()
        }
        Ok(Some(_)) => HttpResponse::Forbidden().finish(),
        Ok(None) => HttpResponse::Unauthorized().finish(),
        Err(_) => HttpResponse::ServiceUnavailable().finish(),
    }
}

/// Serves until it is ended, and prints where.
#[actix_web::main]
pub(crate) async fn run() -> anyhow::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    writeln!(
        io::stdout(),
        "listening on http://{}",
        listener.local_addr()?
    )?;
    let server = HttpServer::new(|| {
        App::new()
            .data_factory(connect)
            .route("/bare", web::get().to(bare))
            .route("/select", web::get().to(select))
            .route("/findings", web::get().to(findings::list))
    });
    Ok(server.listen(listener)?.run().await?)
}
