import os
import runpy
import socket
import sys

import pytest

from cxpa_portal import embedded
from cxpa_portal.embedded import address, postgres

from .conftest import ROOT


def test_a_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "var").write_text("a file where the folder should be")
    with pytest.raises(embedded.CannotStart, match="var cannot be made"):
        embedded.postgres_url(tmp_path / "var")


def test_a_folder_that_cannot_be_written(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write anywhere
    with pytest.raises(embedded.CannotStart, match="not writable for you"):
        embedded.redis_url(tmp_path)


def test_data_of_another_postgresql(fresh):
    (fresh / "postgres").mkdir(parents=True)
    (fresh / "postgres" / "PG_VERSION").write_text("9\n")
    with pytest.raises(embedded.CannotStart, match="made by PostgreSQL 9"):
        embedded.postgres_url(fresh)


def test_a_machine_without_the_wheel_and_without_the_variable(tmp_path, monkeypatch):
    monkeypatch.setattr(postgres, "find_spec", lambda _: None)
    with pytest.raises(embedded.CannotStart, match="set DATABASE_URL, or run `make up`"):
        embedded.postgres_url(tmp_path)


@pytest.mark.enable_socket
def test_a_taken_port_names_the_program_that_has_it(monkeypatch):
    with socket.socket() as taken:
        taken.bind((address.HOST, 0))
        taken.listen()
        number = taken.getsockname()[1]
        monkeypatch.setenv("PORT", f"{number}")
        with pytest.raises(embedded.CannotStart, match=rf"Port {number} is taken by .* \(process {os.getpid()}\)"):
            address.port()


@pytest.mark.parametrize("wanted", ["eighty", "0", "65536", "-1"])
def test_a_port_that_is_none(wanted, monkeypatch):
    monkeypatch.setenv("PORT", wanted)
    with pytest.raises(embedded.CannotStart, match="which is no port"):
        address.port()


def test_manage_py_says_it_in_one_line(monkeypatch):
    def refuse(_arguments):
        raise embedded.CannotStart("The folder is not yours.")

    monkeypatch.setattr("django.core.management.execute_from_command_line", refuse)
    monkeypatch.setattr(sys, "argv", ["manage.py", "check"])
    with pytest.raises(SystemExit) as ended:
        runpy.run_path(f"{ROOT / 'manage.py'}", run_name="__main__")
    assert ended.value.code == "The folder is not yours."
