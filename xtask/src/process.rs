//! Starting other programs: printed before they run, their output streamed.

use std::{
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail};

use crate::output::say;

/// What `cargo run` says about this package to this process, and to nobody else: a tool that sees it
/// (`cargo machete`) takes itself for the program that is run.
const OF_THIS_PACKAGE: &[&str] = &[
    "CARGO_PKG_",
    "CARGO_MANIFEST_",
    "CARGO_BIN_",
    "CARGO_CRATE_",
];

/// `program` with `arguments`, split at spaces, in `folder`.
pub(crate) fn command(folder: &Path, program: &str, arguments: &str) -> Command {
    let mut command = Command::new(program);
    command
        .args(arguments.split_whitespace())
        .current_dir(folder);
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if OF_THIS_PACKAGE.iter().any(|start| text.starts_with(start)) {
            command.env_remove(&name);
        }
    }
    command
}

/// `cargo` with `arguments`, split at spaces, in `folder`.
pub(crate) fn cargo(folder: &Path, arguments: &str) -> Command {
    command(folder, "cargo", arguments)
}

/// Prints the command, runs it with its output streamed, and fails when it does.
pub(crate) fn stream(command: &mut Command) -> Result<()> {
    let shown = shown(command);
    say(format_args!("$ {shown}"));
    let status = command
        .status()
        .with_context(|| format!("`{shown}` does not start"))?;
    if !status.success() {
        bail!("`{shown}` failed ({status})");
    }
    Ok(())
}

/// Like [`stream`], but ends the program after `limit`; whether it succeeded in time.
pub(crate) fn stream_within(command: &mut Command, limit: Duration) -> Result<bool> {
    let shown = shown(command);
    say(format_args!("$ {shown}"));
    let mut child = command
        .spawn()
        .with_context(|| format!("`{shown}` does not start"))?;
    let started = now();
    while started.elapsed() < limit {
        if let Some(status) = child.try_wait()? {
            return Ok(status.success());
        }
        thread::sleep(Duration::from_millis(100));
    }
    end(&mut child)?;
    Ok(false)
}

fn end(child: &mut Child) -> Result<()> {
    child.kill()?;
    child.wait()?;
    Ok(())
}

/// Runs the command without printing it; its standard output, or `None` when it fails or is not there.
pub(crate) fn capture(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The command as one would type it.
pub(crate) fn shown(command: &Command) -> String {
    let quoted = |text: &str| {
        if text.is_empty() || text.contains(|c: char| c.is_whitespace() || "'\"()|*$".contains(c)) {
            format!("'{text}'")
        } else {
            text.to_owned()
        }
    };
    let variables = command.get_envs().filter_map(|(name, value)| {
        Some(format!(
            "{}={}",
            name.to_string_lossy(),
            quoted(&value?.to_string_lossy())
        ))
    });
    let words = std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(|word| quoted(&word.to_string_lossy()));
    variables.chain(words).collect::<Vec<_>>().join(" ")
}

/// The start of a measured run.
#[expect(
    clippy::disallowed_methods,
    reason = "a tool that measures its own run time, no rule of the product"
)]
pub(crate) fn now() -> Instant {
    Instant::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_shown_as_one_would_type_it() {
        let mut command = cargo(Path::new("."), "doc --no-deps");
        command.env("RUSTDOCFLAGS", "-D warnings").arg("two words");
        assert_eq!(
            shown(&command),
            "RUSTDOCFLAGS='-D warnings' cargo doc --no-deps 'two words'"
        );
    }

    #[test]
    fn a_program_does_not_see_what_cargo_says_about_this_package() {
        let printed = capture(&mut command(Path::new("."), "env", "")).unwrap();
        assert!(std::env::var_os("CARGO_PKG_NAME").is_some());
        assert!(!printed.contains("CARGO_PKG_NAME="), "{printed}");
    }

    #[test]
    fn a_failing_program_fails_with_its_command() {
        let error = stream(&mut command(Path::new("."), "false", "")).unwrap_err();
        assert!(error.to_string().contains("`false` failed"), "{error}");
    }

    #[test]
    fn a_program_that_takes_too_long_is_ended() {
        let slow = &mut command(Path::new("."), "sleep", "600");
        assert!(!stream_within(slow, Duration::from_millis(200)).unwrap());
    }

    #[test]
    fn output_is_captured_and_a_missing_program_gives_none() {
        let folder = Path::new(".");
        assert_eq!(
            capture(&mut command(folder, "echo", "seven")).as_deref(),
            Some("seven\n")
        );
        assert_eq!(
            capture(&mut command(folder, "no-such-program-here", "")),
            None
        );
    }
}
