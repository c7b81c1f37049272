//! The pages around a session: its beginning and its end.

pub(crate) mod sign_in;
pub(crate) mod sign_out;

use actix_web::HttpRequest;
use actix_web::HttpResponse;

use super::answer;
use crate::session::no_cookie;

/// Leads who is not signed in to the page where they can.
pub(super) fn ask(_request: &HttpRequest, over: bool) -> HttpResponse {
    if over {
        let mut response = answer::see("/sign-in?ended");
        let (name, value) = no_cookie();
        if let Ok(name) = name.parse() {
            response.headers_mut().append(name, value);
        }
        return response;
    }
    answer::see("/sign-in")
}
