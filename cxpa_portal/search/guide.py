"""What helps to ask better: narrower searches of what was found, and what can be typed."""

from django.utils.translation import gettext as _

from forums.discussions.search import filters


def narrower(asked):
    """[(label, query)] that narrow what somebody asked, without what narrows it already."""
    used = {term.name for term in asked.query.filters}
    today = asked.asking.now
    offered = [
        ("in", "title", _("Only in titles")),
        ("kind", "question", _("Only questions")),
        ("is", "unanswered", _("Still without an answer")),
        ("after", f"{today.year - 1}-{today.month:02}", _("Of the last twelve months")),
    ]
    if asked.person.is_authenticated:
        offered.append(("author", "me", _("Written by you")))
    if not asked.has_words:
        offered = offered[1:]
    return [(label, str(asked.query.with_filter(name, value))) for name, value, label in offered if name not in used]


def examples():
    """[(what can be typed, what it does)]: the signs, then the filters of all rooms."""
    signs = [
        ('"journey map"', _("exactly these words, in this order")),
        ("survey -NPS", _("this word must not be there")),
        ("churn or retention", _("one of the two is enough")),
    ]
    named = [(f"{each.name}:{each.example}", str(each.label)) for each in filters.known().values()]
    states = [(f"is:{name}", str(words)) for name, (_condition, words) in filters.states().items()]
    return signs + [each for each in named if not each[0].startswith("is:")] + states
