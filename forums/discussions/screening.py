"""Who looks at a text before it is there for others: a room above, registered in `AppConfig.ready()`.

The views that take texts ask `stopped` before the verb. What is stopped is not lost: it is kept by whoever stopped it,
or it stays in the form, with a sentence that says why.
"""

from dataclasses import dataclass
from functools import cached_property

from .models import Board, Story, Topic
from .models.stories import PARTS

_looks, _words_beside = [], []


@dataclass
class Sent:
    """A text that is about to go out, with its valid form."""

    by: object  # Person
    form: object  # TopicForm or ReplyForm
    key: str  # of its draft
    files: str  # the key under which files were sent for it
    topic: Topic | None = None  # which it answers; None for a new one

    @cached_property
    def board(self) -> Board:
        return self.topic.board if self.topic else self.form.cleaned_data["board"]

    @property
    def title(self):
        return self.topic.title if self.topic else self.form.cleaned_data["title"]

    @cached_property
    def body(self):
        """The text as Markdown; a story put together of its parts."""
        told = self.form.cleaned_data
        if self.topic is None and told["kind"] in PARTS:
            return Story.compose(told["kind"], self.form.story_for(told["kind"]))
        return told["body"]

    @property
    def token(self):
        return self.form.cleaned_data["token"]


@dataclass(frozen=True)
class Refused:
    """It cannot go out as it is: a sentence for the form."""

    sentence: str
    url = ""


@dataclass(frozen=True)
class Kept:
    """It waits elsewhere: a sentence for its writer, and where they see it."""

    sentence: str
    url: str


def register(look, beside):
    """`look(sent)` returns Refused, Kept or None; `beside(person)` a sentence for the form, or ""."""
    if look not in _looks:
        _looks.append(look)
        _words_beside.append(beside)


def stopped(**about):
    """Kept or Refused where somebody stops what is Sent (`about`), None where it may go out.

    A refusal is then an error of the form.
    """
    sent = Sent(**about)
    for look in _looks:
        found = look(sent)
        if isinstance(found, Refused):
            sent.form.add_error(None, found.sentence)
        if found is not None:
            return found
    return None


def words_beside(person):
    """What stands beside the forms of `person`; "" for most."""
    return " ".join(filter(None, (beside(person) for beside in _words_beside)))
