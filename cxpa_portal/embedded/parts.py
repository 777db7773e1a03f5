"""The parts of a running portal (web, worker, beat) under one process manager, honcho."""

import ctypes
import os
import shlex
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from datetime import datetime

from honcho.manager import Manager
from honcho.printer import Message, Printer
from honcho.process import Process

from . import address

PATIENCE = 60
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PR_SET_PDEATHSIG = 1


def commands(port):
    """The parts by name. All through `python -m`: a script's first line breaks in a long path or one with a space."""
    celery = "celery --app cxpa_portal.celery:app --quiet"
    lines = {
        # Threads, since a browser opens connections in advance, and each would hold a worker. Django keeps templates
        # in memory, hence the extra files; relative patterns, so that no sign in the path is taken for a pattern.
        "web": f"gunicorn cxpa_portal.wsgi:application --bind {address.HOST}:{port} --threads 8"
        " --graceful-timeout 2 --no-control-socket --log-level error"
        " --reload --reload-extra-file templates/**/*.html --reload-extra-file templates/**/*.txt"
        " --access-logfile - --access-logformat '%(m)s %(U)s %(s)s in %(M)s ms'",
        "worker": f"{celery} worker --concurrency 2 --without-gossip --without-mingle --loglevel INFO",
        # No pid file: a killed beat would leave it, and the next would refuse to start.
        "beat": f"{celery} beat --schedule var/beat --pidfile '' --loglevel WARNING",
    }
    # In a container root is who one is; the worker needs no warning of it at every start.
    python = [sys.executable, "-W", "ignore:You're running the worker with superuser privileges", "-m"]
    # Whoever waits, waits for the web: the others give way, while starting most of all.
    behind = ["nice", "-n", "10"]
    return {name: [*([] if name == "web" else behind), *python, *shlex.split(line)] for name, line in lines.items()}


class Parts(Manager):
    """honcho's manager, which says when the portal is ready, and ends when `parent`, who started it, is gone."""

    def __init__(self, root, port, sign_ins, environment, parent):
        super().__init__(printer=_Printer(sys.stdout))
        self._process_ctor = _Part
        self.was_told_to_stop = False
        self._port = port
        self._parent = parent
        self._sign_ins = sign_ins
        for name, command in commands(port).items():
            self.add_process(name, command, env=environment, cwd=root)

    def _start(self):
        # honcho's own handlers print, which fails where the signal comes while a line is being printed.
        for number in ENDING:
            signal.signal(number, self._tell_to_stop)
        super()._start()
        for task in (self._announce, self._watch):
            threading.Thread(target=task, daemon=True).start()

    def _tell_to_stop(self, _number, _frame):
        self.was_told_to_stop = True

    def _announce(self):
        """Print where the portal is once it answers, with a sign-in for each role."""
        until = time.monotonic() + PATIENCE
        while not address.answers(self._port):
            if self._terminating:
                return
            if time.monotonic() > until:
                print(f"The web server has not answered for {PATIENCE} seconds.", flush=True)
                self.terminate()
                return
            time.sleep(0.1)
        if self._terminating:
            return
        portal = f"http://localhost:{self._port}"
        lines = ["", f"The portal is ready: {portal}/", f"Its outgoing mail:   {portal}/development/mail/"]
        lines += ["", self._sign_ins, "", "Ctrl-C stops all of it.", ""]
        with suppress(OSError):
            print("\n".join(lines), flush=True)

    def _watch(self):
        """Notice what nobody tells us: that `make` or the terminal is gone, or that a part's relay was killed."""
        lost = set()
        had_terminal = os.isatty(sys.stdout.fileno())
        while True:
            time.sleep(0.2)
            alone = os.getppid() != self._parent or (had_terminal and not os.isatty(sys.stdout.fileno()))
            if alone or self.was_told_to_stop:
                self.was_told_to_stop = True
                if self._all_started():  # before that honcho knows no process ids
                    self.terminate()
            # Looked at twice: at first its last words may still be on their way.
            for name in lost & self._silent():
                self.events.put(Message("stop", {"returncode": -signal.SIGKILL}, datetime.now(), name, None))
            lost = self._silent()

    def _silent(self):
        return {
            name
            for name, part in self._processes.items()
            if not part["process"].is_alive() and part.get("returncode") is None
        }


class _Part(Process):
    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self._child_ctor = _tied

    def run(self, events=None, ignore_signals=False):
        # What ends a part is its manager alone. Not SIG_IGN, which the part would inherit.
        for number in ENDING:
            signal.signal(number, lambda _number, _frame: None)
        _end_with_parent(signal.SIGKILL)
        if self.name != "web":
            os.nice(5)  # somebody waits for the web; the others start after it
        super().run(events, ignore_signals)

    def _send_message(self, data, type="line"):  # noqa: A002 - honcho's name
        if type == "stop":
            super()._send_message(f"ended with status {data['returncode']}")
        super()._send_message(data, type)


class _Printer(Printer):
    def write(self, message):
        # The terminal may be gone; what is left to do is to stop in order, not to fail at telling it.
        with suppress(OSError):
            super().write(message)


def _tied(command, **options):
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=_end_with_its_relay,
        **options,
    )


def _end_with_its_relay():
    _end_with_parent(signal.SIGTERM)


def _end_with_parent(which):
    """Have the kernel send us `which` when our parent is killed. On macOS the next start ends what was left instead."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, which)
