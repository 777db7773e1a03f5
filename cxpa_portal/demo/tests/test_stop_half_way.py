import pytest
from django.core.management import call_command

from cxpa_portal.demo import history
from members.accounts.models import Person


@pytest.mark.django_db
def test_a_demo_that_is_stopped_leaves_nothing(monkeypatch):
    def interrupted(_acts, _now):
        raise KeyboardInterrupt
        yield

    monkeypatch.setattr(history, "make", interrupted)
    with pytest.raises(KeyboardInterrupt):
        call_command("demo")
    assert not Person.objects.exists()
