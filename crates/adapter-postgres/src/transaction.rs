//! One transaction under one setting that row level security goes by.

use std::{fmt, future::Future, mem};

use aiia_keys_domain::{OrganizationId, OrganizationSlug};
use aiia_keys_ports::StoreError;
use diesel::QueryResult;
use diesel_async::{AsyncPgConnection, SimpleAsyncConnection as _};
use futures_util::{FutureExt as _, future::join};

use crate::{
    error::{Failure, answered},
    pool::Lease,
    schema::{SLUG_SETTING, TENANT_SETTING},
};

/// Which rows a transaction can see.
#[derive(Clone, Debug)]
pub(crate) enum Setting {
    /// Those of one tenant.
    Tenant(OrganizationId),
    /// That which names the id of one organization.
    Slug(OrganizationSlug),
}

impl fmt::Display for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tenant(id) => write!(f, "{TENANT_SETTING} = '{id}'"),
            Self::Slug(slug) => write!(f, "{SLUG_SETTING} = '{slug}'"),
        }
    }
}

/// A transaction that begins with its first statement and, dropped unfinished, rolls back.
pub(crate) struct Transaction {
    /// Absent only once the transaction is over.
    lease: Option<Lease>,
    setting: Setting,
    state: State,
    wrote: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Nothing was sent.
    Fresh,
    /// It is open, and every statement was answered.
    Open,
    /// A statement was sent and not answered, or it failed: nothing but a rollback can follow.
    Spoiled,
}

impl Transaction {
    pub(crate) const fn new(lease: Lease, setting: Setting) -> Self {
        Self {
            lease: Some(lease),
            setting,
            state: State::Fresh,
            wrote: false,
        }
    }

    /// Runs a statement that changes nothing.
    pub(crate) async fn read<'a, T, F>(
        &'a mut self,
        statement: impl FnOnce(&'a AsyncPgConnection) -> F + Send,
    ) -> Result<T, StoreError>
    where
        F: Future<Output = QueryResult<T>> + Send,
    {
        let lease = self.lease.as_ref().ok_or(Failure::Spoiled)?;
        let limit = lease.options().answer();
        // A future that is dropped from here on leaves the transaction spoiled.
        let answer = match mem::replace(&mut self.state, State::Spoiled) {
            State::Fresh => {
                let began = begin(lease, &self.setting);
                // Sent together, answered one after the other: one round trip for all of it.
                let both = async {
                    let (began, answer) = join(began, statement(lease)).await;
                    began.and(answer)
                };
                answered(limit, both).await
            }
            State::Open => answered(limit, statement(lease)).await,
            State::Spoiled => return Err(Failure::Spoiled.into()),
        };
        let value = answer?;
        self.state = State::Open;
        Ok(value)
    }

    /// Runs a statement that may change something.
    pub(crate) async fn write<'a, T, F>(
        &'a mut self,
        statement: impl FnOnce(&'a AsyncPgConnection) -> F + Send,
    ) -> Result<T, StoreError>
    where
        F: Future<Output = QueryResult<T>> + Send,
    {
        self.wrote = true;
        self.read(statement).await
    }

    /// Makes it happen. Where nothing was changed there is nothing to wait for.
    ///
    /// # Errors
    /// What the server could not do, or does not say that it did: it may have happened all the same.
    pub(crate) async fn commit(mut self) -> Result<(), StoreError> {
        match self.state {
            State::Fresh => Ok(()),
            State::Spoiled => Err(Failure::Spoiled.into()),
            // Dropping it ends it.
            State::Open if !self.wrote => Ok(()),
            State::Open => {
                // Until the server has answered, dropping it must not pass for a clean end.
                self.state = State::Spoiled;
                let lease = self.lease.as_ref().ok_or(Failure::Spoiled)?;
                let limit = lease.options().answer();
                answered(limit, execute(lease, "COMMIT")).await?;
                let lease = self.lease.take();
                if let Some(lease) = lease.filter(Lease::is_unconfirmed) {
                    // The next one's commit must not be taken for this one.
                    lease.discard();
                    return Err(Failure::Unconfirmed.into());
                }
                Ok(())
            }
        }
    }
}

/// Opens the transaction and names whose rows it can reach, in one message.
///
/// `SET LOCAL` is `set_config(…, true)` without a query to plan and run; it takes no parameter.
/// What stands between the quotes is never a text from outside: a [`Setting`] is made of an id or
/// of a short name, neither of which can hold a quote.
async fn begin(mut connection: &AsyncPgConnection, setting: &Setting) -> QueryResult<()> {
    connection
        .batch_execute(&format!("BEGIN; SET LOCAL {setting}"))
        .await
}

async fn execute(mut connection: &AsyncPgConnection, command: &'static str) -> QueryResult<()> {
    connection.batch_execute(command).await
}

impl Drop for Transaction {
    fn drop(&mut self) {
        let Some(lease) = self.lease.take() else {
            return;
        };
        match self.state {
            State::Fresh => {}
            // In a panic nothing is certain.
            _ if std::thread::panicking() || lease.is_lost() => lease.discard(),
            // Nothing hangs on the answer: it is sent now, and the next one's `BEGIN` queues behind it.
            // Were it lost, the next transaction would only go on in this one, under its own tenant.
            State::Open if !self.wrote => match execute(&lease, "ROLLBACK").now_or_never() {
                None | Some(Ok(())) => {}
                Some(Err(_)) => lease.discard(),
            },
            State::Open | State::Spoiled => roll_back(lease),
        }
    }
}

/// Gives the connection back once the server has said that the transaction is over; else closes it.
///
/// Answers come in the order of their statements, so this one proves that all before it are through.
fn roll_back(lease: Lease) {
    let Ok(runtime) = tokio::runtime::Handle::try_current() else {
        return lease.discard();
    };
    runtime.spawn(async move {
        let limit = lease.options().answer();
        match tokio::time::timeout(limit, execute(&lease, "ROLLBACK")).await {
            Ok(Ok(())) => drop(lease),
            _ => lease.discard(),
        }
    });
}

#[cfg(test)]
mod tests;
