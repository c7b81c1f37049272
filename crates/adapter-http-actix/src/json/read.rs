//! Reading a whole body, within its limits.

use actix_web::{HttpRequest, dev::Payload};
use zeroize::Zeroizing;

use crate::{body, call::state, problem::Problem};

/// Bytes of a body, unless an operation says otherwise.
pub(crate) const MAX: usize = 64 * 1024;

/// The bytes of a body of one media type, which may be none. They are wiped when dropped: a key may be among them.
pub(crate) async fn body(
    request: &HttpRequest,
    payload: &mut Payload,
    max: usize,
    media_type: &'static str,
) -> Result<Zeroizing<Vec<u8>>, Problem> {
    let patience = state(request)?.options.body_timeout;
    // Made large enough at once where the length is known, so that no copy is left behind.
    let room = body::announced(request).unwrap_or_default().min(max);
    let mut bytes = Zeroizing::new(Vec::with_capacity(room));
    body::read(request, payload, max, patience, |piece| {
        bytes.extend_from_slice(piece);
        Ok(())
    })
    .await?;
    if !bytes.is_empty() {
        body::media_type(request, &[media_type])?;
    }
    Ok(bytes)
}
