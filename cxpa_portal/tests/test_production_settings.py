"""In production nothing secret has a default: the portal refuses to start and says what is missing."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

COMPLETE = {
    "PORTAL_ENV": "production",
    "SECRET_KEY": "not-a-secret-but-long-enough-to-pass-for-one",
    "ALLOWED_HOSTS": "portal.example",
    "PORTAL_URL": "https://portal.example",
    "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "EMAIL_URL": "smtp://127.0.0.1:1",
    "MAIL_FROM": "community@portal.example",
}


def start(environment):
    """Import the settings as a process of their own does, with nothing of this one's configuration."""
    clean = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    return subprocess.run(
        [sys.executable, "-c", "import cxpa_portal.settings as s; print(s.DEBUG, s.SECURE_SSL_REDIRECT)"],
        env=clean | environment,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_with_all_of_them_it_starts_closed_and_safe():
    assert start(COMPLETE).stdout.split() == ["False", "True"]


@pytest.mark.parametrize("name", sorted(set(COMPLETE) - {"PORTAL_ENV"}))
def test_without_one_it_refuses_and_names_it(name):
    answer = start({key: value for key, value in COMPLETE.items() if key != name})
    assert answer.returncode != 0
    assert f"{name} must be set in production" in answer.stderr
