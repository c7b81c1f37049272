//! `aiia-keys trail verify`.

use aiia_keys_domain::Caller;
use aiia_keys_usecases::trail::verify;
use anyhow::Result;
use serde_json::json;

use crate::{output, progress, service::Service};

pub(super) async fn run(service: &Service, caller: &Caller, as_json: bool) -> Result<()> {
    let progress = progress::spinner("checking the trail");
    let verified = verify::verify(&service.env, caller).await;
    progress.finish_and_clear();
    let head = verified?;
    let (sequence, hash) = (head.sequence(), head.hash().to_string());
    if as_json {
        output::result(format_args!(
            "{:#}",
            json!({ "sequence": sequence, "hash": hash })
        ));
    } else {
        output::result(format_args!(
            "the trail is whole: {sequence} entries, head {hash}"
        ));
    }
    Ok(())
}
