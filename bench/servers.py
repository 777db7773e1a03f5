"""Web servers and databases for measuring: all on this machine, and each ended by whoever started it."""

import http.client
import os
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import environ
import psycopg2

from cxpa_portal import embedded

ROOT = Path(__file__).resolve().parents[1]
VAR = ROOT / "var"
HOST = "127.0.0.1"
PATIENCE = 180  # seconds for a server to answer the first time; a busy machine takes long to import Django

# The portal behind a proxy that ends TLS, as in production: its address says https, and this header says that
# the visitor came that way. Whoever measures sends it with every request.
FROM_PROXY = {"X-Forwarded-Proto": "https"}


def server_urls():
    """The addresses of the database and of Redis that the portal itself would use."""
    environ.Env.read_env(ROOT / ".env")
    return (
        os.environ.get("DATABASE_URL") or embedded.postgres_url(VAR),
        os.environ.get("REDIS_URL") or embedded.redis_url(VAR),
    )


def database_url(name, url):
    """The address of the database `name` on the server of `url`."""
    return url.partition("?")[0].rpartition("/")[0] + f"/{name}"


@contextmanager
def at_server(url):
    """A cursor on the maintenance database of the server of `url`, outside any transaction."""
    about = environ.Env.db_url_config(url)
    place = {"host": about["HOST"], "port": about["PORT"], "user": about["USER"], "password": about["PASSWORD"]}
    known = {key: value for key, value in place.items() if value}
    with closing(psycopg2.connect(dbname="postgres", **known)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            yield cursor


def make_database(name, url, afresh=False, template="template0"):
    """Make the database `name` where it is missing, or in any case with `afresh`: empty, or as `template` is."""
    with at_server(url) as cursor:
        if afresh:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if not cursor.fetchone():
            cursor.execute(f'CREATE DATABASE "{name}" ENCODING \'UTF8\' TEMPLATE "{template}"')


def drop_database(name, url):
    with at_server(url) as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def as_in_production(database, redis):
    """The environment of a portal in production, on servers of this machine and with no way to send mail."""
    return {
        "PORTAL_ENV": "production",
        "SECRET_KEY": "for-measuring-only-never-for-a-real-portal-0123456789-abcdefghijkl",
        "ALLOWED_HOSTS": f"{HOST},localhost",
        "PORTAL_URL": f"https://{HOST}",
        "DATABASE_URL": database,
        "REDIS_URL": redis,
        "EMAIL_URL": f"smtp://{HOST}:1",
        "MAIL_FROM": "community@portal.example",
        "DJANGO_SETTINGS_MODULE": "cxpa_portal.settings",
    }


def free_port():
    with socket.socket() as trial:
        trial.bind((HOST, 0))
        return trial.getsockname()[1]


@contextmanager
def gunicorn(application, environment, log, *, workers=2, threads=1, path="/", port=None):
    """Serve `application` until the block ends; yields its address. Its words go to the file `log`.

    With one thread these are gunicorn's sync workers. A browser opens connections in advance, and each would hold
    such a worker: for browsers ask for threads.
    """
    port = port or free_port()
    command = [sys.executable, "-m", "gunicorn", application, "--bind", f"{HOST}:{port}", "--workers", f"{workers}"]
    command += ["--threads", f"{threads}", "--log-level", "error", "--no-control-socket", "--graceful-timeout", "3"]
    with process(command, environment, log) as server:
        address = f"http://{HOST}:{port}"
        _wait(address + path, server, log)
        yield address


@contextmanager
def process(command, environment, log):
    """Run `command` in the working copy until the block ends. Its words go to the file `log`."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as words:
        started = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | environment, stdin=subprocess.DEVNULL, stdout=words, stderr=words
        )
    try:
        yield started
    finally:
        started.terminate()
        try:
            started.wait(15)
        except subprocess.TimeoutExpired:
            started.kill()
            started.wait()


def manage(*arguments, environment):
    """Run a command of manage.py; raises CalledProcessError with what it said."""
    subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=os.environ | environment,
        check=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )


def fetch(address, headers=None):
    """GET `address`, following nothing: (status, headers, text)."""
    parts = urlsplit(address)
    with closing(http.client.HTTPConnection(parts.hostname, parts.port, timeout=30)) as connection:
        connection.request("GET", parts.path + (f"?{parts.query}" if parts.query else ""), headers=headers or {})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read().decode(errors="replace")


def _wait(address, server, log):
    until = time.monotonic() + PATIENCE
    while True:
        try:
            fetch(address, FROM_PROXY)
        except (OSError, http.client.HTTPException):
            if server.poll() is not None or time.monotonic() > until:
                raise SystemExit(f"The server of {address} does not answer: {log} says why.") from None
            time.sleep(0.2)
        else:
            return
