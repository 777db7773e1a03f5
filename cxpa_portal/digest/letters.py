"""What the templates of the letters need, as JSON: rendered words, not rows."""

from django.urls import reverse
from django.utils import timezone

from forums.discussions.markdown import shorten
from members.mail.models import less_token
from members.mail.models.schedules import go_on_token
from members.mail.rounds import zone_of

LONGEST_SUBJECT = 64  # characters of the headline, so that "and 4 more" is still seen
PREVIEWED = 3  # headlines that mail programs show beside the subject


def due_on(schedule):
    """The day it was due, by the person's own calendar."""
    return timezone.localdate(schedule.due_at, zone_of(schedule.person))


def digest(schedule, gathered, now):
    """(Person, key, context) of a digest."""
    person = schedule.person
    sections = [
        {"heading": str(section.heading), "items": [_item(person, line) for line in lines]}
        for section, lines in gathered.parts
    ]
    context = {
        "first_name": person.first_name,
        "round": schedule.round,
        "minutes": gathered.minutes,
        "is_quiet": schedule.is_quiet,
        "sections": sections,
    }
    return person, f"digest:{due_on(schedule)}", context | summary(sections)


def asking(schedule, now):
    """(Person, key, context) of the letter that asks whether to go on."""
    person = schedule.person
    url = reverse("mail:go_on", args=[go_on_token(person.pk)])
    return person, f"asked:{now:%Y-%m-%d}", {"first_name": person.first_name, "url": url}


def summary(sections):
    """What the subject and the line beside it say of these sections, the best first; and of what one may ask to hear
    less, each once."""
    items = [item for section in sections for item in section["items"]]
    less = {item["less"]: item["less_label"] for item in items if item["less"]}
    return {
        "best": shorten(items[0]["headline"], LONGEST_SUBJECT),
        "more": len(items) - 1,
        "preheader": " · ".join(item["headline"] for item in items[1 : PREVIEWED + 1]),
        "less": [{"url": url, "label": label} for url, label in less.items()],
    }


def _item(person, line):
    item, thing = line.item, line.item.thing
    less = line.less and reverse("mail:less", args=[less_token(person.pk, *map(str, line.less))])
    return {
        "headline": str(item.headline),
        "url": item.url,
        "detail": str(item.detail),
        "why": str(line.why.sentence),
        "less": less or "",
        "less_label": str(line.less[1]) if less else "",
        # By these the letter is looked at once more before it leaves (retelling.py).
        "thing": [thing.thing, thing.pk, thing.number] if thing else None,
        "is_unread": item.is_unread,
    }
