//! Where each address leads.

pub(crate) mod action_plans;
pub(crate) mod connectors;
pub(crate) mod entities;
pub(crate) mod evidence;
pub(crate) mod findings;
pub(crate) mod forward_auth;
pub(crate) mod health;
pub(crate) mod hierarchy;
pub(crate) mod keys;
pub(crate) mod members;
pub(crate) mod organization;
pub(crate) mod own;
pub(crate) mod rate_limit;
pub(crate) mod recommendations;
mod reference;
pub(crate) mod scopes;
pub(crate) mod session;
pub(crate) mod setup;
pub(crate) mod sync;
pub(crate) mod test_procedures;
pub(crate) mod trail;
pub(crate) mod verify;
pub(crate) mod well_known;

use actix_web::{
    FromRequest, Handler, HttpResponse, Resource, Responder, guard,
    http::{
        Method,
        header::{ALLOW, HeaderValue},
    },
    web::{self, ServiceConfig},
};

use crate::{
    operations::OPERATIONS,
    problem::{Code, Problem},
    web as pages,
};

/// Puts every route on its address.
pub(crate) fn routes(config: &mut ServiceConfig) {
    let mut addresses = Addresses::default();
    keys(&mut addresses);
    assurance(&mut addresses);
    pages::routes(&mut addresses);
    addresses.put_on(config);
    config.default_service(web::to(nothing));
}

/// Keys, who manages them, and the service itself.
fn keys(addresses: &mut Addresses) {
    at("/auth").get(forward_auth::authorize).register(addresses);
    at("/api/v1/keys")
        .get(keys::list::list)
        .post(keys::generate::generate)
        .register(addresses);
    at("/api/v1/keys/{id}")
        .get(keys::find::find)
        .patch(keys::update::update)
        .register(addresses);
    at("/api/v1/keys/{id}/rotate")
        .post(keys::rotate::rotate)
        .register(addresses);
    at("/api/v1/keys/{id}/revoke")
        .post(keys::revoke::revoke)
        .register(addresses);
    at("/api/v1/keys/{id}/usage")
        .get(keys::usage::usage)
        .register(addresses);
    at("/api/v1/scopes").get(scopes::list).register(addresses);
    at("/api/v1/trail").get(trail::list).register(addresses);
    at("/api/v1/organization")
        .get(organization::find::find)
        .patch(organization::update::update)
        .register(addresses);
    at("/api/v1/members")
        .get(members::list::list)
        .post(members::add::add)
        .register(addresses);
    at("/api/v1/members/{id}")
        .get(members::find::find)
        .patch(members::change_role::change_role)
        .delete(members::remove::remove)
        .register(addresses);
    at("/api/v1/members/{id}/invite")
        .post(members::invite::invite)
        .register(addresses);
    at("/api/v1/invitation/accept")
        .post(members::accept::accept)
        .register(addresses);
    at("/api/v1/members/{id}/sign-out")
        .post(members::sign_out::sign_out)
        .register(addresses);
    at("/api/v1/setup")
        .post(setup::complete::complete)
        .register(addresses);
    at("/api/v1/session")
        .post(session::sign_in::sign_in)
        .get(session::find::find)
        .delete(session::sign_out::sign_out)
        .register(addresses);
    at("/api/v1/self").get(own::find::find).register(addresses);
    at("/api/v1/self/revoke")
        .post(own::revoke::revoke)
        .register(addresses);
    at("/api/v1/verify")
        .post(verify::verify)
        .register(addresses);
    at("/health/live").get(health::live).register(addresses);
    at("/health/ready").get(health::ready).register(addresses);
    at("/.well-known/security.txt")
        .get(well_known::security::security)
        .register(addresses);
    at("/.well-known/api-key-format.json")
        .get(well_known::key_format::key_format)
        .register(addresses);
    at("/openapi.json")
        .get(reference::document)
        .register(addresses);
}

/// What the scopes protect.
fn assurance(addresses: &mut Addresses) {
    at("/api/v1/entities")
        .get(entities::list::list)
        .register(addresses);
    at("/api/v1/entities/{id}")
        .get(entities::find::find)
        .register(addresses);
    at("/api/v1/hierarchy")
        .get(hierarchy::hierarchy)
        .register(addresses);
    at("/api/v1/findings")
        .get(findings::list::list)
        .post(findings::create::create)
        .register(addresses);
    at("/api/v1/findings/{id}")
        .get(findings::find::find)
        .patch(findings::update::update)
        .register(addresses);
    at("/api/v1/findings/{id}/recommendations")
        .post(recommendations::add::add)
        .register(addresses);
    at("/api/v1/findings/{id}/action-plans")
        .post(action_plans::add::add)
        .register(addresses);
    at("/api/v1/action-plans")
        .get(action_plans::list::list)
        .register(addresses);
    at("/api/v1/action-plans/{id}")
        .get(action_plans::find::find)
        .patch(action_plans::update::update)
        .register(addresses);
    at("/api/v1/action-plans/{id}/log")
        .get(action_plans::log::log)
        .register(addresses);
    at("/api/v1/sync/organization")
        .put(sync::organization::synchronize)
        .register(addresses);
    at("/api/v1/connectors")
        .get(connectors::list::list)
        .post(connectors::create::create)
        .register(addresses);
    at("/api/v1/connectors/{id}")
        .get(connectors::find::find)
        .patch(connectors::update::update)
        .delete(connectors::delete::delete)
        .register(addresses);
    at("/api/v1/connectors/{id}/refresh")
        .post(connectors::refresh::refresh)
        .register(addresses);
    at("/api/v1/connectors/{id}/runs")
        .get(connectors::runs::list)
        .register(addresses);
    at("/api/v1/connectors/{id}/runs/{run}")
        .get(connectors::run::find)
        .register(addresses);
    at("/api/v1/test-procedures")
        .get(test_procedures::list::list)
        .post(test_procedures::create::create)
        .register(addresses);
    at("/api/v1/test-procedures/{id}")
        .get(test_procedures::find::find)
        .register(addresses);
    at("/api/v1/test-procedures/{id}/evidence")
        .post(test_procedures::attach::attach)
        .register(addresses);
    at("/api/v1/evidence")
        .get(evidence::list::list)
        .post(evidence::upload::upload)
        .register(addresses);
    at("/api/v1/evidence/{id}")
        .get(evidence::find::find)
        .register(addresses);
    at("/api/v1/evidence/{id}/content")
        .get(evidence::content::content)
        .register(addresses);
}

async fn nothing() -> Result<HttpResponse, Problem> {
    Err(Problem::not_found(
        "no operation has this address: see /docs for those that exist",
    ))
}

/// Where a request led: the address as the routes have it, and its operations.
///
/// It is kept with the route, since to find it again all addresses would be tried.
#[derive(Debug)]
pub(crate) struct Route {
    /// With `{id}` and the like where a request has something of its own.
    pub(crate) path: &'static str,
    operations: Vec<(&'static str, usize)>,
}

impl Route {
    /// The place of an operation in their table; that of `HEAD` is that of `GET`.
    pub(crate) fn operation(&self, method: &Method) -> Option<usize> {
        let method = if method == Method::HEAD {
            &Method::GET
        } else {
            method
        };
        let known = |(known, _): &&(&str, usize)| *known == method.as_str();
        self.operations.iter().find(known).map(|(_, place)| *place)
    }
}

/// All addresses.
#[derive(Default)]
pub(crate) struct Addresses(Vec<Address>);

impl Addresses {
    /// Addresses are tried in their order, and to compare texts takes less than to try patterns: so
    /// those without come first.
    fn put_on(mut self, config: &mut ServiceConfig) {
        self.0.sort_by_key(|address| address.path.contains('{'));
        for address in self.0 {
            address.put_on(config);
        }
    }
}

/// One address and the methods that it takes.
pub(crate) struct Address {
    path: &'static str,
    resource: Resource,
    methods: Vec<&'static str>,
}

pub(crate) fn at(path: &'static str) -> Address {
    Address {
        path,
        resource: web::resource(path),
        methods: Vec::new(),
    }
}

impl Address {
    /// `GET`, and `HEAD`, which is the same without the body.
    pub(crate) fn get<F, A>(self, handler: F) -> Self
    where
        F: Handler<A>,
        A: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        let either = guard::Any(guard::Get()).or(guard::Head());
        let route = web::route().guard(either).to(handler);
        self.with(route, &["GET", "HEAD"])
    }

    pub(crate) fn post<F, A>(self, handler: F) -> Self
    where
        F: Handler<A>,
        A: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        self.with(web::post().to(handler), &["POST"])
    }

    fn put<F, A>(self, handler: F) -> Self
    where
        F: Handler<A>,
        A: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        self.with(web::put().to(handler), &["PUT"])
    }

    fn patch<F, A>(self, handler: F) -> Self
    where
        F: Handler<A>,
        A: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        self.with(web::patch().to(handler), &["PATCH"])
    }

    fn delete<F, A>(self, handler: F) -> Self
    where
        F: Handler<A>,
        A: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        self.with(web::delete().to(handler), &["DELETE"])
    }

    fn with(mut self, route: actix_web::Route, methods: &[&'static str]) -> Self {
        self.methods.extend_from_slice(methods);
        Self {
            resource: self.resource.route(route),
            ..self
        }
    }

    pub(crate) fn register(self, addresses: &mut Addresses) {
        addresses.0.push(self);
    }

    /// Every other method is answered with those that there are.
    fn put_on(self, config: &mut ServiceConfig) {
        let route = Route {
            path: self.path,
            operations: OPERATIONS
                .iter()
                .enumerate()
                .filter(|(_, operation)| operation.path == self.path)
                .map(|(place, operation)| (operation.method, place))
                .collect(),
        };
        let allow = self.methods.join(", ");
        let resource = self.resource.default_service(web::to(move || {
            let problem = Problem::new(
                Code::MethodNotAllowed,
                format!("this address takes {allow}"),
            );
            let header = HeaderValue::from_str(&allow);
            async move {
                Err::<HttpResponse, _>(match header {
                    Ok(value) => problem.with_header(ALLOW, value),
                    Err(_) => problem,
                })
            }
        }));
        config.service(resource.app_data(route));
    }
}
