"""Questions a reader could answer, as a list: why each is shown, and the subjects they may mute."""

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from forums.reading.listing import page_of_rows

from .matching import marked_tags_for, questions_for
from .models import Referral


def page_of_questions(request):
    """What the page shows: rows with their `reason`, the next page, and the subjects to mute or to hear of again."""
    person = request.user
    marked = marked_tags_for(person)
    tags = [tag for tag in marked if not tag.muted]
    mine = Referral.objects.open().filter(topic=OuterRef("pk"), expertise__person=person.pk)
    rows, older = page_of_rows(request, questions_for(person, tags).annotate(asks_me=Exists(mine)))
    by_name = {tag.name: tag for tag in tags}
    for row in rows:
        row.reason = _reason(row.topic, [by_name[name] for name in row.topic.tag_names if name in by_name])
    return {
        "rows": rows,
        "older_url": older,
        "is_first_page": "older" not in request.GET,
        "subjects": _subjects(marked),
        "is_known": bool(marked),
    }


def _reason(topic, tags):
    """Why this question is shown to them, in words."""
    if topic.asks_me:
        return _("because you are asked by name")
    for tag in tags:
        if tag.offers:
            return _("because you answer in %(subject)s") % {"subject": tag.offers}
    for tag in tags:
        if tag.follows:
            return _("because you follow “%(tag)s”") % {"tag": tag}
    return _("because you have answered on “%(tag)s”") % {"tag": tags[0]} if tags else ""


def _subjects(tags):
    """The subjects behind `tags`, by name, to be muted or heard of again: {name, slug, is_muted}."""
    muted = {tag.muted["slug"]: tag.muted | {"is_muted": True} for tag in tags if tag.muted}
    heard = {
        tag.subject.slug: {"name": tag.subject.name, "slug": tag.subject.slug, "is_muted": False}
        for tag in tags
        if tag.subject and not tag.muted
    }
    return sorted((heard | muted).values(), key=lambda each: each["name"])
