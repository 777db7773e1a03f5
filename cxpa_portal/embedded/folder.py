"""The folder `var/`: who may write there, who uses its servers, where their sockets and logs are."""

import fcntl
import hashlib
import os
import pwd
import re
import shutil
import stat
import subprocess
import sys
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from .failure import CannotStart

# What a Unix socket's whole path may measure: 108 bytes with its end mark on Linux, 104 on macOS.
LONGEST_SOCKET_PATH = 103
LONGEST_SOCKET_NAME = len("/.s.PGSQL.5432.lock")

# Files held open with a lock for as long as this process lives, by folder. The kernel lets go of them however it ends.
_in_use = {}


class Folder:
    """`var/` as the servers see it."""

    def __init__(self, var):
        self.path = Path(var).absolute()

    @cached_property
    def account(self):
        """As whom the servers run, in the words of subprocess.Popen: empty for an ordinary user.

        PostgreSQL refuses to run as root. There both servers run as the owner of what lies in `var/`, so that root
        may help out in somebody's working copy; where that is root too, as `nobody`.
        """
        if os.geteuid() != 0:
            return {}
        for place in (self.path / "postgres", self.path / "redis", self.path):
            if place.exists() and place.stat().st_uid != 0:
                return {"user": place.stat().st_uid, "group": place.stat().st_gid, "extra_groups": []}
        nobody = pwd.getpwnam("nobody")
        return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}

    @cached_property
    def sockets(self):
        """The folder of both sockets: in `var/`, or in /tmp where that path is too long or would need quoting.

        In /tmp, not $TMPDIR: every process must come to the same place, whatever its environment.
        """
        here = self.path / "run"
        if len(f"{here}") + LONGEST_SOCKET_NAME <= LONGEST_SOCKET_PATH and re.fullmatch(r"[\w./-]+", f"{here}", re.A):
            return here
        return Path("/tmp") / f"cxpa-portal-{hashlib.sha256(os.fsencode(self.path)).hexdigest()[:12]}"

    def make(self):
        """Make `var/` where it is missing; raises CannotStart where it cannot be written."""
        try:
            self.path.mkdir(exist_ok=True)
        except OSError as error:
            raise CannotStart(f"The folder {self.path} cannot be made: {error.strerror}.") from None
        if not os.access(self.path, os.W_OK | os.X_OK):
            raise CannotStart(
                f"The folder {self.path} is not writable for you, and the servers keep their data there: "
                "make it yours (chown), or set DATABASE_URL and REDIS_URL."
            )

    def make_private(self, path):
        """Make the folder `path`, closed to everyone but the servers' account; raises CannotStart."""
        try:
            path.mkdir(mode=0o700, exist_ok=True)
            found = path.lstat()
            if self.account and found.st_uid == 0:
                os.chown(path, self.account["user"], self.account["group"])
                found = path.lstat()
        except OSError as error:
            raise CannotStart(f"The folder {path} cannot be made: {error.strerror}.") from None
        # In /tmp anyone could have put something there before us.
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != self.account.get("user", os.geteuid()):
            raise CannotStart(f"{path} belongs to somebody else: remove it, or make it yours (chown).")

    def remove_sockets(self):
        """Remove the folder of the sockets, with what the ended servers left there."""
        shutil.rmtree(self.sockets, ignore_errors=True)

    def let_in(self, program):
        """See that the servers' account can run `program` and reach this folder; raises CannotStart."""
        try:
            self._try_out(program)
        except (OSError, subprocess.CalledProcessError):
            if self.account:
                _open_the_way(program, self.account)
                _open_the_way(self.path / "run", self.account)
        try:
            self._try_out(program)
        except (OSError, subprocess.CalledProcessError) as error:
            raise CannotStart(f"{program} cannot be run: {error}.") from None

    def log(self, name):
        """The log file `name`, open for a server to write into; begun afresh when it has grown large."""
        path = self.path / name
        try:
            large = path.exists() and path.stat().st_size > 5_000_000
            return path.open("wb" if large else "ab")
        except OSError as error:
            raise CannotStart(f"The log {path} cannot be written: {error.strerror}.") from None

    def use(self):
        """Say, for the life of this process, that it uses the servers of this folder."""
        if self.path not in _in_use:
            _in_use[self.path] = self._lock("in-use.lock", fcntl.LOCK_SH)

    @contextmanager
    def starting_or_stopping(self):
        """One process at a time in here; the others wait, then find what it did."""
        lock = self._lock("servers.lock", fcntl.LOCK_EX)
        try:
            yield
        finally:
            os.close(lock)

    def only(self, name):
        """A lock (close it to let go) which one process at a time holds, or None while another has it."""
        try:
            return self._lock(name, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return None

    def _try_out(self, program):
        for harmless in ([program, "--version"], ["/bin/sh", "-c", 'cd "$0"', self.path]):
            subprocess.run(harmless, check=True, capture_output=True, cwd="/", **self.account)

    def _lock(self, name, kind):
        try:
            # Reading is enough for flock, so a file left behind by root serves the owner of the folder too.
            opened = os.open(self.path / name, os.O_RDONLY | os.O_CREAT, 0o644)
        except OSError as error:
            raise CannotStart(f"The file {self.path / name} cannot be opened: {error.strerror}.") from None
        try:
            fcntl.flock(opened, kind)
        except BaseException:
            os.close(opened)
            raise
        return opened


def _open_the_way(path, account):
    """Let `account` pass through to `path` where root's folders are closed (as /root is), and say so.

    Passing through is not listing: what lies in those folders keeps its own permissions.
    """
    for folder in path.parents:
        found = folder.stat()
        if found.st_uid != account["user"] and not found.st_mode & stat.S_IXOTH:
            folder.chmod(found.st_mode | stat.S_IXOTH)
            name = pwd.getpwuid(account["user"]).pw_name
            print(f"PostgreSQL does not run as root: opened {folder} for {name} to pass through.", file=sys.stderr)
