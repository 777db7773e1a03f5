"""Topics published by the clock. Their form is asked again at that moment: rights and boards may have changed."""

import uuid

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from members.mail.notices import tell
from members.progress.models import Draft
from members.progress.words import words_in

from .forms import TopicForm
from .models import NotAllowed, Planned

MOST_AT_ONCE = 100  # topics of one tick


def plan(form):
    """The Planned of a valid TopicForm with a moment to come."""
    told = form.cleaned_data
    return Planned.plan(
        by=form.person, board=told["board"], title=told["title"], fields=fields_of(form), due_at=form.due_at
    )


def change(planned, form):
    """Plan it anew as a valid form says; due now where the form says so. Returns whether it still waited."""
    told = form.cleaned_data
    due_at = form.due_at or timezone.now()
    changed = planned.change(board=told["board"], title=told["title"], fields=fields_of(form), due_at=due_at)
    if changed:
        planned.refresh_from_db()
    return changed


@transaction.atomic
def back_to_drafts(planned):
    """Plan it no more, and keep what was written as a draft; returns the Draft, None where it is published already."""
    if not planned.take_back(by=planned.person):
        return None
    return Draft.keep(by=planned.person, key=f"ask:{uuid.uuid4()}", fields=words_in(planned.fields))


def fields_of(form):
    """{name: text} of everything `form` was sent, without when it is to appear, which has a column."""
    left_out = {"when", "safely", "shown_as"}  # a plan has its writer's name in the record
    sent = words_in(form.data).items()
    kept = {name: text for name, text in sent if name not in left_out and not name.startswith("at_")}
    return kept | {"token": str(form.cleaned_data["token"] or "")}


def publish_due(now=None):
    """Publish what is due by now, each in a transaction of its own; returns how many came out.

    Two workers at once share the rows: each is locked while it is published, and passed over by the other.
    """
    published = 0
    for _turn in range(MOST_AT_ONCE):
        with transaction.atomic():
            due = Planned.objects.due(now).select_for_update(skip_locked=True, of=["self"])
            planned = due.select_related("person", "board").first()
            if planned is None:
                break
            published += publish(planned) is not None
    return published


@transaction.atomic
def publish(planned):
    """Publish it now; returns the Topic, or None where its form no longer holds: then its author is told why."""
    locked = Planned.objects.select_for_update(of=["self"]).select_related("person", "board", "topic")
    planned = locked.get(pk=planned.pk)
    if planned.topic:
        return planned.topic
    form = TopicForm(planned.fields, person=planned.person)
    try:
        if planned.person.is_active and form.is_valid():
            planned.topic = form.start()
        if planned.topic:
            planned.save(update_fields=["topic"])
            return planned.topic
    except NotAllowed:
        pass
    _refuse(planned, form)
    return None


def _refuse(planned, form):
    reasons = [error for errors in form.errors.values() for error in errors] or [_("You may not write there any more.")]
    planned.refused = " ".join(map(str, reasons))[:250]
    planned.save(update_fields=["refused"])
    tell(
        planned.person,
        "forums/discussions/planned",
        headline=_("“%(title)s” could not be published: %(why)s") % {"title": planned.title, "why": planned.refused},
        url=reverse("forums:planned"),
        key=f"planned:{planned.pk}:{timezone.now():%Y%m%d%H%M}",
    )
