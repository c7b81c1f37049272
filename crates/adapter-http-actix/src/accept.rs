//! Which forms of an answer a client takes.

use actix_web::{
    HttpRequest,
    http::header::{ACCEPT, Accept, Header as _, Quality},
};

use crate::problem::{Code, Problem};

/// Whether the client takes JSON. One that says nothing, or nothing that can be read, does.
///
/// # Errors
/// When it does not.
pub(crate) fn json(request: &HttpRequest) -> Result<(), Problem> {
    if !request.headers().contains_key(ACCEPT) {
        return Ok(());
    }
    let accept = match Accept::parse(request) {
        Ok(accept) if !accept.is_empty() => accept,
        _ => return Ok(()),
    };
    // The most specific range decides, so that `application/json;q=0, */*` means: anything else.
    let best = accept
        .iter()
        .filter_map(|item| {
            let range = &item.item;
            let specificity = match (range.type_().as_str(), range.subtype().as_str()) {
                ("application", "json") => 2,
                ("application", "*") => 1,
                ("*", "*") => 0,
                _ => return None,
            };
            Some((specificity, item.quality))
        })
        .max_by_key(|(specificity, _)| *specificity);
    match best {
        Some((_, quality)) if quality > Quality::ZERO => Ok(()),
        _ => Err(Problem::new(
            Code::NotAcceptable,
            "the answer is application/json, which the Accept header leaves out",
        )
        .at("Accept")),
    }
}

#[cfg(test)]
mod tests;
