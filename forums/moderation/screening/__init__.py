"""What is looked at before a text goes out: by rules of our own data, and no service elsewhere.

Members are asked nothing. From others a text may be refused, which is said in the form where nothing typed is lost, or
held, which is said too: what a rule saw stands in words on the case.
"""

from django.urls import reverse
from django.utils.translation import gettext as _

from forums.discussions import screening
from forums.discussions.models import Post
from forums.reading.models import page_of
from forums.reading.pages import page_url

from .. import holding, silence
from ..models import Case, WatchWord
from ..trust import Trust
from . import limits, rules


def register():
    screening.register(look, beside)


def beside(person):
    """What stands beside the forms of `person`: that they cannot send anything for now, or what a new account can."""
    return silence.beside(person) or limits.beside(person)


def look(sent):
    """Refused, Kept, or None where the text may go out."""
    trust = Trust(sent.by)
    if trust.is_given or _is_out_already(sent):
        return None
    words = WatchWord.found_in(f"{sent.title}\n{sent.body}")
    rejected = [word for word in words if word.kind == WatchWord.REJECT]
    if rejected:
        return screening.Refused(_("We do not take this: %(why)s") % {"why": rejected[0].why})
    if refusal := limits.refusal(sent, trust):
        return screening.Refused(refusal)
    found = rules.found_in(sent, trust, [word for word in words if word.kind == WatchWord.HOLD])
    if not found:
        return None
    kind = Case.FIRST if [each["rule"] for each in found] == ["first_post"] else Case.SCREENED
    held = holding.keep(sent, kind=kind, found=found)
    return screening.Kept(rules.sentence_for_author(found), _where(held))


def _is_out_already(sent):
    """Whether this very form was sent before, and what it holds is out: the verb returns it then."""
    return bool(sent.token) and Post.objects.filter(token=sent.token, author=sent.by).exists()


def _where(held):
    if held.topic is None:
        return reverse("moderation:waiting")
    return f"{page_url(held.topic, page_of(held.topic.last_number))}#held-{held.pk}"
