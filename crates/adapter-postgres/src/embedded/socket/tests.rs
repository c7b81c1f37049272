use std::{
    fs,
    os::unix::fs::{PermissionsExt as _, symlink},
    path::{Path, PathBuf},
};

use tempfile::TempDir;

use super::{Error, ServerUser, SocketFolder};

/// A place that everybody gets to, a data folder whose path is too long, and the server's user.
fn long_data_folder() -> (TempDir, PathBuf, ServerUser) {
    let place = tempfile::tempdir().unwrap();
    fs::set_permissions(place.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let data_folder = place.path().join("d".repeat(100));
    fs::create_dir(&data_folder).unwrap();
    (
        place,
        data_folder,
        ServerUser::choose("/nowhere".as_ref()).unwrap(),
    )
}

fn make(place: &TempDir, data_folder: &Path, user: &ServerUser) -> Result<SocketFolder, Error> {
    SocketFolder::make_in(data_folder, &[place.path().to_owned()], user)
}

#[test]
fn a_long_path_is_replaced_by_a_private_temporary_folder() {
    let (place, data_folder, user) = long_data_folder();

    let socket = make(&place, &data_folder, &user).unwrap();

    let mode = fs::metadata(socket.path()).unwrap().permissions().mode() & 0o777;
    assert_eq!((socket.path().parent(), mode), (Some(place.path()), 0o700));
}

#[test]
fn a_temporary_folder_is_removed_with_its_owner() {
    let (place, data_folder, user) = long_data_folder();
    let socket = make(&place, &data_folder, &user).unwrap();
    let path = socket.path().to_owned();

    drop(socket);

    assert!(!path.exists());
}

#[test]
fn a_name_that_somebody_else_has_taken_is_passed_over() {
    let (place, data_folder, user) = long_data_folder();
    let first = make(&place, &data_folder, &user).unwrap().path().to_owned();
    let elsewhere = place.path().join("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    symlink(&elsewhere, &first).unwrap();

    let socket = make(&place, &data_folder, &user).unwrap();

    assert_ne!(socket.path(), first);
}

#[test]
fn a_folder_that_is_open_to_others_is_not_used() {
    let (place, data_folder, user) = long_data_folder();
    let first = make(&place, &data_folder, &user).unwrap().path().to_owned();
    fs::create_dir(&first).unwrap();
    user.give(&first).unwrap();
    fs::set_permissions(&first, fs::Permissions::from_mode(0o755)).unwrap();

    let socket = make(&place, &data_folder, &user).unwrap();

    assert_ne!(socket.path(), first);
}

#[test]
fn without_any_short_place_the_error_names_the_limit() {
    let (_place, data_folder, user) = long_data_folder();

    let refused = SocketFolder::make_in(&data_folder, &[], &user).unwrap_err();

    let limit = if cfg!(target_os = "linux") { 93 } else { 89 };
    assert!(
        matches!(refused, Error::Socket { limit: l, .. } if l == limit),
        "{refused}"
    );
}
