//! The guard finds everything that would let tenants see each other, and nothing in a sound database.

#[cfg(test)]
mod roles;
#[cfg(test)]
mod schema;
#[cfg(test)]
mod support;
#[cfg(test)]
mod wall;
