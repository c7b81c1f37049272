//! A net under the rule that no key string gets into the audit trail.

use crate::text::looks_like_secret;

/// Whether a text that is to be written holds what may be a key string: 44 or more letters and digits
/// in a row, other than lower-case hexadecimal digits alone.
///
/// Every key ends in 50 such characters whatever its prefix is, so a whole key is found,
/// and so is one that lost up to six characters at an end.
/// A row of lower-case hexadecimal digits is a digest, such as that of an evidence file;
/// the 44 random characters of a key are all of that kind in less than one of 10^25 keys.
/// It refuses nothing that a label, a name or a reason may hold, so no change fails at its trail entry
/// because of a text that was accepted before.
///
/// This is the second line of defence and not the rule:
/// a shorter part of a key, or one with something put in between, is not found.
pub(super) fn may_hold_a_key(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_alphanumeric())
        .any(|run| looks_like_secret(run) && !run.bytes().all(is_lower_hex))
}

const fn is_lower_hex(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'a'..=b'f')
}
