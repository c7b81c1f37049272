//! A tenant's audit universe, findings and evidence.

mod action_plan;
mod behind;
mod connector;
mod connector_run;
mod date;
mod entity;
mod evidence;
mod finding;
mod recommendation;
mod store;
mod tables;
mod test_procedure;
