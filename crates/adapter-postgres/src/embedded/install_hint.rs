//! How PostgreSQL's programs are installed on the system at hand.

/// An imperative that installs the server, of `major` where that is given.
///
/// `os_release` is the text of `/etc/os-release`, as described by freedesktop.org's os-release specification.
pub(super) fn install_hint(os_release: &str, macos: bool, major: Option<u16>) -> String {
    let command = if macos {
        Some(format!("brew install postgresql@{}", major.unwrap_or(17)))
    } else {
        families(os_release)
            .iter()
            .find_map(|family| package_command(family, major))
    };
    match (command, major) {
        (Some(command), _) => format!("install it with `{command}`"),
        (None, Some(major)) => format!("install the server package of PostgreSQL {major}"),
        (None, None) => "install your system's PostgreSQL server package".to_owned(),
    }
}

/// The distribution and those that it derives from, closest first.
fn families(os_release: &str) -> Vec<String> {
    ["ID", "ID_LIKE"]
        .iter()
        .filter_map(|name| {
            let value = |line: &str| Some(line.strip_prefix(name)?.strip_prefix('=')?.to_owned());
            os_release.lines().find_map(|line| value(line.trim()))
        })
        .flat_map(|value| {
            let unquoted = value.trim_matches(['"', '\'']).to_owned();
            unquoted
                .split_whitespace()
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .collect()
}

fn package_command(family: &str, major: Option<u16>) -> Option<String> {
    let number = major.map(|major| major.to_string()).unwrap_or_default();
    let dashed = major.map(|major| format!("-{major}")).unwrap_or_default();
    Some(match family {
        "debian" | "ubuntu" => format!("apt-get install postgresql{dashed}"),
        "fedora" | "rhel" | "centos" => format!("dnf install postgresql{number}-server"),
        "alpine" => format!("apk add postgresql{number}"),
        "opensuse" | "suse" => format!("zypper install postgresql{number}-server"),
        // Arch keeps one version only.
        "arch" if major.is_none() => "pacman -S postgresql".to_owned(),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::install_hint;

    #[test]
    fn each_system_gets_its_own_command() {
        let table = [
            (
                "PRETTY_NAME=\"Debian GNU/Linux 12\"\nID=debian\n",
                "apt-get install postgresql",
            ),
            ("ID=ubuntu\nID_LIKE=debian\n", "apt-get install postgresql"),
            (
                "ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n",
                "apt-get install postgresql",
            ),
            ("ID=fedora\n", "dnf install postgresql-server"),
            (
                "ID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"\n",
                "dnf install postgresql-server",
            ),
            ("ID='alpine'\n", "apk add postgresql"),
            (
                "ID=\"opensuse-leap\"\nID_LIKE=\"suse opensuse\"\n",
                "zypper install postgresql-server",
            ),
            ("ID=manjaro\nID_LIKE=arch\n", "pacman -S postgresql"),
        ];

        let hints = table.map(|(text, _)| install_hint(text, false, None));

        assert_eq!(
            hints,
            table.map(|(_, command)| format!("install it with `{command}`"))
        );
    }

    #[test]
    fn the_major_version_that_made_the_data_is_named() {
        let table = [
            (
                "ID=debian",
                false,
                "install it with `apt-get install postgresql-15`",
            ),
            ("ID=alpine", false, "install it with `apk add postgresql15`"),
            ("", true, "install it with `brew install postgresql@15`"),
            (
                "ID=arch",
                false,
                "install the server package of PostgreSQL 15",
            ),
        ];

        let hints = table.map(|(text, macos, _)| install_hint(text, macos, Some(15)));

        assert_eq!(hints, table.map(|(_, _, hint)| hint.to_owned()));
    }

    #[test]
    fn an_unknown_system_gets_a_general_answer() {
        let hints = [
            install_hint("ID=plan9\n", false, None),
            install_hint("", false, None),
            install_hint("", true, None),
        ];

        assert_eq!(
            hints,
            [
                "install your system's PostgreSQL server package",
                "install your system's PostgreSQL server package",
                "install it with `brew install postgresql@17`",
            ]
        );
    }
}
