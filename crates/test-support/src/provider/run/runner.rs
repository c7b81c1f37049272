//! The process whose life the shared server's is bound to.

use std::env;

use nix::unistd::Pid;

/// The test runner that has started this process; this process itself where there is none.
pub(super) fn runner() -> Pid {
    // Both set `CARGO`; a debugger or a shell that starts a test by itself does not, and would live on.
    let by_a_runner = env::var_os("CARGO").is_some() || env::var_os("NEXTEST").is_some();
    choose(by_a_runner, Pid::parent())
}

fn choose(by_a_runner: bool, parent: Pid) -> Pid {
    // 1 takes in the children of dead parents, and lives for ever.
    if by_a_runner && parent.as_raw() > 1 {
        parent
    } else {
        Pid::this()
    }
}

#[cfg(test)]
mod tests {
    use super::{Pid, choose};

    #[test]
    fn a_server_is_bound_to_the_runner_or_else_to_the_test_itself() {
        let parent = Pid::from_raw(42);

        assert_eq!(choose(true, parent), parent);
        assert_eq!(choose(false, parent), Pid::this());
        assert_eq!(choose(true, Pid::from_raw(1)), Pid::this());
    }
}
