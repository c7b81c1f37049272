//! The embedded server, started and killed for real with the programs that are installed here.

#[cfg(test)]
mod exclusive;
#[cfg(test)]
mod recovery;
#[cfg(test)]
mod start;
#[cfg(test)]
mod support;
#[cfg(test)]
mod users;
