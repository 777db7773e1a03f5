"""Who hears of a sounding board, and in which words. Neither title nor text leaves it: they stand on its page alone."""

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from members.mail.notices import tell, tell_anew, tell_many
from members.mail.outbox import send, send_to_many

INVITED, ANSWERED, CLOSED, AGREEMENT, PUBLISHED = (
    f"forums/soundings/{word}" for word in ["invited", "answered", "closed", "agreement", "published"]
)


def tell_of_invitation(sounding, invitation):
    """Whoever is asked hears of whom, about what, and why them."""
    subjects = get_text_list([str(subject) for subject in sounding.subjects.all()], _("and"))
    about = {"author": str(sounding.author), "subjects": subjects}
    tell(
        invitation.person,
        INVITED,
        headline=_("%(author)s asks for your view on a half-formed idea about %(subjects)s") % about,
        url=sounding.get_absolute_url(),
        key=f"sounding:{sounding.pk}:invited",
    )
    send(
        INVITED,
        to=invitation.person,
        key=f"sounding:{sounding.pk}:invited",
        because=invitation.reason,
        headline=sounding.author.headline,
        url=sounding.get_absolute_url(),
        **about,
    )


def tell_of_view(sounding, view):
    """The author hears of each view; those they have not looked at yet are told in one notice."""
    headline = ngettext(
        "Your sounding board has %(count)d view; the last is by %(name)s",
        "Your sounding board has %(count)d views; the last is by %(name)s",
        sounding.view_count,
    ) % {"count": sounding.view_count, "name": view.person}
    tell_anew(
        ANSWERED,
        headlines={sounding.author: headline},
        url=sounding.get_absolute_url(),
        key=f"sounding:{sounding.pk}:views",
    )


def tell_of_closing(sounding):
    """All hear: the author by letter too; who gave a view or meant to, by notice."""
    count = sounding.view_count
    headline = ngettext(
        "Your sounding board has closed with %(count)d view",
        "Your sounding board has closed with %(count)d views",
        count,
    ) % {"count": count}
    url, key = sounding.get_absolute_url(), f"sounding:{sounding.pk}:closed"
    tell(sounding.author, CLOSED, headline=headline, url=url, key=key)
    send(CLOSED, to=sounding.author, key=key, count=count, url=url)
    tell_many(
        [place.person for place in sounding.invitations.standing().select_related("person").order_by("pk")],
        CLOSED,
        headline=_("The sounding board of %(author)s has closed") % {"author": sounding.author},
        url=url,
        key=key,
    )


def tell_of_request(synthesis):
    """Everybody who gave a view is asked about the text, and about each new one."""
    sounding = synthesis.sounding
    people = [view.person for view in sounding.views.select_related("person")]
    about = {"author": str(sounding.author)}
    key, url = f"synthesis:{synthesis.pk}:{synthesis.version}", f"{sounding.get_absolute_url()}#synthesis"
    headline = _("%(author)s asks whether you agree to what they would publish") % about
    tell_many(people, AGREEMENT, headline=headline, url=url, key=key)
    send_to_many(AGREEMENT, people=people, key=key, url=url, board=str(synthesis.board), **about)


def tell_of_answer(synthesis, agreement):
    """The author hears what each of them says to it, and when nothing stands before publishing any more."""
    sounding = synthesis.sounding
    name = {"name": agreement.person}
    headline = _("%(name)s agrees to your synthesis") if agreement.agrees else _("%(name)s asks for a change")
    if agreement.agrees and not synthesis.why_not_yet():
        headline = _("%(name)s agrees too: you can publish your synthesis")
    tell_anew(
        AGREEMENT,
        headlines={sounding.author: headline % name},
        url=f"{sounding.get_absolute_url()}#synthesis",
        key=f"synthesis:{synthesis.pk}:answers",
    )


def tell_of_publishing(synthesis):
    """Who gave a view hears where it stands now."""
    sounding = synthesis.sounding
    tell_many(
        [view.person for view in sounding.views.select_related("person")],
        PUBLISHED,
        headline=_("%(author)s published what came of the sounding board: “%(title)s”")
        % {"author": sounding.author, "title": synthesis.title},
        url=synthesis.topic.get_absolute_url(),
        key=f"synthesis:{synthesis.pk}:published",
    )
