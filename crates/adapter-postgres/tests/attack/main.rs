//! Attacks on the wall between two tenants, by the service's own role and against the database.
//!
//! They use the protocol directly, so that nothing of ours stands between the attacker and the
//! wall. The victim's rows are full of marks; a mark that comes back in a row, a message, an
//! error, a plan, a copy or a notification is a leak.
//!
//! What the wall does not promise: whoever runs statements of their choice as `aiia_app` can name
//! another tenant in `app.org_id`, and reads sizes (`pg_class.reltuples`, rows removed in plans).
//! It holds against statements that are wrong, for the tenant that the service has set.

#[cfg(test)]
mod copying;
#[cfg(test)]
mod handed_back;
#[cfg(test)]
mod leaky_minor;
#[cfg(test)]
mod locating;
#[cfg(test)]
mod oracles;
#[cfg(test)]
mod prepared;
#[cfg(test)]
mod probes;
#[cfg(test)]
mod reading;
#[cfg(test)]
mod role;
#[cfg(test)]
mod unprotected;
#[cfg(test)]
mod world;
#[cfg(test)]
mod writing;
