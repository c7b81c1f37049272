use std::collections::BTreeSet;

use super::*;

#[test]
fn every_code_is_its_own_and_has_a_page() {
    let codes: BTreeSet<_> = Code::ALL.iter().map(|code| code.entry().code).collect();
    assert_eq!(codes.len(), Code::ALL.len());
    let list = index();
    for code in Code::ALL {
        let entry = code.entry();
        assert_eq!(Code::find(entry.code), Some(*code));
        assert!((400..600).contains(&entry.status), "{}", entry.code);
        let page = page(*code);
        for part in [entry.title, entry.cause, entry.cure] {
            assert!(
                part.len() > 10 && page.contains(&escape(part)),
                "{}",
                entry.code
            );
        }
        assert!(list.contains(&format!("href=\"/problems/{}\"", entry.code)));
    }
    assert_eq!(Code::find("nonsense"), None);
}

#[test]
fn pages_bring_no_script_and_no_style() {
    for code in Code::ALL {
        let page = page(*code);
        for forbidden in [
            "<script", "<style", "style=", "onclick", "http://", "https://",
        ] {
            assert!(!page.contains(forbidden), "{forbidden}");
        }
    }
}

#[test]
fn text_stands_in_html_as_it_reads() {
    assert_eq!(
        escape("<a b=\"c\">&'"),
        "&lt;a b=&quot;c&quot;&gt;&amp;&#39;"
    );
}
