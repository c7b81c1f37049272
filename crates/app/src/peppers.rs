//! The peppers file: what digests of keys are made with, kept outside the database.

use std::{
    fmt::Write as _,
    fs::{self, OpenOptions},
    io::{ErrorKind, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    path::Path,
};

use aiia_keys_domain::{Pepper, PepperId, PepperRing};
use aiia_keys_ports::Entropy as _;
use aiia_keys_system::SystemEntropy;
use anyhow::{Context as _, Result, anyhow, bail};
use zeroize::Zeroizing;

/// Reads a peppers file: one pepper a line, a number and 64 hexadecimal digits, the current one first.
///
/// Errors name the line and repeat nothing of it.
pub(crate) fn read(path: &Path) -> Result<PepperRing> {
    let text = fs::read_to_string(path)
        .with_context(|| format!("cannot read the peppers file {}", path.display()))?;
    parse(&Zeroizing::new(text)).with_context(|| format!("peppers file {}", path.display()))
}

/// Makes a peppers file with one fresh pepper, readable by its owner only, unless there is one.
pub(crate) fn make_if_missing(path: &Path) -> Result<()> {
    let file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path);
    let mut file = match file {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::AlreadyExists => return Ok(()),
        Err(error) => {
            return Err(error)
                .with_context(|| format!("cannot make the peppers file {}", path.display()));
        }
    };
    let mut secret = Zeroizing::new([0; 32]);
    SystemEntropy.fill(secret.as_mut_slice())?;
    // Never grows, so no copy of the secret stays behind in freed memory.
    let mut line = Zeroizing::new(String::with_capacity(2 * secret.len() + 2));
    line.push_str("1 ");
    for byte in secret.iter() {
        write!(line, "{byte:02x}")?;
    }
    // Whole or not at all: a half-written pepper would be refused at every later start.
    let written = writeln!(file, "{}", *line).and_then(|()| file.sync_all());
    if let Err(error) = written {
        fs::remove_file(path).ok();
        return Err(error).context("cannot write the peppers file");
    }
    Ok(())
}

fn parse(text: &str) -> Result<PepperRing> {
    let mut peppers = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        peppers.push(parse_line(line).ok_or_else(|| {
            anyhow!(
                "line {}: a number from 0 to 65535 and 64 hexadecimal digits are expected",
                index + 1
            )
        })?);
    }
    let mut peppers = peppers.into_iter();
    let Some(current) = peppers.next() else {
        bail!("there is no pepper in it")
    };
    Ok(PepperRing::new(current, peppers)?)
}

fn parse_line(line: &str) -> Option<Pepper> {
    let (id, digits) = line.split_once(' ')?;
    let digits = digits.trim().as_bytes();
    let mut secret = Zeroizing::new([0; 32]);
    if digits.len() != 2 * secret.len() {
        return None;
    }
    for (byte, pair) in secret.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = u8::from_str_radix(str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(Pepper::new(PepperId::new(id.parse().ok()?), *secret))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn line(id: u16, byte: &str) -> String {
        format!("{id} {}\n", byte.repeat(32))
    }

    #[test]
    fn the_first_pepper_is_the_current_one() {
        let text = format!("# rotated in spring\n{}\n{}", line(2, "0a"), line(1, "FF"));
        assert_eq!(parse(&text).unwrap().current().id(), PepperId::new(2));
    }

    #[test]
    fn what_is_wrong_is_named_by_its_line_and_not_repeated() {
        let short = format!("1 {}", "ab".repeat(31));
        let not_hexadecimal = format!("1 {}", "zz".repeat(32));
        let multibyte = format!("1 {}", "ä".repeat(32));
        for text in ["70000 00", "secret", &short, &not_hexadecimal, &multibyte] {
            let refused = format!(
                "{:#}",
                parse(&format!("{}{text}", line(9, "00"))).unwrap_err()
            );
            assert!(refused.starts_with("line 2: "), "{refused}");
            assert!(!refused.contains(&text[2..]), "{refused}");
        }
        assert!(parse("").unwrap_err().to_string().contains("no pepper"));
        let twice = parse(&(line(1, "00") + &line(1, "01"))).unwrap_err();
        assert!(twice.to_string().contains("used twice"), "{twice}");
    }

    #[test]
    fn a_file_is_made_once_for_its_owner_only() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("peppers");
        make_if_missing(&path).unwrap();
        let first = fs::read_to_string(&path).unwrap();
        make_if_missing(&path).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), first);
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
        assert_eq!(read(&path).unwrap().current().id(), PepperId::new(1));
        assert!(read(&folder.path().join("missing")).is_err());
    }
}
