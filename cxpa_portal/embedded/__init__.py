"""Servers of its own for development and tests: a real PostgreSQL and a real Redis-compatible Valkey in `var/`.

    DATABASE_URL = embedded.postgres_url(BASE_DIR / "var")  # starts the server, or joins the one that runs
    REDIS_URL = embedded.redis_url(BASE_DIR / "var")

Whoever asks first starts them; they belong to nobody and stay up between commands. A keeper (`keeper.py`) stops them
when nobody has used them for a while, `make up` when it ends, and `make down` at once. Nothing here knows Django, and
production, where both addresses come from the environment, needs neither wheel.
"""

from pathlib import Path

from .failure import CannotStart

__all__ = ["CannotStart", "postgres_url", "redis_url", "stop"]


def postgres_url(var: Path) -> str:
    """The address of the PostgreSQL that lives in `var`, with an empty database `cxpa` at first.

    For `environ.Env.db_url`: the folder of the server's Unix socket stands in the path. Raises CannotStart.
    """
    from . import postgres

    return postgres.url(_ready(var))


def redis_url(var: Path) -> str:
    """The address (`unix://…`) of the Valkey that lives in `var`. Raises CannotStart."""
    from . import valkey

    return valkey.url(_ready(var))


def stop(var: Path) -> list[str]:
    """Stop both servers of `var`, whoever uses them, and return the names of those that ran. Raises CannotStart."""
    from . import keeper
    from .folder import Folder

    folder = Folder(var)
    if not folder.path.is_dir():
        return []
    with folder.starting_or_stopping():
        keeper.end(folder)
        return keeper.stop_servers(folder)


def _ready(var):
    from . import keeper
    from .folder import Folder

    folder = Folder(var)
    folder.make()
    folder.use()
    keeper.ensure(folder)
    return folder
