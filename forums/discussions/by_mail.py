"""Answering a topic by mail, and beginning one: by the same form, the same looks and the same verbs as on the page."""

from contextlib import suppress

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.accounts.standing import why as why_silenced
from members.mail.incoming import things
from members.mail.incoming.enclosures import enclose
from members.mail.incoming.things import Place, Refused, Taken
from members.progress.models import Draft, TooMany
from members.progress.words import TooLong

from . import screening
from .forms import LONGEST_BODY, ReplyForm, TopicForm
from .models import Attachment, Behind, Board, Closed, NotAllowed, Post, TooSoon, Topic

NOT_THERE = gettext_lazy("What you answered is not there any more, or not for you.")


def register():
    """Make known what of this room takes mail; called once, when the room is ready."""
    things.register("topic", letter="t", take=take_reply, keep=keep_reply, may_answer=may_answer)
    things.register("board", letter="b", take=take_topic, keep=keep_topic, places=places)


def may_answer(person, pk):
    """Whether a letter of topic `pk` can be answered by mail. Who is known there by no name would give it with one."""
    topic = Topic.objects.visible_to(person).select_related("board").filter(pk=pk).first()
    if topic is None or not topic.can_be_replied_to_by(person):
        return False
    return not _speaks_without_name(topic, person)


def places(person):
    """The boards on which `person` may begin a topic."""
    boards = Board.objects.open_to(person).select_related("group")
    return [Place(board.pk, board.name, board.get_absolute_url(), board.audience_sentence) for board in boards]


def take_reply(person, pk, said):
    """Reply to topic `pk`, as the page does it. Raises Refused."""
    topic = Topic.objects.visible_to(person).select_related("board__group", "author").filter(pk=pk).first()
    if topic is None:
        raise Refused(NOT_THERE)
    _check(person, topic.board)
    if _speaks_without_name(topic, person):
        raise Refused(_("You write without your name in this topic, and a mail tells it. Answer in the portal."))
    files = enclose(Attachment, person, f"ask:{said.token}", said)
    sent = {"body": _body(said), "reply_to": said.number or "", "token": str(said.token)}
    form = ReplyForm(sent, person=person)
    about = {"by": person, "form": form, "key": f"reply:{topic.pk}", "files": files, "topic": topic}
    if held := _held(**about):
        return held
    try:
        post = form.reply(topic, files=files)
    except TooSoon as why:
        raise Refused(str(why)) from None
    except Closed:
        raise Refused(_("This topic is closed, and takes no more replies.")) from None
    except NotAllowed:
        raise Refused(_("You cannot write here at the moment.")) from None
    return _taken(form, post)


def take_topic(person, pk, said):
    """Begin a topic on board `pk`; the subject is its title. Raises Refused."""
    board = Board.objects.visible_to(person).select_related("group", "posting_group").filter(pk=pk).first()
    if board is None:
        raise Refused(NOT_THERE)
    _check(person, board)
    key = f"ask:{said.token}"
    files = enclose(Attachment, person, key, said)
    form = TopicForm(_fields_of_topic(board, said) | {"token": str(said.token)}, person=person)
    if held := _held(by=person, form=form, key=key, files=files):
        return held
    try:
        topic = form.start()
    except NotAllowed:
        raise Refused(_("You cannot write here at the moment.")) from None
    return _taken(form, topic and topic.posts.get(number=1))


def keep_reply(person, pk, said):
    """Keep it as the draft of a reply, below what was begun there; returns where one goes on."""
    topic = Topic.objects.visible_to(person).select_related("board").filter(pk=pk).first()
    if topic is None:
        return _keep_apart(person, said)
    key = f"reply:{topic.pk}"
    begun = Draft.objects.find(person, key)
    fields = dict(begun.fields) if begun else {"reply_to": str(said.number or "")}
    before = str(fields.get("body", "")).rstrip()
    if said.text not in before:
        fields["body"] = f"{before}\n\n{said.text}".lstrip()
    if _speaks_without_name(topic, person):
        fields["safely"] = "on"
    enclose(Attachment, person, f"ask:{said.token}", said)
    Attachment.objects.in_hand(person, f"ask:{said.token}").update(draft_key=key)
    return _keep(person, key, fields)


def keep_topic(person, pk, said):
    """Keep it as the draft of a new topic; returns where one goes on."""
    board = Board.objects.open_to(person).filter(pk=pk).first()
    if board is None:
        return _keep_apart(person, said)
    enclose(Attachment, person, f"ask:{said.token}", said)
    return _keep(person, f"ask:{said.token}", _fields_of_topic(board, said))


def _check(person, board):
    """Raise Refused where `person` may not write there. Silence is kept by the pages' addresses; here it is asked."""
    if getattr(person, "is_silenced", False):
        words = why_silenced(person, "silenced_until").words
        raise Refused(_("You can read, and not write, at the moment. %(why)s") % {"why": words})
    if not board.can_be_posted_to_by(person):
        raise Refused(_("You cannot write on this board any more."))


def _held(**about):
    """Taken where somebody looks at it first; Refused where it cannot go out; None where it can."""
    form = about["form"]
    if not form.is_valid():
        raise Refused(_sentences(form))
    stopped = screening.stopped(**about)
    if stopped is None:
        return None
    if not isinstance(stopped, screening.Kept):
        raise Refused(stopped.sentence)
    return Taken(stopped.url, stopped.sentence)


def _taken(form, post):
    if post is None:
        raise Refused(_sentences(form))
    Post.objects.filter(pk=post.pk).update(is_by_mail=True)
    return Taken(post.get_absolute_url())


def _sentences(form):
    """What a form says against it, each once. A title is the subject of a mail."""
    said = [str(error) for errors in form.errors.values() for error in errors]
    return " ".join(dict.fromkeys(said))


def _fields_of_topic(board, said):
    """What a TopicForm is sent of it."""
    fields = {"board": board.slug, "kind": Topic.DISCUSSION, "title": said.title, "body": _body(said)}
    return fields | {"files": f"ask:{said.token}" if said.files else ""}


def _body(said):
    """The text; a mail that holds only files says so."""
    return said.text or (_("(Sent by mail, without words.)") if said.files else "")


def _speaks_without_name(topic, person):
    return topic.has_nameless and bool(Behind.voice_in(topic, person))


def _keep_apart(person, said):
    """Keep words whose place is gone as the draft of a new topic: nothing is lost, and nothing is sent by itself."""
    enclose(Attachment, person, f"ask:{said.token}", said)
    fields = {"title": said.title, "body": said.text, "files": f"ask:{said.token}" if said.files else ""}
    return _keep(person, f"ask:{said.token}", fields)


def _keep(person, key, fields):
    fields["body"] = str(fields.get("body", ""))[: LONGEST_BODY + 5_000]
    with suppress(TooMany, TooLong):  # the letter holds the text all the same
        draft = Draft.keep(by=person, key=key, fields=fields)
        return reverse("progress:draft", args=[draft.pk]) if draft.pk and not draft.ended_at else ""
    return ""


def noted(page, posts):
    """For the page of a topic: beside whose name it says that it came by mail."""
    return {post.pk: {} for post in posts if post.is_by_mail}
