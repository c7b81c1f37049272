//! One attempt: redirects, credentials, limits.

use std::{error::Error, fmt, sync::Arc, time::Duration};

use aiia_keys_assurance::{FetchFailure, Fetched, SourceCredentials, SourceUrl, TreeSource};
use async_trait::async_trait;
use reqwest::{
    Client, RequestBuilder, Response, StatusCode,
    header::{
        ACCEPT, CONTENT_ENCODING, CONTENT_TYPE, HeaderName, HeaderValue, LOCATION, RETRY_AFTER,
    },
    redirect::Policy,
};

use crate::{
    options::{ClientUnavailable, SourceOptions},
    resolver::{GuardedResolver, Refused},
};

/// Redirects that are followed.
const REDIRECTS: usize = 3;

/// What can be read of an answer.
const ACCEPTED: &str = "application/json, text/csv";

/// Sources on the network.
pub struct HttpTreeSource {
    /// Or why there is none: everything else still works then.
    client: Result<Client, ClientUnavailable>,
    options: SourceOptions,
}

impl fmt::Debug for HttpTreeSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpTreeSource")
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

impl HttpTreeSource {
    /// Makes the client; nothing is asked yet. Where none can be made, every fetch fails.
    pub fn new(options: SourceOptions) -> Self {
        // Where the program has chosen one already, that one stays.
        rustls::crypto::ring::default_provider()
            .install_default()
            .ok();
        let client = Client::builder()
            .user_agent(concat!("aiia-keys/", env!("CARGO_PKG_VERSION")))
            .dns_resolver(Arc::new(GuardedResolver(options.reach)))
            .redirect(Policy::none())
            .referer(false)
            .no_proxy()
            // Nothing is tried twice behind the caller's back, and no connection outlives its rule.
            .retry(reqwest::retry::never())
            .pool_max_idle_per_host(0)
            .connect_timeout(options.connect_timeout)
            .build()
            .map_err(ClientUnavailable);
        Self { client, options }
    }

    /// Why nothing can be fetched, if so.
    pub const fn unavailable(&self) -> Option<&ClientUnavailable> {
        match &self.client {
            Ok(_) => None,
            Err(error) => Some(error),
        }
    }

    async fn follow(
        &self,
        first: &SourceUrl,
        credentials: &SourceCredentials,
    ) -> Result<Fetched, FetchFailure> {
        let Ok(client) = &self.client else {
            return Err(FetchFailure::Client);
        };
        // It was taken in when the operator may have allowed more.
        let reach = self.options.reach;
        first.permit(reach).map_err(FetchFailure::Source)?;
        let mut url = first.clone();
        for _ in 0..=REDIRECTS {
            let mut request = client.get(url.as_str()).header(ACCEPT, ACCEPTED);
            if url.has_origin_of(first) {
                request = present(request, credentials);
            }
            let response = request.send().await.map_err(|error| failure(&error))?;
            if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
                return self.read(response).await;
            }
            let location = response.headers().get(LOCATION);
            let Some(location) = location.and_then(|location| location.to_str().ok()) else {
                break;
            };
            url = url.join(location, reach).map_err(FetchFailure::Redirect)?;
        }
        Err(FetchFailure::Redirects { most: REDIRECTS })
    }

    async fn read(&self, mut response: Response) -> Result<Fetched, FetchFailure> {
        if response.status() != StatusCode::OK {
            return Err(FetchFailure::Status {
                status: response.status().as_u16(),
                retry_after: retry_after(response.headers().get(RETRY_AFTER)),
            });
        }
        let encoding = response.headers().get(CONTENT_ENCODING);
        if encoding.is_some_and(|encoding| !encoding.as_bytes().eq_ignore_ascii_case(b"identity")) {
            return Err(FetchFailure::Encoded);
        }
        let most = self.options.maximum_size;
        let too_large = |length: u64| (length > most).then_some(FetchFailure::TooLarge { most });
        if let Some(failure) = response.content_length().and_then(too_large) {
            return Err(failure);
        }
        let media_type = media_type(response.headers().get(CONTENT_TYPE));
        let mut body = Vec::new();
        while let Some(piece) = response.chunk().await.map_err(|_| FetchFailure::Broken)? {
            // What is too much is not kept first.
            let length = body.len().saturating_add(piece.len());
            if let Some(failure) = too_large(u64::try_from(length).unwrap_or(u64::MAX)) {
                return Err(failure);
            }
            body.extend_from_slice(&piece);
        }
        Ok(Fetched { media_type, body })
    }
}

#[async_trait]
impl TreeSource for HttpTreeSource {
    async fn fetch(
        &self,
        url: &SourceUrl,
        credentials: &SourceCredentials,
    ) -> Result<Fetched, FetchFailure> {
        let limit = self.options.timeout;
        tokio::time::timeout(limit, self.follow(url, credentials))
            .await
            .unwrap_or(Err(FetchFailure::Timeout(limit)))
    }
}

/// The library marks these headers as sensitive where it can: they are in no debug output of it.
fn present(request: RequestBuilder, credentials: &SourceCredentials) -> RequestBuilder {
    match credentials {
        SourceCredentials::None => request,
        SourceCredentials::Bearer(token) => request.bearer_auth(token.expose()),
        SourceCredentials::Basic { user, password } => {
            request.basic_auth(user.as_str(), Some(password.expose()))
        }
        SourceCredentials::Header { name, value } => {
            let name = HeaderName::from_bytes(name.as_str().as_bytes());
            // Both were checked when they were taken in.
            match (name, HeaderValue::from_str(value.expose())) {
                (Ok(name), Ok(mut value)) => {
                    value.set_sensitive(true);
                    request.header(name, value)
                }
                _ => request,
            }
        }
    }
}

fn failure(error: &reqwest::Error) -> FetchFailure {
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(error) = cause {
        if let Some(Refused(reason)) = error.downcast_ref() {
            return FetchFailure::Address(*reason);
        }
        cause = error.source();
    }
    if error.is_connect() {
        FetchFailure::Connect
    } else {
        FetchFailure::Broken
    }
}

/// In seconds; the other form, a date, is not worth a clock.
fn retry_after(value: Option<&HeaderValue>) -> Option<Duration> {
    let seconds = value?.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds))
}

fn media_type(value: Option<&HeaderValue>) -> Option<String> {
    let essence = value?.to_str().ok()?.split(';').next()?.trim();
    (!essence.is_empty()).then(|| essence.to_ascii_lowercase())
}
