"""Where the embedded server may live."""

import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.errors import Misconfigured
from app.store import embedded_folders
from app.store.embedded_folders import (
    check_data_owner,
    ensure_readable_programs,
    find_private_folder,
    prepare_home_folder,
    runtime_folder,
)

only_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as another user")


@pytest.fixture
def open_folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that everyone may enter, pytest's own being private; what is shared goes below it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        folder.chmod(0o755)
        monkeypatch.setattr(embedded_folders, "SHARED", folder / "shared")
        yield folder


@pytest.fixture
def private(open_folder: Path) -> Path:
    folder = open_folder / "private"
    folder.mkdir(mode=0o700)
    return folder


def mode(folder: Path) -> int:
    return stat.S_IMODE(folder.stat().st_mode)


def test_the_topmost_private_folder_is_named(private: Path) -> None:
    below = private / "a"
    below.mkdir(mode=0o700)
    assert find_private_folder(below / "data") == private
    assert find_private_folder(private.parent / "data") is None


@only_root
def test_a_chosen_folder_below_a_private_one_is_refused_and_nothing_is_opened(private: Path) -> None:
    with pytest.raises(Misconfigured, match="is private: set it to a folder such as") as refusal:
        prepare_home_folder(private / "data", is_default=False)
    assert "\n" not in refusal.value.detail
    assert mode(private) == 0o700
    assert not (private / "data").exists()


@only_root
def test_the_default_below_a_private_folder_is_kept_elsewhere(private: Path, caplog: pytest.LogCaptureFixture) -> None:
    home = prepare_home_folder(private / "data", is_default=True)
    assert home.parent == private.parent / "shared"
    assert (
        home
        == prepare_home_folder(private / "data", is_default=True)
        != prepare_home_folder(private / "other", is_default=True)
    )
    assert mode(private) == 0o700
    assert str(home) in caplog.messages[0]


@only_root
def test_a_path_too_long_for_a_socket_is_refused(open_folder: Path) -> None:
    with pytest.raises(Misconfigured, match="too long"):
        prepare_home_folder(open_folder / ("x" * 90), is_default=False)


def test_a_path_with_a_space_is_refused(open_folder: Path) -> None:
    with pytest.raises(Misconfigured, match="has a space"):
        prepare_home_folder(open_folder / "my data", is_default=False)


def test_new_folders_are_open_whatever_the_umask(open_folder: Path) -> None:
    before = os.umask(0o077)
    try:
        home = prepare_home_folder(open_folder / "a" / "data", is_default=False)
    finally:
        os.umask(before)
    assert (mode(home.parent), mode(home)) == (0o755, 0o755)


def test_a_file_in_the_place_of_the_folder_is_told_in_one_line(open_folder: Path) -> None:
    (open_folder / "data").write_text("")
    with pytest.raises(Misconfigured, match="DATA_DIR"):
        prepare_home_folder(open_folder / "data", is_default=False)


def test_data_that_another_user_made_is_refused(open_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (open_folder / "PG_VERSION").write_text("18")
    owner = os.geteuid()
    monkeypatch.setattr(embedded_folders, "_server_uid", lambda: owner)
    check_data_owner(open_folder)
    monkeypatch.setattr(embedded_folders, "_server_uid", lambda: owner + 1)
    with pytest.raises(PermissionError):
        check_data_owner(open_folder)


def test_a_runtime_folder_that_somebody_else_prepared_is_refused(
    open_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(open_folder))
    folder = runtime_folder()
    assert runtime_folder() == folder
    folder.rmdir()
    folder.symlink_to(open_folder)
    with pytest.raises(Misconfigured, match="belongs to another user"):
        runtime_folder()


def a_package(site: Path) -> Path:
    programs = site / "pgpackage" / "pginstall18" / "bin"
    programs.mkdir(parents=True)
    (programs / "postgres").write_text("program")
    (programs / "postgres").chmod(0o700)
    (site / "pgpackage.libs").mkdir()
    (site / "pgpackage.libs" / "libz.so").write_text("library")
    (site / "pgpackage.libs" / "libz.so").chmod(0o600)
    return programs


def test_programs_in_a_private_folder_are_copied_for_all(private: Path) -> None:
    programs = a_package(private)
    found = ensure_readable_programs(programs)
    assert (found / "postgres").read_text() == "program"
    library = found.parents[2] / "pgpackage.libs" / "libz.so"
    assert find_private_folder(found) is None
    assert (mode(found / "postgres"), mode(library)) == (0o755, 0o644)
    assert mode(private) == 0o700
    assert ensure_readable_programs(programs) == found


def test_programs_in_an_open_folder_stay_where_they_are(open_folder: Path) -> None:
    programs = a_package(open_folder)
    assert ensure_readable_programs(programs) == programs
