from django import forms
from django.contrib import admin, messages
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from unfold.decorators import action, display

from members.audit.asking import AskingAdmin, Question, asks, reason_field
from members.audit.history import history_of
from members.audit.kept import KeptAdmin

from ..models import Unmasking
from ..models.unmasking import NotUnmasked


class UnmaskingForm(Question):
    reason = reason_field(_("The author reads it too, unless the law forbids that."), max_length=500)
    is_legal = forms.BooleanField(
        label=_("The law forbids to tell the author"),
        required=False,
        help_text=_("Such as an order of a court that says so."),
    )


class RefusalForm(Question):
    reason = reason_field(_("Kept in the record, with your name."))


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("waiting", _("waits for somebody else")), ("approved", _("approved")), ("refused", _("refused"))]

    def queryset(self, request, requests):
        asked = {
            "waiting": lambda: requests.waiting(),
            "approved": lambda: requests.exclude(approved_at=None),
            "refused": lambda: requests.exclude(refused_at=None),
        }
        return asked[self.value()]() if self.value() in asked else requests


@admin.register(Unmasking)
class UnmaskingAdmin(KeptAdmin, AskingAdmin):
    """Who asked to learn an author, who agreed, and that they looked: never the name itself."""

    list_display = ["post", "reason", "asked_by", "asked_at", "approved_by", "state"]
    list_filter = [StateFilter, "is_legal"]
    list_select_related = ["post__topic", "asked_by", "approved_by"]
    search_fields = ["reason", "post__topic__title", "asked_by__name"]
    date_hierarchy = "asked_at"
    ordering = ["-id"]
    fields = readonly_fields = [
        *("post", "voice", "words", "reason", "is_legal", "asked_by", "asked_at", "approved_by", "approved_at"),
        *("refused_by", "refused_at", "seen_at", "history"),
    ]
    actions_detail = ["approve", "refuse", "look"]
    refusals = (NotUnmasked,)

    approve = asks(
        Unmasking.approve,
        label=_("Agree"),
        sentence=_("Both of you can then look for two weeks. Each look is recorded."),
        done=_("Agreed. The name can be looked at for two weeks."),
        when=lambda asked: asked.is_waiting,
        url_path="approval",
        icon="check",
        is_final=True,
    )
    refuse = asks(
        Unmasking.refuse,
        form=RefusalForm,
        label=_("Say no"),
        done=_("Refused. Nobody learns the name."),
        when=lambda asked: asked.is_waiting,
        url_path="refusal",
        icon="close",
    )

    @action(description=_("Look who wrote it"), url_path="look", permissions=["change"], icon="visibility")
    def look(self, request, object_id):
        """A page with one button; a POST shows the name, once, and is recorded."""
        return never_cache(self._look)(request, object_id)

    look.when = lambda asked: asked.is_open

    def _look(self, request, object_id):
        asked = self.get_object(request, object_id)
        if asked is None:
            return redirect(self._name("changelist"))
        context = {**self.admin_site.each_context(request), "opts": self.opts, "title": str(asked), "asked": asked}
        if request.method == "POST":
            try:
                context |= {"writer": asked.look(by=request.user), "is_shown": True}
            except NotUnmasked as why:
                messages.warning(request, str(why))
                return redirect(self._name("change"), asked.pk)
        return TemplateResponse(request, "forums/discussions/admin/look.html", context)

    def _may(self, request):
        return request.user.is_active and request.user.has_perm("discussions.unmask")

    def has_view_permission(self, request, obj=None):
        return self._may(request)

    def has_change_permission(self, request, obj=None):
        return self._may(request)

    def has_module_permission(self, request):
        return self._may(request)

    @display(description=_("known as"))
    def voice(self, asked):
        return asked.post.voice

    @display(description=_("what was written"))
    def words(self, asked):
        return asked.post.excerpt

    @display(description=_("state"), label={"waiting": "warning", "approved": "success", "refused": "info"})
    def state(self, asked):
        if asked.is_waiting:
            return "waiting", _("waits for somebody else")
        return ("approved", _("approved")) if asked.approved_at else ("refused", _("refused"))

    @display(description=_("history"))
    def history(self, asked):
        return history_of(asked.post)
