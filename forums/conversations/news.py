"""Who hears of what: one notice a conversation, told anew; a letter for the first message somebody has not read."""

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from members.mail.models import Notice
from members.mail.notices import tell_anew
from members.mail.outbox import send_to_many
from members.mail.sights import Thing

from .models.participants import THING, Participant, notice_key

MESSAGED, INVITED, CAME = (f"forums/conversations/{word}" for word in ["messaged", "invited", "came"])
LONGEST_IN_MAIL = 6_000  # characters of HTML; longer messages go with their excerpt and are read in the portal
NAMED = 3  # people named in a line; the rest is a number


def tell_of_message(conversation, message):
    """For who has not muted it nor blocked its author; of those asked, only of what they were asked with."""
    author = message.author
    others = [
        other
        for other in conversation.participants.tied_to(author)
        if other.person_id != author.pk and other.person.is_active and not other.muted_at and not other.blocks_viewer
    ]
    asked = [other for other in others if other.is_asked and message.number == 1]
    joined = [other for other in others if other.is_joined]
    heads = {other.person: _headline(conversation, message, other) for other in joined}
    heads |= {other.person: _question(conversation, author) for other in asked}
    _tell(MESSAGED, conversation, heads)
    # A letter for each message of a lively talk would be a flood: the next comes when this one has been read.
    fresh = [other.person for other in joined if other.last_number >= message.number - 1]
    about = {
        "about": Thing(THING, conversation.pk, message.number),
        "author": str(author),
        "headline": author.headline,
        "subject": conversation.subject,
        "url": message.get_absolute_url(),
    }
    whole = len(message.html) <= LONGEST_IN_MAIL
    if fresh:
        send_to_many(
            MESSAGED,
            people=fresh,
            key=f"message:{message.pk}",
            html=message.html if whole else "",
            text=message.body if whole else message.excerpt,
            excerpt=message.excerpt,
            **about,
        )
    if asked:
        send_to_many(
            INVITED,
            people=[other.person for other in asked],
            key=f"message:{message.pk}",
            excerpt=message.excerpt,
            is_asked=True,
            **about,
        )


def tell_of_invitation(conversation, person, *, by, is_asked):
    """Somebody was asked into a conversation that goes on, or brought in by who knows them."""
    heads = {person: _question(conversation, by) if is_asked else _brought_in(conversation, by)}
    _tell(INVITED, conversation, heads)
    send_to_many(
        INVITED,
        people=[person],
        key=f"conversation:{conversation.pk}:{conversation.last_number}",
        about=Thing(THING, conversation.pk),
        author=str(by),
        headline=by.headline,
        subject=conversation.subject,
        url=conversation.get_absolute_url(),
        excerpt="",
        is_asked=is_asked,
    )


def tell_of_coming(conversation, person):
    """Whoever asked hears that they were let in; of a no they hear nothing."""
    me = conversation.participants.of(person).select_related("invited_by").get()
    if me.invited_by is not None:
        headline = _("%(name)s would like to talk: you can write on.") % {"name": person}
        _tell(CAME, conversation, {me.invited_by: headline})


def forget(conversation, person):
    """The notice of a conversation one can no longer see is read: it would lead nowhere."""
    Notice.objects.filter(person=person.pk).read([notice_key(conversation.pk)])


def names_in_a_line(people):
    """ "Ann, Bob and 3 others" of Persons."""
    if len(people) > NAMED + 1:
        rest = len(people) - NAMED
        more = ngettext("%(count)d other", "%(count)d others", rest) % {"count": rest}
        return get_text_list([*(str(person) for person in people[:NAMED]), more], _("and"))
    return get_text_list([str(person) for person in people], _("and"))


def _tell(kind, conversation, headlines):
    if headlines:
        tell_anew(kind, headlines=headlines, url=_address(conversation), key=notice_key(conversation.pk))


def _address(conversation):
    return f"{conversation.get_absolute_url()}?at=new"


def _headline(conversation, message, other: Participant):
    about = {"name": message.author, "subject": conversation.subject, "count": message.number - other.last_number}
    if conversation.is_pair and not conversation.subject:
        one, many = _("%(name)s wrote to you"), _("%(name)s wrote to you: %(count)d new messages")
    elif conversation.subject:
        one, many = _("%(name)s wrote in “%(subject)s”"), _("%(name)s wrote in “%(subject)s”: %(count)d new messages")
    else:
        one = _("%(name)s wrote to you and others")
        many = _("%(name)s wrote to you and others: %(count)d new messages")
    return (many if about["count"] > 1 else one) % about


def _question(conversation, author):
    if conversation.is_pair:
        return _("%(name)s would like to talk to you") % {"name": author}
    if conversation.subject:
        return _("%(name)s asks you into “%(subject)s”") % {"name": author, "subject": conversation.subject}
    return _("%(name)s asks you into a conversation") % {"name": author}


def _brought_in(conversation, author):
    if conversation.subject:
        return _("%(name)s brought you into “%(subject)s”") % {"name": author, "subject": conversation.subject}
    return _("%(name)s brought you into a conversation") % {"name": author}
