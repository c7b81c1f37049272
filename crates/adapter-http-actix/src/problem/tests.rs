use std::collections::BTreeSet;

use super::*;

#[test]
fn every_code_is_its_own() {
    let codes: BTreeSet<_> = Code::ALL.iter().map(|code| code.entry().code).collect();
    assert_eq!(codes.len(), Code::ALL.len());
    for code in Code::ALL {
        let entry = code.entry();
        assert_eq!(Code::find(entry.code), Some(*code));
        assert!((400..600).contains(&entry.status), "{}", entry.code);
    }
    assert_eq!(Code::find("nonsense"), None);
}
