import os
import signal

import environ
import psycopg2
import pytest
import redis

from cxpa_portal import embedded
from cxpa_portal.embedded import processes, valkey
from cxpa_portal.embedded.folder import Folder


def ask(url, statement):
    settings = environ.Env.db_url_config(url)
    connection = psycopg2.connect(
        host=settings["HOST"], port=settings["PORT"], user=settings["USER"], dbname=settings["NAME"]
    )
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchone()[0]
    finally:
        connection.close()


def test_two_that_start_at_once_get_one_server(var, elsewhere, postmasters):
    code = "from cxpa_portal import embedded; print(embedded.postgres_url(folder), embedded.redis_url(folder))"
    addresses = {process.communicate(timeout=120)[0] for process in [elsewhere(code, var) for _ in range(2)]}
    assert len(addresses) == 1
    assert addresses == {f"{embedded.postgres_url(var)} {embedded.redis_url(var)}\n"}
    assert len(postmasters(var)) == 1
    assert len(processes.working_in(var / "redis", "valkey-server")) == 1


def test_the_database_is_utf8_and_durable(var):
    url = embedded.postgres_url(var)
    assert ask(url, "SHOW server_encoding") == "UTF8"
    assert ask(url, "SHOW fsync") == "on"
    assert int(ask(url, "SHOW max_connections")) == 200
    assert ask(url, "SELECT upper('é')") == "É"


def test_the_servers_listen_on_no_network(var):
    assert ask(embedded.postgres_url(var), "SHOW listen_addresses") == ""
    assert redis.Redis.from_url(embedded.redis_url(var)).config_get("port") == {"port": "0"}


def test_what_the_queue_holds_outlives_its_server(var):
    redis.Redis.from_url(embedded.redis_url(var)).set("hint", "kept")
    valkey.stop(Folder(var))
    assert redis.Redis.from_url(embedded.redis_url(var)).get("hint") == b"kept"


def test_a_killed_server_is_started_again(var, postmasters):
    embedded.postgres_url(var)
    (killed,) = postmasters(var)
    os.kill(killed, signal.SIGKILL)
    assert ask(embedded.postgres_url(var), "SELECT 1") == 1
    assert postmasters(var) != [killed]


def test_stale_files_that_name_a_living_process_mislead_nobody(var):
    embedded.stop(var)
    sockets = Folder(var).sockets
    Folder(var).make_private(sockets)
    (var / "postgres" / "postmaster.pid").write_text(f"{os.getpid()}\n{var / 'postgres'}\n1\n5432\n{sockets}\n\n0 0\n")
    (sockets / ".s.PGSQL.5432").touch()
    (sockets / ".s.PGSQL.5432.lock").write_text(f"{os.getpid()}\n")
    (sockets / "redis.sock").touch()
    assert ask(embedded.postgres_url(var), "SELECT 1") == 1
    assert redis.Redis.from_url(embedded.redis_url(var)).ping()


def test_a_folder_half_made_when_initdb_was_killed_is_made_anew(fresh):
    (fresh / "postgres.unfinished").mkdir(parents=True)
    (fresh / "postgres.unfinished" / "PG_VERSION").write_text("18\n")
    assert ask(embedded.postgres_url(fresh), "SELECT 1") == 1


def test_stopping_twice_stops_once(var):
    embedded.postgres_url(var)
    embedded.redis_url(var)
    assert embedded.stop(var) == ["PostgreSQL", "Valkey"]
    assert embedded.stop(var) == []


@pytest.mark.parametrize("long", ["short", "long" * 30])
def test_a_socket_fits_whatever_the_path(long):
    folder = Folder(f"/srv/{long}/var")
    assert len(f"{folder.sockets}/.s.PGSQL.5432") < 104
