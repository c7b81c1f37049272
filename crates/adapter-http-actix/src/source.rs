//! Where a request comes from.

use std::net::IpAddr;

use actix_web::{
    dev::RequestHead,
    http::header::{HeaderMap, X_FORWARDED_FOR},
};

use crate::state::Options;

/// The address that a request comes from, as far as it is known.
///
/// It is the peer of the connection. Only when that is a trusted proxy, `X-Forwarded-For` is read
/// from its end, and the first address that is no trusted proxy counts: what stands before it
/// could be written by anybody.
pub(crate) fn source(request: &RequestHead, options: &Options) -> Option<IpAddr> {
    let peer = request.peer_addr?.ip().to_canonical();
    if options.trusts(peer) {
        forwarded(request.headers(), peer, options)
    } else {
        Some(peer)
    }
}

fn forwarded(headers: &HeaderMap, proxy: IpAddr, options: &Options) -> Option<IpAddr> {
    let values: Vec<&str> = headers
        .get_all(X_FORWARDED_FOR)
        .map(|value| value.to_str())
        .collect::<Result<_, _>>()
        .ok()?;
    let mut nearest = proxy;
    for hop in values.iter().flat_map(|value| value.split(',')).rev() {
        // A hop that is no address ends what can be known.
        let address: IpAddr = address(hop.trim())?.to_canonical();
        if !options.trusts(address) {
            return Some(address);
        }
        nearest = address;
    }
    Some(nearest)
}

/// An address, as proxies write it: bare, in brackets, or with a port.
fn address(text: &str) -> Option<IpAddr> {
    text.parse()
        .or_else(|_| text.parse().map(|socket: std::net::SocketAddr| socket.ip()))
        .or_else(|_| {
            text.trim_start_matches('[')
                .trim_end_matches(']')
                .parse::<IpAddr>()
        })
        .ok()
}

#[cfg(test)]
mod tests;
