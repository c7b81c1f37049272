//! `/sign-out`

use actix_web::{HttpRequest, HttpResponse, http::header::SET_COOKIE, web};
use aiia_keys_usecases::session::sign_out;

use crate::{
    permission::SignedIn,
    session::{no_cookie, recognise},
    web::{answer, visit},
};

/// Ends the session.
pub(crate) async fn submit(request: HttpRequest, payload: web::Payload) -> HttpResponse {
    visit::submit::<SignedIn>(&request, payload, async |visit, _| {
        let session = recognise(&request, &visit.state).await?.session;
        sign_out::sign_out(&visit.state.env, session).await?;
        let mut response = answer::see("/sign-in?out");
        response.headers_mut().append(SET_COOKIE, no_cookie().1);
        Ok(response)
    })
    .await
}
