"""Processes, told by what they run and where they work.

A pid in a file may be anybody's by now. A server works in its data folder, which is nobody else's, so that no stale
file misleads us.
"""

import os
import signal
import subprocess
import time
from contextlib import suppress

import psutil

# In the environment of everything that `make up` started: the folder it belongs to.
MARK = "CXPA_PORTAL_UP"

# Kept so that Python does not complain of children that outlive it: they are meant to.
_launched = []


def launch(command, output=subprocess.DEVNULL, **options):
    """Start a process that outlives this one: neither a Ctrl-C, nor a closed terminal, nor `make up` is over it."""
    environment = {name: value for name, value in os.environ.items() if name != MARK}
    _launched.append(
        subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=environment,
            start_new_session=True,
            **options,
        )
    )
    return psutil.Process(_launched[-1].pid)


def working_in(folder, program):
    """The living processes called `program` whose working directory is `folder`, eldest first."""
    found = []
    for process in psutil.process_iter(["name", "status", "create_time"]):
        if process.info["name"] != program or process.info["status"] == psutil.STATUS_ZOMBIE:
            continue
        try:
            if os.path.realpath(process.cwd()) == os.path.realpath(folder):
                found.append(process)
        except psutil.Error:  # somebody else's, or gone meanwhile
            continue
    return _by_age(found)


def marked(folder):
    """The living processes which a `make up` of `folder` started, itself not among them, eldest first."""
    found = []
    for process in psutil.process_iter(["status", "create_time"]):
        with suppress(psutil.Error):  # somebody else's, or gone meanwhile
            if process.info["status"] != psutil.STATUS_ZOMBIE and process.environ().get(MARK) == f"{folder}":
                found.append(process)
    return _by_age(found)


def running(module, *arguments):
    """The living processes that run `python -m module arguments…`."""
    wanted = ["-m", module, *map(str, arguments)]
    found = []
    for process in psutil.process_iter(["cmdline", "status", "create_time"]):
        command = process.info["cmdline"] or []
        if process.info["status"] != psutil.STATUS_ZOMBIE and command[1 : len(wanted) + 1] == wanted:
            found.append(process)
    return _by_age(found)


def end(processes, politely=signal.SIGTERM, patience=10):
    """Ask `processes` to end, wait up to `patience` seconds, then kill what is left."""
    _tell(processes, politely)
    left = _wait(processes, patience)
    _tell(left, signal.SIGKILL)
    _wait(left, 5)


def is_alive(process):
    """Whether `process` still runs. One that nobody has reaped does not (in a container, often nobody does)."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _by_age(found):
    return sorted(found, key=lambda process: (process.info["create_time"], process.pid))


def _tell(processes, which):
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.send_signal(which)


def _wait(processes, patience):
    until = time.monotonic() + patience
    while (left := [process for process in processes if is_alive(process)]) and time.monotonic() < until:
        time.sleep(0.02)
    return left
