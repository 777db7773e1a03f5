"""The people of the old community as accounts that nobody can sign in to and no letter reaches."""

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from forums.discussions.models import PersonOrigin

from .shape import FORMER

# RFC 2606 keeps .invalid from ever being a real domain.
ADDRESS = "{name}.{id}@{source}.imported.invalid"


def known(source):
    """Whom we have from `source` already: id there to our id."""
    return dict(PersonOrigin.objects.filter(source=source).values_list("external_id", "person_id"))


@transaction.atomic
def bring(source, people):
    """Make accounts for those of `people` (ids there to Known) who have none yet; returns how many.

    No signal is sent and no letter written: they did not sign up, and most will never know this place.
    """
    missing = sorted(people.keys() - known(source).keys())
    made = get_user_model().objects.bulk_create(
        get_user_model().objects.with_handles(
            _account(source, people[id].author, people[id].first_at) for id in missing
        ),
        batch_size=1000,
    )
    PersonOrigin.objects.bulk_create(
        [
            PersonOrigin(source=source, external_id=id, person=person, details=people[id].author.details)
            for id, person in zip(missing, made, strict=True)
        ],
        batch_size=1000,
    )
    return len(made)


def _account(source, author, joined_at):
    name = author.name if len(author.name) > 1 else author.username
    return get_user_model()(
        email=ADDRESS.format(name=slugify(author.username)[:40] or "person", id=author.id, source=source),
        name=_("Somebody who left") if author.id == FORMER else name[:100] or _("Somebody"),
        password=make_password(None),
        joined_at=joined_at,
        is_active=author.id != FORMER,
    )
