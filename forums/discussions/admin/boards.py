from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import display

from members.accounts.audience import NAMED, Audience
from members.audit.history import history_of
from members.audit.log import record
from members.networks.models import Network

from ..models import Board, PostSearch

NO_GROUP = {
    Audience.NETWORK: _("Choose the network whose people may read it."),
    Audience.GROUP: _("Choose the group that may read it."),
}


class BoardForm(forms.ModelForm):
    """A board with its two audiences; what the database would refuse is said beside the field it is about."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["group"].help_text = _("Only where a local network, or a named group, reads it.")
        self.fields["posting_group"].help_text = _("Only where a named group writes.")

    def clean(self):
        said = super().clean()
        audience, posting = said.get("audience"), said.get("posting")
        if audience and "group" in said:
            self._check_readers(audience, said["group"])
        if posting and "posting_group" in said:
            self._check_writers(posting, said["posting_group"])
        if audience == Audience.MEMBERS and posting == Audience.ACCOUNTS:
            self.add_error("posting", _("Who is no member could not read it. Let members write, or a group of them."))
        return said

    def _check_readers(self, audience, group):
        if audience not in NAMED:
            if group:
                self.add_error("group", _("The choice above needs no group. Leave this empty, or choose anew above."))
        elif group is None:
            self.add_error("group", NO_GROUP[audience])
        elif (audience == Audience.NETWORK) != Network.objects.filter(group=group).exists():
            of_a_network = _("This is the group of a network. Choose “A local network” above.")
            of_none = _("This group belongs to no network. Choose “A named group” above.")
            self.add_error("group", of_a_network if audience == Audience.GROUP else of_none)

    def _check_writers(self, posting, group):
        if posting == Audience.GROUP and group is None:
            self.add_error("posting_group", _("Choose the group that may write."))
        elif posting != Audience.GROUP and group is not None:
            sentence = _("The choice above needs no group. Leave this empty, or choose “Only a named group” above.")
            self.add_error("posting_group", sentence)


@admin.register(Board)
class BoardAdmin(ModelAdmin):
    form = BoardForm
    list_display = ["name", "readers", "writers", "position"]
    list_editable = ["position"]
    list_filter = ["audience", "posting"]
    list_select_related = ["group", "posting_group"]
    search_fields = ["name", "description", "group__name"]
    prepopulated_fields = {"slug": ["name"]}
    words = ["name", "slug", "description", "audience", "group", "posting", "posting_group", "language", "position"]

    def get_fields(self, request, obj=None):
        return [*self.words, "history"] if obj else self.words

    def get_readonly_fields(self, request, obj=None):
        """Its address stays, because people have it."""
        return ["slug", "history"] if obj else []

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else self.prepopulated_fields

    def has_delete_permission(self, request, obj=None):
        """Only where nobody has written, and nobody planned to: both are people's words."""
        is_empty = obj is not None and not obj.topics.exists() and not obj.planned.exists()
        return is_empty and super().has_delete_permission(request, obj)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if "language" in form.changed_data:
            PostSearch.queue(topic__board=obj)
        elif "name" in form.changed_data:
            PostSearch.queue(topic__board=obj, number=1)
        said = {name: str(form.cleaned_data[name] or "") for name in form.changed_data}
        if said:
            record("discussions.board_changed" if change else "discussions.board_opened", obj, by=request.user, **said)

    @display(description=_("who may read"), ordering="audience")
    def readers(self, board):
        return f"{board.get_audience_display()}: {board.group}" if board.group else board.get_audience_display()

    @display(description=_("who may write"), ordering="posting")
    def writers(self, board):
        return str(board.posting_group) if board.posting_group else board.get_posting_display()

    @display(description=_("history"))
    def history(self, board):
        return history_of(board)
