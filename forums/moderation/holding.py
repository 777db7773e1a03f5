"""Texts that wait: kept with all that their form held, and sent by the very verbs once somebody has looked."""

import uuid
from contextlib import suppress

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from forums.discussions import markdown, planning
from forums.discussions.forms import ReplyForm, TopicForm
from forums.discussions.models import Attachment, Closed, NotAllowed, TooSoon
from members.audit.log import record
from members.progress.models import Draft, TooMany
from members.progress.words import TooLong, words_in

from . import news
from .models import Case, Held


class NotNow(Exception):
    """It cannot be published as it is; says why in a sentence."""


@transaction.atomic
def keep(sent, *, kind, found):
    """Hold what was `sent` (a `forums.discussions.screening.Sent`); returns the Held.

    `found` is what rules saw, [{"rule", "saw"}]. The same form again is the same text; a topic that was sent back, and
    comes again from the drafts, waits in the case it had.
    """
    if sent.token and (earlier := Held.objects.filter(token=sent.token, person=sent.by).first()):
        return earlier
    if sent.topic is None and (held := _sent_back(sent)):
        held.case.revise(lambda: _put(held, sent), by=sent.by)
        return held
    held = Held(person=sent.by, board=sent.board, topic=sent.topic, key=_key_of(sent))
    try:
        with transaction.atomic():
            _put(held, sent)
    except IntegrityError:  # the same form came twice at once, and the other was faster
        return Held.objects.get(token=sent.token or uuid.uuid4(), person=sent.by)
    if sent.topic:  # the next reply in this topic has files of its own
        held.files_key = f"held:{held.pk}"
        Attachment.objects.in_hand(sent.by, sent.files).update(draft_key=held.files_key)
        held.save(update_fields=["files_key"])
    rules = [each["rule"] for each in found]
    about_moderator = sent.by.is_moderator and not held.is_nameless
    case = Case.objects.create(
        board=held.board, held=held, kind=kind, found=found, rules=rules, about_moderator=about_moderator
    )
    record("moderation.held", case, by=None, rules=rules)
    return held


@transaction.atomic
def publish(case, *, by, words="", now=None):
    """Let it out, with its author's name and the moment it is now. Raises NotNow, and what `Case.begin` raises."""
    if not case.begin(Case.PUBLISHED, by=by):
        return
    held = case.held
    post = _send(held)
    if post is not None:
        held.post = case.post = post
        held.save(update_fields=["post"])
    case.settle(Case.PUBLISHED, by=by, words=words, now=now)
    news.tell_author(case)


@transaction.atomic
def send_back(case, *, by, words, now=None):
    """Give it back to its author, who reads `words` and can change it: the text is among their drafts."""
    if not case.begin(Case.RETURNED, by=by):
        return
    case.settle(Case.RETURNED, by=by, words=words, now=now)
    if case.held.topic_id is None:
        _to_drafts(case.held, case.held.key)
    news.tell_author(case)


@transaction.atomic
def refuse(case, *, by, words, now=None):
    """It does not come out; its author reads why, and still has the text."""
    if case.begin(Case.REFUSED, by=by):
        case.settle(Case.REFUSED, by=by, words=words, now=now)
        news.tell_author(case)


def revise(case, *, by, body):
    """The author of a reply that was sent back changed it; returns whether it waits again."""
    return case.revise(lambda: _change(case.held, body), by=by)


@transaction.atomic
def take_back(held, *, by):
    """Its author wants it back before anybody decided: it goes to the drafts. Returns whether it still waited."""
    case = Case.objects.select_for_update(of=["self"]).select_related("held__topic", "board").get(held=held)
    if held.person_id != by.pk or case.settled_at is not None and case.outcome != Case.RETURNED or case.post_id:
        return False
    case.settle(Case.WITHDRAWN, by=by)
    key = f"reply:{held.topic_id}" if held.topic_id else held.key
    _to_drafts(held, key)
    Attachment.objects.in_hand(by, held.files_key).update(draft_key=key)
    return True


def _key_of(sent):
    """Under which draft a topic comes back; a reply comes back on a page of its own."""
    return sent.key if sent.topic or sent.key.startswith("ask:") else f"ask:{uuid.uuid4()}"


def _sent_back(sent):
    return Held.objects.returned().select_related("case").filter(person=sent.by, key=sent.key, topic=None).first()


def _put(held, sent):
    """All that the form held, and what there is to be read of it."""
    held.fields = words_in(sent.form.data) | {"token": str(sent.token or "")}
    held.board, held.title, held.token = sent.board, sent.title, sent.token
    held.speaks_as = sent.form.cleaned_data["shown_as"] or _("A member of CXPA") if sent.form.is_nameless else ""
    held.files_key = held.files_key or sent.files or ""
    held.html = markdown.render(sent.body)
    held.excerpt = markdown.excerpt(held.html)
    held.save()
    if hasattr(held, "case"):
        Case.objects.filter(pk=held.case.pk).update(board=held.board)


def _change(held, body):
    held.fields["body"] = body
    held.html = markdown.render(body)
    held.excerpt = markdown.excerpt(held.html)
    held.save(update_fields=["fields", "html", "excerpt"])


def _send(held):
    """The Post that becomes of it; None where it was planned for later. Raises NotNow."""
    if not held.person.is_active:
        raise NotNow(_("The account of its author is suspended."))
    form = _form_of(held)
    if not form.is_valid():
        raise NotNow(_why(form))
    try:
        if held.topic_id:
            post = form.reply(held.topic, files=held.files_key)
        elif form.due_at:
            planning.plan(form)
            return None
        else:
            topic = form.start()
            post = topic and topic.posts.select_related("topic__board", "author").get(number=1)
    except Closed as why:
        closed = _("The topic was closed meanwhile. Tell its author, or open it again.")
        raise NotNow(str(why) if isinstance(why, TooSoon) else closed) from None
    except NotAllowed:
        raise NotNow(_("Its author may not write there any more.")) from None
    if post is None:
        raise NotNow(_why(form))
    return post


def _form_of(held):
    """The form it was sent in, asked again: rights and boards may have changed."""
    if held.topic_id:
        return ReplyForm(held.fields, person=held.person)
    form = TopicForm(held.fields, person=held.person)
    if not form.is_valid() and set(form.errors) <= {"when", "at"}:  # its hour has passed while it waited
        fields = {name: value for name, value in held.fields.items() if name != "when" and not name.startswith("at_")}
        form = TopicForm(fields, person=held.person)
    return form


def _why(form):
    said = [str(error) for errors in form.errors.values() for error in errors]
    return _("It cannot be published as it is: %(why)s") % {"why": " ".join(said)}


def _to_drafts(held, key):
    """Its words among the drafts of its author, below what they began there since."""
    fields = {name: value for name, value in held.fields.items() if name != "token"}
    begun = Draft.objects.find(held.person, key)
    if begun and begun.fields.get("body", "").strip():
        fields = begun.fields | {"body": f"{begun.fields['body'].rstrip()}\n\n{held.body}"}
    with suppress(TooMany, TooLong):  # they have it on the page of the text all the same
        Draft.keep(by=held.person, key=key, fields=fields)
