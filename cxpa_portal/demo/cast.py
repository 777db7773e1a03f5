"""The cast: one person per role, always the same, so that tests, screenshots and people mean the same ones."""

import time
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from allauth.mfa import app_settings as mfa_settings
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

CONTENT = Path(__file__).parent / "content"
DOMAIN = "cxpa.example"  # reserved by RFC 2606: no letter can reach a stranger
PASSWORD = "demo-password-2026"  # it is printed on purpose, and never exists in production


@dataclass(frozen=True)
class Role:
    """What somebody of the cast is for; `key` is also the name before the @ and in the content files."""

    key: str
    role: str
    see: str
    secret: str = ""

    @property
    def email(self):
        return address_of(self.key)


@cache
def the_cast():
    """Every Role, in the order in which a newcomer should try them."""
    return [Role(**role) for role in told_in("cast.toml")["role"]]


def told_in(name):
    """What the file `name` of content/ says, as dicts."""
    with open(CONTENT / name, "rb") as file:
        return tomllib.load(file)


def address_of(key):
    return f"{key}@{DOMAIN}"


def second_factor(role, now=None):
    """The one-time code of `role` as {now, seconds, next}; None for those who sign in with a password alone."""
    if not role.secret:
        return None
    counter, passed = divmod(int(now or time.time()), mfa_settings.TOTP_PERIOD)
    current, following = (format_hotp_value(hotp_value(role.secret, counter + step)) for step in (0, 1))
    return {"now": current, "seconds": mfa_settings.TOTP_PERIOD - passed, "next": following}
