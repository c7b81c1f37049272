//! Databases are prepared once, whoever does it, how often and how many at a time.

#[cfg(test)]
mod roles;
#[cfg(test)]
mod schema;
