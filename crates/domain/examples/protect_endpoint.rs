//! Protects an endpoint with scopes of one's own catalogue.
//!
//! Run it with `cargo run -p aiia-keys-domain --example protect_endpoint`.

#![expect(clippy::print_stdout, reason = "an example shows what happens")]

use std::error::Error;

use aiia_keys_domain::{
    Action, Catalog, CatalogEntry, Grant, NonEmptyScopes, PermissionLevel, Resource, ResourceName,
    Scope, ScopeSet, SourceAddresses, Standing, Timestamp,
};

const INVOICES: ResourceName = ResourceName::from_static("invoices").unwrap();
/// What the endpoint needs, spelled once and checked by the compiler.
static READ_INVOICES: Scope = Scope::new(Action::Read, Resource::Named(INVOICES));

fn catalog() -> Result<Catalog, Box<dyn Error>> {
    Ok(Catalog::new([
        CatalogEntry::new(
            "read:invoices".parse()?,
            PermissionLevel::ReadOnly,
            "see invoices",
        ),
        CatalogEntry::new(
            "write:invoices".parse()?,
            PermissionLevel::WriteOnly,
            "send invoices",
        ),
        CatalogEntry::new(
            "admin:ledger".parse()?,
            PermissionLevel::FullAccess,
            "close the books",
        ),
    ])?)
}

/// What a service keeps in memory for a key whose digest it has looked up.
fn grant(scopes: &str) -> Result<Grant, Box<dyn Error>> {
    let wanted: ScopeSet = scopes.parse()?;
    catalog()?.check(&wanted)?;
    Ok(Grant {
        key: "01890a5d-ac96-774b-bcce-b302099a8057".parse()?,
        organization: "01890a5d-ac96-774b-bcce-b302099a8058".parse()?,
        scopes: NonEmptyScopes::new(wanted)?,
        sources: SourceAddresses::Only("203.0.113.0/24".parse()?),
        rate_limit: None,
        expires_at: Timestamp::UNIX_EPOCH.saturating_add(std::time::Duration::from_hours(24)),
        standing: Standing::Good,
    })
}

fn main() -> Result<(), Box<dyn Error>> {
    let noon = Timestamp::UNIX_EPOCH.saturating_add(std::time::Duration::from_hours(12));
    let next_week = noon.saturating_add(std::time::Duration::from_hours(7 * 24));
    let office = Some("203.0.113.7".parse()?);
    let elsewhere = Some("198.51.100.7".parse()?);

    for (scopes, source, now) in [
        ("read:*", office, noon),
        ("write:invoices", office, noon),
        ("read:*", elsewhere, noon),
        ("read:*", office, next_week),
    ] {
        match grant(scopes)?.authorize(&READ_INVOICES, source, now) {
            Ok(()) => println!("{scopes}: here are your invoices"),
            Err(denial) => println!("{scopes}: {} ({denial})", denial.code()),
        }
    }
    match grant("read:payslips") {
        Ok(_) => Err("a scope outside the catalogue was granted".into()),
        Err(refused) => {
            println!("read:payslips: {refused}");
            Ok(())
        }
    }
}
