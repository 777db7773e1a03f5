from datetime import datetime

from django import forms
from django.contrib import admin
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import localize
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextInputWidget

from members.audit.asking import Question, asks, day_field
from members.audit.history import history_of

from ..asking.facts import PinForm
from ..models import TooManyPinned, Topic
from .hiding import HidingAdmin


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [
            ("unanswered", _("questions without an answer")),
            ("pinned", _("pinned")),
            ("closed", _("closed")),
            ("hidden", _("hidden")),
        ]

    def queryset(self, request, topics):
        asked = {
            "unanswered": lambda: topics.unanswered(),
            "pinned": lambda: topics.filter(Q(pinned_until=None) | Q(pinned_until__gt=timezone.now())).exclude(
                pinned_at=None
            ),
            "closed": lambda: topics.exclude(closed_at=None),
            "hidden": lambda: topics.exclude(hidden_at=None),
        }
        return asked[self.value()]() if self.value() in asked else topics


class TitleForm(Question):
    title = forms.CharField(
        label=_("Title"),
        min_length=8,
        max_length=200,
        help_text=_("The earlier one stays in the history of the first post, and its address leads to the new one."),
        widget=UnfoldAdminTextInputWidget,
        error_messages={
            "required": _("A topic needs a title."),
            "min_length": _("A few more words, so that people see what it is about."),
        },
    )

    def suggested(self):
        return {"title": self.about.title}


class PinQuestion(Question, PinForm):
    last_day = day_field(label=_("Until"), required=False, help_text=_("That day included. Leave it empty for no end."))

    def clean(self):
        said = super().clean()
        return said if self.errors else {"until": self.until}


@admin.register(Topic)
class TopicAdmin(HidingAdmin):
    """A topic as it stands. Its words are its people's: staff give it a clearer title, pin, close and hide it."""

    list_display = ["title", "board", "kind", "speaker", "reply_count", "last_posted_at", "state"]
    list_filter = [StateFilter, "kind", "board"]
    list_select_related = ["board", "author"]
    search_fields = ["title", "author__name", "author__email"]
    date_hierarchy = "last_posted_at"
    ordering = ["-last_posted_at", "-id"]
    fields = readonly_fields = [
        *("title", "board", "kind", "speaker", "created_at", "tags", "everyone_edits"),
        *("reply_count", "last_posted_at", "last_speaker", "pinned_at", "pinned_until"),
        *("closed_at", "closed_by", "closed_why", "slow_minutes", "slow_until", "hidden_at", "hidden_by", "part_of"),
        "history",
    ]
    actions_detail = ["retitle", "pin", "unpin", "close", "reopen", "hide", "restore"]
    refusals = (TooManyPinned,)

    retitle = asks(
        Topic.retitle, form=TitleForm, label=_("Another title"), done=_("It has its new title."), icon="edit"
    )
    pin = asks(
        Topic.pin,
        form=PinQuestion,
        label=_("Pin it"),
        sentence=_("It stands first on its board."),
        done=_("It stands first on its board."),
        when=lambda topic: not topic.is_pinned and topic.hidden_at is None,
        icon="push_pin",
    )
    unpin = asks(
        Topic.unpin,
        label=_("Unpin it"),
        sentence=_("It stands among the others again."),
        done=_("It stands among the others again."),
        when=lambda topic: topic.is_pinned,
        icon="keep_off",
    )
    close = asks(
        Topic.close,
        label=_("Close it"),
        sentence=_("It can be read, and takes no more replies but those of moderators."),
        done=_("It takes no more replies."),
        when=lambda topic: topic.closed_at is None,
        url_path="closure",
        icon="lock",
    )
    reopen = asks(
        Topic.reopen,
        label=_("Open it again"),
        done=_("It takes replies again."),
        when=lambda topic: topic.closed_at is not None,
        url_path="reopening",
        icon="lock_open",
    )

    @display(description=_("part of"))
    def part_of(self, topic):
        return topic.merged_into or "–"

    @display(description=_("started by"), ordering="author__name")
    def speaker(self, topic):
        return topic.voice

    @display(description=_("last post by"))
    def last_speaker(self, topic):
        return topic.last_voice

    @display(description=_("replies"), ordering="post_count")
    def reply_count(self, topic):
        return topic.reply_count

    @display(
        description=_("state"),
        label={
            "merged": "warning",
            "hidden": "danger",
            "closed": "warning",
            "pinned": "info",
            "unanswered": "primary",
            "": "",
        },
    )
    def state(self, topic):
        """What a moderator should see first."""
        states = [
            ("merged", _("part of another"), topic.merged_into_id),
            ("hidden", _("hidden"), topic.hidden_at),
            ("closed", _("closed"), topic.closed_at),
            ("pinned", _("pinned"), topic.is_pinned),
            ("unanswered", _("no answer yet"), topic.is_unanswered),
        ]
        return next(((name, words) for name, words, is_so in states if is_so), ("", _("open")))

    @display(description=_("tags"))
    def tags(self, topic):
        return ", ".join(topic.tag_names) or "–"

    @display(description=_("history"))
    def history(self, topic):
        return history_of(topic, shown={"until": _moment_in_words})


def _moment_in_words(at):
    return localize(timezone.localtime(datetime.fromisoformat(at)))
