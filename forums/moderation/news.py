"""Who hears of what moderators did, and in which words. What is behind words in place of a name stays there."""

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from members.accounts.zones import zone_named
from members.mail.notices import tell
from members.mail.outbox import send

RETURNED, HIDDEN, PUBLISHED, TOLD, ACTED = (
    f"forums/moderation/{word}" for word in ["returned", "hidden", "published", "told", "acted"]
)


def tell_author(case):
    """Whoever wrote it hears what was decided, with the moderator's words; by letter too."""
    author = case.author
    if author is None:
        return
    about = {"title": case.title}
    headlines = {
        case.RETURNED: (RETURNED, _("A moderator asks you to change what you wrote in “%(title)s”")),
        case.HIDDEN: (HIDDEN, _("A moderator has hidden what you wrote in “%(title)s”")),
        case.REFUSED: (HIDDEN, _("What you wrote for “%(title)s” is not published")),
        case.PUBLISHED: (PUBLISHED, _("What you wrote in “%(title)s” is there for others to read")),
        case.KEPT: (PUBLISHED, _("What you wrote in “%(title)s” stays there for others to read")),
    }
    kind, headline = headlines[case.outcome]
    is_out = case.outcome in (case.PUBLISHED, case.KEPT)
    url = case.post.get_absolute_url() if is_out and case.post else reverse("moderation:text", args=[case.pk])
    key = f"case:{case.pk}:{case.round}:{case.outcome}"
    tell(author, kind, headline=headline % about, url=url, key=key, is_private=case.is_nameless)
    letter = {"title": case.title, "words": case.words, "url": url, "was_out": not case.is_held}
    send(kind, to=author, key=key, private=case.is_nameless, **letter)


def tell_author_it_is_open_again(case, was):
    """What was hidden is there again, and what was published is not for now: its author hears of it."""
    author = case.author
    if author is None or was == case.KEPT:
        return
    back = was in (case.HIDDEN, case.RETURNED) and not case.is_held
    words = (
        _("A moderator took a decision back: what you wrote in “%(title)s” is there again")
        if back
        else _("A moderator looks again at what you wrote for “%(title)s”")
    )
    url = case.post.get_absolute_url() if back else reverse("moderation:waiting")
    key = f"case:{case.pk}:{case.round}:undone"
    tell(author, PUBLISHED, headline=words % {"title": case.title}, url=url, key=key, is_private=case.is_nameless)


def tell_flaggers(case):
    """Whoever flagged it hears what came of it; once for each time it is decided."""
    words = {
        case.KEPT: _("A moderator has read the post you flagged in “%(title)s”: it stays"),
        case.HIDDEN: _("The post you flagged in “%(title)s” is no longer there. Thank you for telling us"),
        case.RETURNED: _("The post you flagged in “%(title)s” is back with its author, to be changed. Thank you"),
    }.get(case.outcome)
    if words is None:
        return
    for flag in case.flags.select_related("by"):
        tell(
            flag.by,
            TOLD,
            headline=words % {"title": case.title},
            url=reverse("moderation:flags"),
            key=f"flag:{flag.pk}:{case.round}:{case.outcome}",
        )


# --- About people, and not about a text ---------------------------------------------------------------------------


def tell_sanctioned(sanction):
    """Whoever is silenced or suspended hears what, why and until when, and where they can object."""
    until = _in_their_zone(sanction.until, sanction.person)
    said = (
        _("You can read, and not write until %(until)s")
        if sanction.is_silence
        else _("You cannot sign in until %(until)s")
    )
    _tell_about(sanction, "put", said % {"until": until}, can_object=True, words=sanction.words, is_over=False)


def tell_lifted(sanction, words):
    """A moderator ended it before its time."""
    _tell_about(sanction, "lifted", _again(sanction), words=words, is_over=True)


def tell_objection_upheld(case):
    """The person hears that it is lifted, and so does who decided it: without a name, as the person hears it."""
    sanction = case.objection.sanction
    _tell_about(sanction, "upheld", _again(sanction), words=case.words, is_over=True, was_heard=True)
    said = _("Another moderator has lifted what you decided about %(name)s, after their objection")
    url = reverse("moderation:person", args=[sanction.person_id])
    tell(sanction.by, TOLD, headline=said % {"name": sanction.person}, url=url, key=f"sanction:{sanction.pk}:upheld")


def tell_objection_dismissed(case):
    """The person hears that another moderator has looked, and why it stays."""
    sanction = case.objection.sanction
    said = _("Another moderator has read your objection: the decision stands")
    _tell_about(sanction, "dismissed", said, words=case.words, is_over=False, was_heard=True)
    said = _("Another moderator has read the objection of %(name)s: what you decided stands")
    url = reverse("moderation:person", args=[sanction.person_id])
    tell(sanction.by, TOLD, headline=said % {"name": sanction.person}, url=url, key=f"sanction:{sanction.pk}:dismissed")


def tell_decider_of_objection(case):
    """Who decided about the text hears what another moderator made of it, without a name."""
    objection = case.objection
    said = {
        case.UPHELD: _("Another moderator has decided otherwise about “%(title)s”, after its author objected"),
        case.DISMISSED: _("Another moderator has read the objection about “%(title)s”: what you decided stands"),
    }[case.outcome]
    headline, url = said % {"title": objection.decision.title}, objection.decision.get_absolute_url()
    tell(objection.decided_by, TOLD, headline=headline, url=url, key=f"objection:{objection.pk}:{case.outcome}")


def tell_author_of_dismissal(case):
    """The author of the text hears that another moderator has looked, and why it stays away. That it is there again
    they hear as of any text that is."""
    objection, decision = case.objection, case.objection.decision
    author = decision.author
    if author is None:
        return
    headline = _("Another moderator has read what you say about “%(title)s”: the decision stands")
    headline %= {"title": decision.title}
    key, url = f"objection:{objection.pk}:author", reverse("moderation:text", args=[decision.pk])
    tell(author, ACTED, headline=headline, url=url, key=key, is_private=decision.is_nameless)
    letter = {"headline": headline, "words": case.words, "url": url, "is_about_text": True}
    send(ACTED, to=author, key=key, private=decision.is_nameless, **letter)


def _again(sanction):
    return _("You can write again") if sanction.is_silence else _("You can sign in again")


def _tell_about(sanction, news, headline, *, words, is_over, can_object=False, was_heard=False):
    key = f"sanction:{sanction.pk}:{news}"
    url = sanction.address
    tell(sanction.person, ACTED, headline=headline, url=url, key=key)
    letter = {
        "headline": headline,
        "words": words,
        "url": url,
        "until": "" if is_over else _in_their_zone(sanction.until, sanction.person),
        "is_silence": sanction.is_silence,
        "is_over": is_over,
        "can_object": can_object,
        "was_heard": was_heard,
    }
    send(ACTED, to=sanction.person, key=key, **letter)


def _in_their_zone(at, person):
    """The moment in words, with the zone it is told in."""
    local = timezone.localtime(at, zone_named(person.time_zone))
    return f"{date_format(local, 'j F Y, H:i')} {local.tzname()}"
