//! How deeply JSON is nested, found out without parsing it.

/// Levels of arrays and objects.
pub(super) const MAX: usize = 32;

/// Whether no array or object stands deeper than [`MAX`] levels.
///
/// What is not JSON is judged as far as it looks like it; the parser refuses it afterwards.
pub(super) fn is_bounded(json: &[u8]) -> bool {
    let mut depth = 0_usize;
    let mut in_string = false;
    let mut escaped = false;
    for byte in json {
        if in_string {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => in_string = false,
                _ => {}
            }
            continue;
        }
        match byte {
            b'"' => in_string = true,
            b'[' | b'{' => {
                depth += 1;
                if depth > MAX {
                    return false;
                }
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    true
}
