"""`make up`: the servers, the migrations, the demo community, then web, worker and beat until Ctrl-C."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress

from cxpa_portal import embedded

from . import address, processes
from .failure import CannotStart
from .folder import Folder
from .parts import ENDING, Parts


def up(root):
    """Run the whole portal of the working copy `root` until it is told to stop; the exit status. Raises CannotStart."""
    parent = os.getppid()
    _read_env_file(root)
    folder = Folder(root / "var")
    folder.make()
    for number in ENDING:
        signal.signal(number, _interrupt)
    try:
        with _only_portal(folder):
            # What a killed run left holds the port, and would work beside us on the same queue.
            processes.end(processes.marked(folder.path))
            port = address.port()
            try:
                return _run(root, folder, port, parent)
            finally:
                _stop(folder)
    except KeyboardInterrupt:
        print("\nStopped before it was ready.")
        return 0


def down(root):
    """Stop what a `make up` or any other command left running in the working copy `root`."""
    folder = Folder(root / "var")
    if not folder.path.is_dir():
        return 0
    # The portal stops its own parts and servers; what is left after that has lost its portal.
    portals = _portals(root)
    processes.end(portals, patience=30)
    parts = processes.marked(folder.path)
    processes.end(parts)
    stopped = ["the portal"] * bool(portals or parts) + embedded.stop(folder.path)
    print(f"Stopped {', '.join(stopped)}." if stopped else "Nothing was running.")
    return 0


def _run(root, folder, port, parent):
    with _step("PostgreSQL and Valkey"):
        if not os.environ.get("DATABASE_URL"):
            embedded.postgres_url(folder.path)
        if not os.environ.get("REDIS_URL"):
            embedded.redis_url(folder.path)
    environment = os.environ | {processes.MARK: f"{folder.path}", "PYTHONUNBUFFERED": "1"}
    with _step("Migrations and community"):
        sign_ins = _prepare(root, environment)
    parts = Parts(root, port, sign_ins, environment, parent)
    parts.loop()
    if parts.was_told_to_stop:
        return 0
    print("A part of the portal ended by itself, so the others were stopped: the lines above say which and why.")
    return 1


def _stop(folder):
    for number in ENDING:
        signal.signal(number, signal.SIG_IGN)  # a second Ctrl-C must not leave half of it running
    processes.end(processes.marked(folder.path))
    stopped = embedded.stop(folder.path)
    if stopped:
        print(f"Stopped {' and '.join(stopped)}.", flush=True)


def _prepare(root, environment):
    """Run `preparation.py`, and return the sign-ins it prints; at once where this database has been through it.

    What it came from is written beside the data of our own PostgreSQL, so that it goes when they go.
    """
    note = root / "var" / "postgres" / "prepared.json"
    fingerprint = None if os.environ.get("DATABASE_URL") else _fingerprint(root)
    with suppress(OSError, ValueError, KeyError):
        before = json.loads(note.read_text())
        if fingerprint and before["from"] == fingerprint:
            return before["sign_ins"]
    command = [sys.executable, "-m", "cxpa_portal.embedded.preparation"]
    done = subprocess.run(command, cwd=root, env=environment, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        raise CannotStart("The database could not be prepared; the lines above say why.")
    sign_ins = done.stdout.rstrip()
    if fingerprint:
        with suppress(OSError):
            note.write_text(json.dumps({"from": fingerprint, "sign_ins": sign_ins}))
    return sign_ins


def _fingerprint(root):
    """A digest of what preparing depends on: our migrations, the demo, and the libraries with theirs."""
    folders = [root / floor for floor in ("members", "forums", "events", "certification")]
    files = [path for folder in folders for path in folder.glob("*/migrations/*.py")]
    files += [path for path in (root / "cxpa_portal" / "demo").rglob("*") if path.suffix in {".py", ".toml"}]
    digest = hashlib.sha256((root / "requirements.txt").read_bytes())
    for path in sorted(files):
        digest.update(f"{path.relative_to(root)}".encode() + path.read_bytes())
    return digest.hexdigest()


@contextmanager
def _only_portal(folder):
    # The one before may be on its way out, when its terminal or its `make` has just gone.
    began = time.monotonic()
    while (lock := folder.only("portal.lock")) is None:
        if time.monotonic() - began > 10:
            raise CannotStart("The portal runs in this folder already: stop it with Ctrl-C there, or with `make down`.")
        time.sleep(0.2)
    try:
        yield
    finally:
        os.close(lock)


def _portals(root):
    return [
        process
        for process in processes.running("cxpa_portal.embedded", "up")
        if os.path.realpath(process.cwd()) == os.path.realpath(root)
    ]


@contextmanager
def _step(name):
    began = time.monotonic()
    yield
    print(f"{name}: {time.monotonic() - began:.1f} s", flush=True)


def _interrupt(_number, _frame):
    raise KeyboardInterrupt


def _read_env_file(root):
    import environ

    environ.Env.read_env(root / ".env")
