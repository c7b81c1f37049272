//! The Docker engine, asked with its own program, which removes the container after the run too.

use std::process::Command;

use crate::ContainerError;

/// Whether a container of this image can be started.
pub(super) fn check(image: &str) -> Result<(), ContainerError> {
    answers(docker().args(["version", "--format", "{{.Server.Version}}"]))?;
    // An image that is missing is not fetched unasked: tests need no network.
    answers(docker().args(["image", "inspect", image])).map_err(|_| ContainerError::NoImage {
        image: image.to_owned(),
    })
}

/// Removes containers with this label that have ended, as after a restart of the machine.
pub(super) fn remove_stopped(label: &str) {
    let filter = format!("label={label}");
    let list = docker()
        .args(["ps", "--all", "--quiet", "--filter", "status=exited"])
        .args(["--filter", &filter])
        .output();
    let list = list.map(|output| output.stdout).unwrap_or_default();
    let list = String::from_utf8_lossy(&list);
    if !list.is_empty() {
        let mut remove = docker();
        remove.args(["rm", "--volumes"]);
        // Whoever else removes one at this moment does the same.
        let _ = remove.args(list.split_whitespace()).output();
    }
}

fn answers(docker: &mut Command) -> Result<(), ContainerError> {
    let output = docker
        .output()
        .map_err(|cause| ContainerError::NoProgram(cause.to_string()))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    Err(ContainerError::NoEngine(said))
}

pub(super) fn docker() -> Command {
    Command::new("docker")
}

#[cfg(test)]
mod tests {
    use super::{Command, answers};

    #[test]
    fn a_missing_program_and_a_silent_engine_are_told_apart() {
        let mut missing = Command::new("/no/such/program");
        let mut silent = Command::new("sh");
        silent.args(["-c", "echo 'Is the docker daemon running?' >&2; exit 1"]);

        let told = [&mut missing, &mut silent].map(|docker| answers(docker).unwrap_err());

        assert_eq!(
            told.map(|error| error.to_string()),
            [
                "the program `docker` cannot be run: No such file or directory (os error 2); install it, or leave TEST_DATABASE_PROVIDER unset",
                "no Docker engine answers: Is the docker daemon running?; start one, or leave TEST_DATABASE_PROVIDER unset",
            ]
        );
    }
}
