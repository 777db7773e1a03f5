from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from members.audit.kept import KeptInline, ReadAdmin

from ..models import Option, Poll


class OptionInline(KeptInline):
    """The answers with their numbers. Who gave which is nobody's business."""

    model = Option
    fields = readonly_fields = ["text", "count", "points"]
    hide_title = True

    @display(description=_("votes"))
    def count(self, option):
        return option.votes + option.imported_votes


@admin.register(Poll)
class PollAdmin(ReadAdmin):
    list_display = ["asked", "kind", "voter_count", "results", "closes_at", "state"]
    list_filter = ["kind", ("closed_at", admin.EmptyFieldListFilter)]
    list_select_related = ["post__topic"]
    search_fields = ["question", "post__topic__title"]
    ordering = ["-id"]
    fields = readonly_fields = ["post", "asked", "kind", "most", "results", "voter_count", "closes_at", "standing"]
    inlines = [OptionInline]

    @display(description=_("question"))
    def asked(self, poll):
        return poll.question or poll.post.topic.title

    @display(description=_("state"), label={"open": "success", "closed": "info"})
    def state(self, poll):
        return ("closed", _("closed")) if poll.is_closed else ("open", _("open"))

    @display(description=_("state"))
    def standing(self, poll):
        return self.state(poll)[1]
