"""Credentials."""

from datetime import timedelta

import pytest

from certification.credentials.models import Credential, register_day


@pytest.fixture
def make_credential(framework, carol):
    """`make_credential(person, **changes)`: a CCXP awarded a year ago by Carol, valid for two more years; with
    `awarded_on` for three years from then."""

    def make(person, *, awarded_on=None, state="active", **changes):
        awarded_on = awarded_on or register_day() - timedelta(days=365)
        credential = Credential.award(
            person, name=changes.pop("name", person.name), framework=framework, by=carol, awarded_on=awarded_on
        )
        verb = {"suspended": "suspend", "revoked": "revoke", "surrendered": "surrender"}.get(state)
        if verb:
            getattr(credential, verb)(by=carol, reason="For a test.")
        if changes:
            Credential.objects.filter(pk=credential.pk).update(**changes)
            credential.refresh_from_db()
        return credential

    return make
