"""Where the portal answers in development: always on this machine only, on the port that PORT names."""

import http.client
import os
import socket

from .failure import CannotStart

HOST = "127.0.0.1"


def port():
    """The port of the web server, found free. Raises CannotStart."""
    wanted = os.environ.get("PORT") or "8000"
    if not wanted.isdecimal() or not 0 < int(wanted) < 65536:
        raise CannotStart(f"PORT is “{wanted}”, which is no port: give a number from 1024 to 65535.")
    number = int(wanted)
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((HOST, number))
        except PermissionError:
            raise CannotStart(
                f"Port {number} is kept for the system: take one above 1023, as in `make up PORT=8001`."
            ) from None
        except OSError:
            raise CannotStart(
                f"Port {number} is taken{_by_whom(number)}: stop that program, or take another port, as in "
                f"`make up PORT={number + 1}`."
            ) from None
    return number


def answers(number):
    """Whether the web server on port `number` answers at all; with what, its pages and its log say."""
    connection = http.client.HTTPConnection(HOST, number, timeout=10)
    try:
        connection.request("GET", "/health/")
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    else:
        return True
    finally:
        connection.close()


def _by_whom(number):
    import psutil

    try:
        for connection in psutil.net_connections(kind="tcp"):
            if connection.status == psutil.CONN_LISTEN and connection.laddr.port == number and connection.pid:
                return f" by {psutil.Process(connection.pid).name()} (process {connection.pid})"
    except psutil.Error:  # somebody else's, of whom we may not know
        pass
    return ""
