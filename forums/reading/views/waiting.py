"""Questions that wait for somebody: without an answer yet, or without one that is known to have helped."""

from dataclasses import dataclass, field

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.db.models import Count, F, Q, Value
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from forums.discussions.models import Tagging, Topic

from ..listing import Newest, Promised
from .lists import listing, placed, shown_to

UNDECIDED, MINE = "undecided", "mine"
COUNTED = 500  # of the newest questions that wait, boards, tags and subjects are offered to choose from
OFFERED = 12  # of each
NARROWING = {
    "board": lambda slug: Q(board__slug=slug),
    "tag": lambda slug: Q(pk__in=Tagging.objects.filter(tag__slug=slug).values("topic")),
    "subject": lambda slug: Q(
        pk__in=Tagging.objects.filter(Q(tag__subject__slug=slug) | Q(tag__subject__parent__slug=slug)).values("topic")
    ),
}


@dataclass
class Waiting:
    """What stands above the list: which questions, and by what to narrow them down."""

    shows: list
    groups: list = field(default_factory=list)
    is_narrowed: bool = False


@login_not_required
@require_safe
def unanswered(request):
    """Questions nobody answered; `?show=` those of which no answer is known to have helped, or one's own; narrowed by
    `?board=`, `?tag=` and `?subject=` (slugs)."""
    show = request.GET.get("show", "")
    if show == MINE and not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    topics = _questions(request, show)
    chosen = {name: request.GET[name][:80] for name in NARROWING if request.GET.get(name)}
    offered = _offered(topics)
    for name, slug in chosen.items():
        topics = topics.filter(NARROWING[name](slug))
    waiting = Waiting(_shows(request, show), _groups(offered, chosen, show), bool(chosen))
    by = Newest if show in (UNDECIDED, MINE) else Promised
    return listing(request, topics, view="unanswered", by=by, waiting=waiting, **_words(show, chosen))


def _questions(request, show):
    if show == MINE:
        return placed(request.user).begun_by(request.user).unsolved()
    topics = shown_to(request.user)
    return topics.undecided() if show == UNDECIDED else topics.unanswered()


def _words(show, chosen):
    if show == MINE:
        heading = _("Your open questions")
        sentence = _("When an answer helped, say so on its page: the next one with this question finds it first.")
        empty = _("No question of yours is open. Ask the one you would ask a colleague.")
    elif show == UNDECIDED:
        heading = _("Answered, but nothing accepted yet")
        sentence = _("Somebody answered, and nobody has said whether it helped. Perhaps you know better, or more.")
        empty = _("Of every question that was answered, somebody said what helped. Thank you.")
    else:
        heading = _("Unanswered questions")
        sentence = _("Somebody waits for each of these. A few sentences from experience are enough.")
        empty = _("Every question has an answer. Thank you.")
    return {"heading": heading, "sentence": sentence, "empty": _("Nothing waits here just now.") if chosen else empty}


def _shows(request, show):
    shows = [("", _("No answer yet")), (UNDECIDED, _("Answered, but nothing accepted yet"))]
    if request.user.is_authenticated:
        shows.append((MINE, _("Your open questions")))
    known = show if show in (UNDECIDED, MINE) else ""
    return [{"label": label, "url": _address(name), "is_current": name == known, "name": name} for name, label in shows]


def _offered(topics):
    """{"board" | "tag" | "subject": [(slug, name)]} of what waits, the most frequent first: one query."""
    newest = topics.order_by("-last_posted_at", "-id").values("pk")[:COUNTED]
    found = Topic.objects.filter(pk__in=newest).order_by()
    tagged = Tagging.objects.filter(topic__in=newest).order_by()
    kinds = [
        ("board", found, F("board__slug"), F("board__name")),
        ("tag", tagged, F("tag__slug"), F("tag__name")),
        ("subject", tagged.filter(tag__subject__isnull=False), F("tag__subject__slug"), F("tag__subject__name")),
    ]
    queries = [
        rows.values(what=Value(what), key=slug, called=name)
        .annotate(many=Count("pk"))
        .values_list("what", "key", "called", "many")
        for what, rows, slug, name in kinds
    ]
    offered = {what: [] for what in NARROWING}
    for what, slug, name, _many in queries[0].union(*queries[1:], all=True).order_by("-many", "called"):
        offered[what].append((slug, name))
    return offered


def _groups(offered, chosen, show):
    """The links of each kind; where there is but one thing to choose, there is nothing to choose."""
    labels = {"board": _("Board"), "tag": _("Tag"), "subject": _("Subject")}
    groups = []
    for what, options in offered.items():
        current = chosen.get(what)
        if len(options) < 2 and not current:
            continue
        names = dict(options[:OFFERED])
        if current:
            names = {current: dict(options).get(current, current)} | names
        rest = {name: slug for name, slug in chosen.items() if name != what}
        links = [{"label": _("any"), "url": _address(show, rest), "is_current": not current}]
        links += [
            {"label": name, "url": _address(show, rest | {what: slug}), "is_current": slug == current}
            for slug, name in names.items()
        ]
        groups.append({"label": labels[what], "links": links, "chosen": names.get(current)})
    return groups


def _address(show, chosen=None):
    asked = ({"show": show} if show else {}) | (chosen or {})
    return f"?{urlencode(asked)}"
