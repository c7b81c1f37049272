//! The universe, the findings and the evidence on PostgreSQL, as the service's role, on a real server.

#[cfg(test)]
mod action_plan;
#[cfg(test)]
mod connector;
#[cfg(test)]
mod connector_run;
#[cfg(test)]
mod demo;
#[cfg(test)]
mod entity;
#[cfg(test)]
mod evidence;
#[cfg(test)]
mod finding;
#[cfg(test)]
mod hierarchy;
#[cfg(test)]
mod isolation;
#[cfg(test)]
mod locking;
#[cfg(test)]
mod support;
#[cfg(test)]
mod synchronization;
#[cfg(test)]
mod test_procedure;
