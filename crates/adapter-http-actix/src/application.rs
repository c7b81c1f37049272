//! The application: its state, its edge and its routes.

use actix_web::{
    App, Error,
    body::BoxBody,
    dev::{ServiceFactory, ServiceRequest, ServiceResponse},
    middleware::from_fn,
    web::Data,
};

use crate::{edge::edge, routes::routes, state::State};

/// The whole API as an actix application, for [`serve`](crate::serve) and for tests.
pub fn application(
    state: Data<State>,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<BoxBody>,
        Error = Error,
        InitError = (),
    >,
> {
    App::new()
        .app_data(state)
        .configure(routes)
        .wrap(from_fn(edge))
}
