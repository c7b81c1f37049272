//! How large the head of a request may be.

use actix_web::dev::RequestHead;

use crate::problem::{Code, Problem};

/// Bytes of path and query together.
pub(super) const MAX_ADDRESS: usize = 4096;
/// Headers; browsers send some 20.
pub(super) const MAX_HEADERS: usize = 64;
/// Bytes of all header names and values together.
pub(super) const MAX_HEADER_BYTES: usize = 16 * 1024;

/// Whether a request's head is within the limits.
pub(crate) fn check(head: &RequestHead) -> Result<(), Problem> {
    let address = head
        .uri
        .path_and_query()
        .map_or(0, |address| address.as_str().len());
    if address > MAX_ADDRESS {
        return Err(Problem::new(
            Code::UriTooLong,
            format!("path and query have {address} bytes: at most {MAX_ADDRESS} are read"),
        ));
    }
    let (count, bytes) = head
        .headers()
        .iter()
        .fold((0, 0), |(count, bytes), (name, value)| {
            (count + 1, bytes + name.as_str().len() + value.len())
        });
    if count > MAX_HEADERS || bytes > MAX_HEADER_BYTES {
        return Err(Problem::new(
            Code::HeadersTooLarge,
            format!(
                "there are {count} headers with {bytes} bytes: at most {MAX_HEADERS} with \
                 {MAX_HEADER_BYTES} bytes are read"
            ),
        ));
    }
    Ok(())
}
