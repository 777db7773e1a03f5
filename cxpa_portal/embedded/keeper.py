"""The keeper stops the servers of a folder when nobody has used them for a while.

One small process per folder. Who uses the servers is told by locks which the kernel lets go of however a process ends,
so a killed command cannot keep them up for ever.
"""

import os
import sys
import time
from pathlib import Path

from . import processes
from .failure import CannotStart
from .folder import Folder

UNUSED_FOR = 10 * 60  # seconds
LOOK_EVERY = 2
MODULE = "cxpa_portal.embedded.keeper"


def ensure(folder):
    """Start the keeper of `folder` where there is none."""
    lock = folder.only("keeper.lock")
    if lock is None:
        return
    os.close(lock)  # two that come here at once start two: the second finds the lock taken and leaves
    processes.launch([sys.executable, "-m", MODULE, folder.path, f"{UNUSED_FOR}"], cwd=Path(__file__).parents[2])


def end(folder):
    """End the keeper of `folder`, if there is one."""
    processes.end(processes.running(MODULE, folder.path))


def keep(folder, unused_for):
    """Watch `folder`, and stop its servers when nobody has used them for `unused_for` seconds, or it is removed."""
    keeping = folder.only("keeper.lock")
    if keeping is None:
        return
    last_used = time.monotonic()
    while folder.path.exists():
        time.sleep(min(LOOK_EVERY, unused_for))
        try:
            unused = folder.only("in-use.lock")
        except CannotStart:  # the folder was removed
            break
        if unused is None:
            last_used = time.monotonic()
            continue
        # Held while the servers stop, so that whoever comes now waits, and then starts them again.
        try:
            if time.monotonic() - last_used >= unused_for:
                stop_servers(folder)
                os.close(keeping)  # first this one, or whoever waits for the other would take us for their keeper
                return
        finally:
            os.close(unused)
    stop_servers(folder)


def stop_servers(folder):
    """Stop the servers of `folder`; the names of those that ran."""
    from . import postgres, valkey

    stopped = [server.NAME for server in (postgres, valkey) if server.stop(folder)]
    folder.remove_sockets()
    return stopped


if __name__ == "__main__":
    keep(Folder(sys.argv[1]), float(sys.argv[2]))
