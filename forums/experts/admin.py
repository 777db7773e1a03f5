"""Staff confirm experts, or say why not; what peers said and what was asked of whom they read."""

from django.contrib import admin
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from members.audit.asking import AskingAdmin, Question, ReasonForm, asks, asks_of_all, reason_field
from members.audit.kept import KeptAdmin, KeptInline, ReadAdmin

from .models import Capacity, Endorsement, Expertise, NotNow, Referral


class ConfirmForm(Question):
    reason = reason_field(_("Kept in the record, with your name: what you looked at."))


class EndorsementInline(KeptInline):
    model = Endorsement
    fields = readonly_fields = ["by", "words", "post", "from_acceptance", "at", "withdrawn_at"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("by", "post__topic")


@admin.register(Expertise)
class ExpertiseAdmin(AskingAdmin, KeptAdmin):
    list_display = ["person", "subject", "state", "state_since", "endorsement_count", "confirmed_by", "next_steps"]
    list_filter = ["state", "subject"]
    list_select_related = ["person", "subject", "confirmed_by"]
    search_fields = ["person__name", "person__email", "words"]
    date_hierarchy = "state_since"
    ordering = [F("state_since").desc()]
    fields = readonly_fields = [
        *("person", "subject", "words", "state", "state_since", "endorsement_count", "offered_at"),
        *("confirmed_at", "confirmed_by", "answer", "answered_at"),
    ]
    inlines = [EndorsementInline]
    refusals = (NotNow,)
    actions = ["confirm_all"]
    actions_detail = ["confirm", "refuse", "take_back", "pause", "resume"]

    confirm = asks(
        Expertise.confirm,
        when=lambda offer: offer.is_waiting,
        url_path="confirmation",
        label=_("Confirm"),
        sentence=_("Their name then says that they are an expert in this, wherever they write."),
        done=_("Confirmed, and they are told."),
        form=ConfirmForm,
    )
    refuse = asks(
        Expertise.refuse,
        when=lambda offer: offer.is_waiting,
        url_path="refusal",
        label=_("Not yet"),
        sentence=_("They go on offering their help, and it comes back to you with their next endorsement."),
        done=_("They have your words."),
        form=ReasonForm,
    )
    take_back = asks(
        Expertise.take_back,
        when=lambda offer: offer.confirmed_at is not None,
        url_path="taking-back",
        label=_("Confirm no longer"),
        sentence=_("The words beside their name go; what they offer stays."),
        done=_("Taken back, and they have your words."),
        form=ReasonForm,
    )
    pause = asks(
        Expertise.pause,
        when=lambda offer: offer.is_standing,
        url_path="pause",
        label=_("Pause"),
        sentence=_("They are not shown in this subject until staff take it up again."),
        done=_("Paused, and they have your words."),
        form=ReasonForm,
    )
    resume = asks(
        Expertise.resume,
        when=lambda offer: offer.is_paused,
        url_path="resumption",
        label=_("Take up again"),
        done=_("They are shown again."),
        form=ConfirmForm,
    )
    confirm_all = asks_of_all(
        Expertise.confirm,
        label=_("Confirm those chosen"),
        sentence=_("Only those whom enough peers have endorsed."),
        done=lambda count: ngettext("%(count)d confirmed", "%(count)d confirmed", count) % {"count": count},
        form=ConfirmForm,
    )

    @admin.display(description=_("next"))
    def next_steps(self, offer):
        return self.links(offer, "confirm", "refuse")


@admin.register(Referral)
class ReferralAdmin(ReadAdmin):
    list_display = ["topic", "expertise", "state", "asked_at", "due_at", "settled_at"]
    list_filter = ["state"]
    list_select_related = ["topic", "expertise__person", "expertise__subject"]
    search_fields = ["topic__title", "expertise__person__name", "expertise__person__email"]
    date_hierarchy = "asked_at"
    show_full_result_count = False
    fields = readonly_fields = [
        *("topic", "expertise", "state", "month", "asked_at", "due_at", "settled_at", "words", "passed_from")
    ]


@admin.register(Capacity)
class CapacityAdmin(ReadAdmin):
    list_display = ["person", "monthly"]
    list_select_related = ["person"]
    search_fields = ["person__name", "person__email"]
    show_full_result_count = False
    fields = readonly_fields = ["person", "monthly"]
