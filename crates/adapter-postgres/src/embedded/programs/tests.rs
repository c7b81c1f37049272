use std::{
    ffi::OsString,
    fs,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    process::Command,
};

use super::{Error, candidates, first_usable, named};

/// A folder with programs that only know their version.
fn programs_of_version(parent: &Path, version: &str) -> PathBuf {
    let folder = parent.join(version);
    fs::create_dir(&folder).unwrap();
    for name in ["postgres", "initdb"] {
        let text = format!("#!/bin/sh\necho 'postgres (PostgreSQL) {version}'\n");
        // Another process writes it: a file that this one has open for writing may not be executed, and another test's child could inherit it for a moment.
        let mut shell = Command::new("/bin/sh");
        shell.args(["-c", r#"printf '%s' "$2" > "$1" && chmod 755 "$1""#, "sh"]);
        shell.arg(folder.join(name)).arg(text);
        assert!(shell.status().unwrap().success());
    }
    folder
}

fn install() -> String {
    "install it with `apt-get install postgresql`".to_owned()
}

#[test]
fn path_comes_before_the_installers_folders_and_newer_before_older() {
    let folders: Vec<PathBuf> =
        candidates(Some(OsString::from("/opt/pg/bin:relative:/usr/bin"))).collect();

    let debian: Vec<usize> = ["18", "17", "16", "15"]
        .iter()
        .map(|major| PathBuf::from(format!("/usr/lib/postgresql/{major}/bin")))
        .map(|folder| {
            folders
                .iter()
                .position(|candidate| *candidate == folder)
                .unwrap()
        })
        .collect();
    assert_eq!(
        (folders[..2].to_vec(), debian.is_sorted(), folders.len()),
        (
            vec!["/opt/pg/bin".into(), "/usr/bin".into()],
            true,
            2 + 4 * 8
        )
    );
}

#[test]
fn the_first_supported_version_is_taken() {
    let parent = tempfile::tempdir().unwrap();
    let old = programs_of_version(parent.path(), "14.3");
    let first = programs_of_version(parent.path(), "17.2");
    let second = programs_of_version(parent.path(), "16.4");

    let found = first_usable([old, first.clone(), second].into_iter(), None, install).unwrap();

    assert_eq!(
        (found.folder(), found.version().to_string()),
        (&*fs::canonicalize(first).unwrap(), "17.2".to_owned())
    );
}

#[test]
fn the_version_that_made_the_data_is_taken_where_it_is_known() {
    let parent = tempfile::tempdir().unwrap();
    let newer = programs_of_version(parent.path(), "17.2");
    let older = programs_of_version(parent.path(), "16.4");

    let found = first_usable([newer, older.clone()].into_iter(), Some(16), install).unwrap();

    assert_eq!(found.folder(), fs::canonicalize(older).unwrap());
}

#[test]
fn links_to_programs_are_followed_to_their_folder() {
    let parent = tempfile::tempdir().unwrap();
    let real = programs_of_version(parent.path(), "17.2");
    let links = parent.path().join("links");
    fs::create_dir(&links).unwrap();
    for name in ["postgres", "initdb"] {
        symlink(real.join(name), links.join(name)).unwrap();
    }

    let found = first_usable([links].into_iter(), None, install).unwrap();

    assert_eq!(found.folder(), fs::canonicalize(real).unwrap());
}

#[test]
fn without_programs_the_error_names_the_package() {
    let nothing = first_usable([PathBuf::from("/nowhere")].into_iter(), None, install);

    assert_eq!(
        nothing.unwrap_err().to_string(),
        "no PostgreSQL 15 to 18 found; install it with `apt-get install postgresql`, or set DATABASE_URL to use another server"
    );
}

#[test]
fn programs_that_are_too_old_are_named_in_the_error() {
    let parent = tempfile::tempdir().unwrap();
    let old = programs_of_version(parent.path(), "14.3");

    let error = first_usable([old.clone()].into_iter(), None, install)
        .unwrap_err()
        .to_string();

    let expected = format!(
        "not usable: {} (it is version 14.3, and 15 to 18 are supported)",
        old.display()
    );
    assert!(error.contains(&expected), "{error}");
}

#[test]
fn a_named_folder_without_programs_is_refused() {
    let folder = tempfile::tempdir().unwrap();

    let error = named(folder.path(), None).unwrap_err().to_string();

    assert!(
        error.contains("there is no `postgres`; name the folder"),
        "{error}"
    );
}

#[test]
fn a_named_folder_of_another_major_version_is_refused() {
    let parent = tempfile::tempdir().unwrap();
    let folder = programs_of_version(parent.path(), "17.2");

    let refused = named(&folder, Some(15)).unwrap_err();

    assert!(
        matches!(refused, Error::OtherVersion { made_by: 15, .. }),
        "{refused}"
    );
}

#[test]
fn programs_do_not_see_the_callers_environment() {
    let output = super::command(Path::new("/usr/bin/env")).output().unwrap();

    let text = String::from_utf8(output.stdout).unwrap();
    let mut names: Vec<_> = text
        .lines()
        .filter_map(|line| line.split('=').next())
        .collect();
    names.retain(|name| !super::PASSED_ON.contains(name));
    names.sort_unstable();
    assert_eq!(names, ["LC_ALL", "TZ"]);
}
