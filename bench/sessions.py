"""Browsers that are signed in already, for programs that measure and look. Import it after `django.setup()`."""

import time

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore


def sign_in(person):
    """The key of a new session in which `person` has just signed in; staff with their second factor."""
    methods = [{"method": "password", "email": person.email, "at": time.time()}]
    if person.is_staff:
        methods.append({"method": "mfa", "type": "totp", "at": time.time()})
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session[AUTHENTICATION_METHODS_SESSION_KEY] = methods
    session["account_authentication_methods_user"] = str(person.pk)  # whose they are: allauth asks both
    session.save()
    return session.session_key


def cookie(key):
    """The Cookie header of the session `key`."""
    return f"{settings.SESSION_COOKIE_NAME}={key}"


def sign_out(*keys):
    for key in keys:
        SessionStore(key).delete()
