"""What the rooms above put on the page of a topic.

A part is a template and a function that says what the template shows; both are registered in `AppConfig.ready()`. A
page has a budget of queries: a function asks none, but where a column says that something is there, and then one. What
it needs of the topic or of each post is read with them: `add_to_topic` and `add_to_posts` add columns to their queries.
"""

from dataclasses import dataclass, field
from enum import StrEnum


class Place(StrEnum):
    HEAD = "head"  # below the title
    NAME = "name"  # beside the name of whoever wrote a post
    ANSWERS = "answers"  # between the first post and the others
    FOOT = "foot"  # below the posts
    POST = "post"  # after the text of a post
    ACTIONS = "actions"  # among the quiet actions of a post
    MORE = "more"  # behind "More" beside them


@dataclass(frozen=True)
class Part:
    template: str
    told: object
    position: int


@dataclass
class Shown:
    """A part as one page shows it: the template, and its context as `part`."""

    template: str
    part: dict


@dataclass
class Parts:
    """The parts of every place, in order."""

    by_place: dict = field(default_factory=lambda: {place: [] for place in Place})

    def add(self, place, template, told, position):
        parts = self.by_place[place]
        parts[:] = [part for part in parts if part.template != template] + [Part(template, told, position)]
        parts.sort(key=lambda part: part.position)


_parts = Parts()
_topic_columns, _post_columns = [], []


def add_to_topic(columns):
    """Have `columns(person)` read with the topic of a page: {name: expression} for `annotate`."""
    if columns not in _topic_columns:
        _topic_columns.append(columns)


def add_to_posts(columns):
    """Have `columns(person)` read with the posts of a page: {name: expression} for `annotate`."""
    if columns not in _post_columns:
        _post_columns.append(columns)


def with_topic_columns(topics, person):
    """`topics` with what the rooms above need of each."""
    return _with(topics, _topic_columns, person)


def with_post_columns(posts, person):
    """`posts` with what the rooms above need of each."""
    return _with(posts, _post_columns, person)


def _with(rows, registered, person):
    for columns in registered:
        rows = rows.annotate(**columns(person))
    return rows


def register(place, template, told, position=50):
    """Show `template` at HEAD, ANSWERS or FOOT of each page where `told(page)` returns its context, not None.

    `page` is a `pages.TopicPage`. The template is given `part` (that context), `topic`, `person`, `next`, `csrf_token`.
    """
    _parts.add(Place(place), template, told, position)


def register_for_posts(template, told, position=50):
    """Show `template` after the text of the posts of which `told(page, posts)` says something: {post.pk: context}.

    The template is given `part`, `post`, `person`, `next`, `csrf_token`. `posts` are those that are shown.
    """
    _parts.add(Place.POST, template, told, position)


def register_beside_names(template, told, position=50):
    """As `register_for_posts`, beside the name of whoever wrote the post."""
    _parts.add(Place.NAME, template, told, position)


def register_actions(template, told, position=50):
    """As `register_for_posts`, among the quiet actions below the post."""
    _parts.add(Place.ACTIONS, template, told, position)


def register_behind_more(template, told, position=50):
    """As `register_for_posts`, among what stands behind "More" below the post: for readers with an account."""
    _parts.add(Place.MORE, template, told, position)


def of_page(page, place):
    """The parts that `page` shows at one place, as a list of Shown."""
    told = ((part.template, part.told(page)) for part in _parts.by_place[place])
    return [Shown(template, context) for template, context in told if context is not None]


def hang_on(page, posts):
    """Give each of `posts` its `parts`, `more_actions`, `behind_more` and what stands `beside_name`, lists of Shown."""
    names = {Place.POST: "parts", Place.ACTIONS: "more_actions", Place.MORE: "behind_more", Place.NAME: "beside_name"}
    for post in posts:
        for name in names.values():
            setattr(post, name, [])
    for place, name in names.items():
        for part in _parts.by_place[place]:
            told = part.told(page, posts)
            for post in posts:
                if post.pk in told:
                    getattr(post, name).append(Shown(part.template, told[post.pk]))
