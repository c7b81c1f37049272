//! Which releases of PostgreSQL are fit for use.

use super::Finding;
use crate::embedded::ServerVersion;

/// The oldest major version, and the newest that this was tested with.
const TESTED: (u16, u16) = (15, 18);

/// The first release of each major version in which `INSERT … ON CONFLICT DO UPDATE … WHERE` no longer shows rows past row level security.
const FIXED: [ServerVersion; 4] = [
    ServerVersion::new(15, 20),
    ServerVersion::new(16, 16),
    ServerVersion::new(17, 12),
    ServerVersion::new(18, 7),
];

pub(super) fn check(version: ServerVersion) -> Option<Finding> {
    let (oldest, newest) = TESTED;
    if version.major() < oldest {
        Some(Finding::ServerTooOld { version })
    } else if version.major() > newest {
        Some(Finding::ServerUntested { version })
    } else {
        let fixed = FIXED
            .into_iter()
            .find(|fixed| fixed.major() == version.major())?;
        (version < fixed).then_some(Finding::ServerLeaks { version, fixed })
    }
}

#[cfg(test)]
mod tests {
    use super::{ServerVersion, check};

    #[test]
    fn each_release_is_judged_by_its_own_branch() {
        let code = |text: &str| {
            check(text.parse::<ServerVersion>().unwrap()).map(|finding| finding.code())
        };

        let leaks = [
            "15.0", "15.18", "15.19", "16.15", "17.11", "18.6", "18beta1", "16rc1",
        ];
        assert_eq!(leaks.map(code), [Some("server_leaks"); 8]);
        let sound = ["15.20", "15.21", "16.16", "17.12", "18.7", "18.12"];
        assert_eq!(sound.map(code), [None; 6]);
        assert_eq!(["14.30", "9.6.24"].map(code), [Some("server_too_old"); 2]);
        assert_eq!(
            ["19beta1", "19.0", "20devel"].map(code),
            [Some("server_untested"); 3]
        );
    }
}
