"""Staff look after the outbox: letters, kinds that are stopped, the mail server, and addresses that are dead."""

from email.header import decode_header, make_header

from django import forms
from django.contrib import admin
from django.db.models import Case, Count, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.clickjacking import xframe_options_sameorigin
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from members.audit.asking import LINK, AskingAdmin, Question, asks, asks_of_all, reason_field
from members.audit.counting import UpToPaginator
from members.audit.history import history_of
from members.audit.kept import KeptAdmin

from .gallery.pages import FRAME_POLICY, GalleryPages
from .keeping import sentences
from .kinds import all_kinds, label_of
from .models import Bounce, KindSwitch, Mail, NotPossible, Outage
from .writing import message_of

STAYED = [Mail.FAILED, Mail.UNKNOWN, Mail.WITHHELD, Mail.BOUNCED]
STRUCTURE = {"Content-Type", "MIME-Version"}  # headers that say nothing to a person
# The admin's own classes: its cells keep to one line otherwise.
BELOW = '<span class="block whitespace-normal">{}</span><span class="{}">{}</span>'
SMALL = "block text-xs text-base-500 whitespace-normal"
COLOURS = {
    "queued": "info",
    "sending": "info",
    "sent": "success",
    "retrying": "warning",
    "unknown": "warning",
    "failed": "danger",
    "bounced": "danger",
    "withheld": "default",
}


class WhyForm(Question):
    reason = reason_field(_("Kept in the record, with your name."))


class KindFilter(admin.SimpleListFilter):
    title = _("kind")
    parameter_name = "kind"

    def lookups(self, request, model_admin):
        return sorted(((kind.name, kind.label) for kind in all_kinds()), key=lambda row: str(row[1]))

    def queryset(self, request, mails):
        return mails.filter(kind=self.value()) if self.value() else mails


@admin.register(Mail)
class MailAdmin(GalleryPages, KeptAdmin, AskingAdmin):
    """The outbox. Of a private letter only the trouble is shown, and to which address: what it is about could tell who
    wrote something without a name. Nor does staff read the letters by which people sign in."""

    list_display = ["letter_and_why", "shown_state", "address", "created_at"]
    list_filter = ["state", KindFilter, ("created_at", admin.DateFieldListFilter)]
    search_fields = ["address", "subject", "key"]
    list_before_template = "members/mail/outbox/above.html"
    paginator = UpToPaginator
    ordering = ["-id"]
    refusals = (NotPossible,)
    actions = ["try_again", "withhold_all"]
    actions_detail = ["sending_again", "arrival", "withholding"]
    of_private = ["address", "state_in_words", "reason", "attempts", "created_at", "due_at", "claimed_at"]
    fields = readonly_fields = [
        *(
            "shown_title",
            "shown_kind",
            "to",
            "address",
            "state_in_words",
            "reason",
            "reading",
            "attempts",
            "created_at",
        ),
        *("due_at", "claimed_at", "sent_at", "message_id", "texts_removed_at", "history"),
    ]

    sending_again = asks(
        Mail.retry,
        label=_("Send it again"),
        sentence=lambda mail: (
            _("Nobody knows whether it arrived. Sent again, it may be there twice; their mail program can tell by its "
              "number that it is the same.")
            if mail.state == Mail.UNKNOWN
            else _("It goes to the address the person has now, if they still may and want to have it.")
        ),
        done=_("It waits to be sent again."),
        when=lambda mail: mail.state in STAYED and mail.texts_removed_at is None,
        url_path="again",
        icon="send",
    )  # fmt: skip
    arrival = asks(
        Mail.settle_arrived,
        label=_("It arrived"),
        sentence=_("The mail server never answered, and you know by other ways that the letter is there."),
        done=_("It counts as sent."),
        when=lambda mail: mail.state == Mail.UNKNOWN,
        icon="check",
    )
    withholding = asks(
        Mail.withhold,
        form=WhyForm,
        label=_("Withhold it"),
        sentence=_("It does not leave. You can send it later after all."),
        done=_("It stays here."),
        when=lambda mail: mail.state in [Mail.QUEUED, Mail.RETRYING],
        icon="block",
    )
    withhold_all = asks_of_all(
        Mail.withhold,
        form=WhyForm,
        label=_("Withhold those that wait"),
        sentence=_("They do not leave. You can send them later after all."),
        done=lambda count: ngettext("%d letter stays here.", "%d letters stay here.", count) % count,
    )

    @admin.action(description=_("Send again what failed, came back, is unknown or withheld"), permissions=["change"])
    def try_again(self, request, queryset):
        said = lambda count: ngettext("%d letter waits again.", "%d letters wait again.", count) % count  # noqa: E731
        self.each(request, queryset, Mail.retry, said)

    def get_urls(self):
        pages = [
            path("<int:pk>/reading/", self._gallery_page(self.letter), name="mail_mail_reading"),
            path("<int:pk>/reading/letter.html", self._gallery_page(self.letter_html), name="mail_mail_reading_html"),
        ]
        return [*pages, *super().get_urls()]

    def get_queryset(self, request):
        trouble = Q(state__in=[Mail.RETRYING, Mail.UNKNOWN, Mail.FAILED, Mail.BOUNCED])
        mails = super().get_queryset(request).filter(Q(is_private=False) | trouble)
        return mails.select_related("to").defer("text", "html", "context")

    def get_search_results(self, request, queryset, search_term):
        found, doubled = super().get_search_results(request, queryset, search_term)
        if search_term:
            found = found.filter(Q(is_private=False) | Q(address__icontains=search_term.strip()))
        return found, doubled

    def get_fields(self, request, obj=None):
        return self.of_private if obj and obj.is_private else super().get_fields(request, obj)

    def changelist_view(self, request, extra_context=None):
        outage = Outage.objects.lasting().first()
        stopped = KindSwitch.objects.standing()
        about = {"outage": outage, "stopped": stopped, "kept": sentences()}
        return super().changelist_view(request, {**about, **(extra_context or {})})

    def letter(self, request, pk):
        """What was sent, or would be sent now; looking changes nothing."""
        mail = self._readable(request, pk)
        try:
            message = message_of(mail)
        except Exception as error:
            return self._shown(request, mail, {"trouble": repr(error)[:300]})
        headers = [
            (name, str(make_header(decode_header(str(value)))))
            for name, value in message.message().items()
            if name not in STRUCTURE
        ]
        return self._shown(request, mail, {"headers": headers})

    def letter_html(self, request, pk):
        """The HTML of it for its frame, in which nothing runs, loads or is sent."""
        mail = self._readable(request, pk)
        message_of(mail)
        response = HttpResponse(mail.html.replace("<head>", '<head><base target="_blank">', 1))
        # In place of the admin's policy, not beside it: that one lets scripts run.
        response["Content-Security-Policy"] = FRAME_POLICY
        response._csp_exempt = True
        return xframe_options_sameorigin(lambda request: response)(request)

    def _readable(self, request, pk):
        mail = get_object_or_404(self.get_queryset(request), pk=pk)
        if not _can_be_read(mail):
            raise Http404
        return mail

    def _shown(self, request, mail, about):
        context = {**self.admin_site.each_context(request), "opts": self.opts, "title": mail.title, "mail": mail}
        return render(request, "members/mail/outbox/letter.html", context | about)

    @display(description=_("letter"), ordering="subject")
    def shown_title(self, mail):
        return _("A private letter") if mail.is_private else mail.title

    @display(description=_("letter"), ordering="subject")
    def letter_and_why(self, mail):
        """Its name, and below why it is as it is; of one that is as it should be, its kind."""
        title, kind = self.shown_title(mail), self.shown_kind(mail)
        below = [mail.reason] if mail.reason else [kind] if kind not in ("–", title) else []
        if mail.attempts > 1:
            below.append(ngettext("%d attempt", "%d attempts", mail.attempts) % mail.attempts)
        return format_html(BELOW, title, SMALL, Truncator(" · ".join(map(str, below))).chars(120))

    @display(description=_("kind"), ordering="kind")
    def shown_kind(self, mail):
        return "–" if mail.is_private else label_of(mail.kind)

    @display(description=_("state"), ordering="state", label=COLOURS)
    def shown_state(self, mail):
        return mail.state, mail.get_state_display().partition(":")[0]  # what else it says stands as the reason

    @display(description=_("state"))
    def state_in_words(self, mail):
        return mail.get_state_display()

    @display(description=_("what it says"))
    def reading(self, mail):
        if not _can_be_read(mail):
            return _("Its words are kept from us.") if mail.texts_removed_at is None else _("Its words are removed.")
        return format_html(LINK, reverse("admin:mail_mail_reading", args=[mail.pk]), _now("Read it as it is sent"))

    @display(description=_("history"))
    def history(self, mail):
        return history_of(mail)


def _can_be_read(mail):
    """Whether staff may read it, and there is still something to read."""
    return not (mail.is_private or mail.holds_secret or mail.texts_removed_at)


def _held_back(count):
    return ngettext("%d letter waits and leaves at once.", "%d letters wait and leave at once.", count) % count


class StopForm(forms.ModelForm):
    kind = forms.ChoiceField(label=_("Kind of letters"), widget=UnfoldAdminSelectWidget)
    reason = forms.CharField(
        label=_("Why?"), widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}), max_length=250,
        help_text=_("Those who look after the mail with you read it."),
    )  # fmt: skip

    class Meta:
        model = KindSwitch
        fields = ["kind", "reason"]

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        stopped = KindSwitch.objects.stopped_kinds()
        kinds = [(kind.name, kind.label) for kind in all_kinds() if kind.name not in stopped]
        self.fields["kind"].choices = sorted(kinds, key=lambda row: str(row[1]))


@admin.register(KindSwitch)
class KindSwitchAdmin(KeptAdmin, AskingAdmin):
    """To add one is to stop a kind: its letters wait, and leave when it is let go."""

    list_display = ["shown_kind", "standing", "waiting_count", "stopped_at", "shown_by", "reason", "next_step"]
    list_select_related = ["stopped_by", "released_by"]
    list_filter = [("released_at", admin.EmptyFieldListFilter)]
    search_fields = ["kind", "reason"]
    actions_detail = ["release"]
    fields = readonly_fields = [
        *("shown_kind", "waiting_count", "reason", "stopped_at", "shown_by", "released_at", "released_by"),
    ]

    release = asks(
        KindSwitch.release,
        label=_("Let them go"),
        sentence=lambda switch: _held_back(switch.waiting.count()),
        done=_("They leave again."),
        when=lambda switch: switch.is_standing,
        icon="play_arrow",
    )

    def has_add_permission(self, request):
        return admin.ModelAdmin.has_add_permission(self, request)

    def get_queryset(self, request):
        held = Mail.objects.waiting().filter(kind=OuterRef("kind")).order_by().values("kind")
        held = held.annotate(count=Count("pk")).values("count")
        counted = Case(When(released_at=None, then=Coalesce(Subquery(held), 0)), default=None)
        return super().get_queryset(request).annotate(held=counted)

    def get_form(self, request, obj=None, **options):
        return StopForm if obj is None else super().get_form(request, obj, **options)

    def get_fields(self, request, obj=None):
        return ["kind", "reason"] if obj is None else self.fields

    def get_readonly_fields(self, request, obj=None):
        return [] if obj is None else self.readonly_fields

    def save_model(self, request, obj, form, change):
        if not change:
            obj.pk = KindSwitch.stop(obj.kind, by=request.user, reason=obj.reason).pk
            obj.refresh_from_db()

    @display(description=_("kind"), ordering="kind")
    def shown_kind(self, switch):
        return label_of(switch.kind)

    @display(description=_("state"), label={"stopped": "danger", "released": "success"})
    def standing(self, switch):
        return ("stopped", _("stopped")) if switch.is_standing else ("released", _("let go"))

    @display(description=_("letters waiting"))
    def waiting_count(self, switch):
        return "–" if switch.held is None else switch.held

    @display(description=_("stopped by"))
    def shown_by(self, switch):
        return switch.stopped_by or _("the brake")

    @display(description=_("next step"))
    def next_step(self, switch):
        return self.links(switch, "release")


@admin.register(Outage)
class OutageAdmin(KeptAdmin, AskingAdmin):
    """When the mail server could not be spoken to. All letters wait meanwhile."""

    list_display = ["began_at", "reason", "tries", "next_try_at", "ended_at"]
    list_filter = [("ended_at", admin.EmptyFieldListFilter)]
    actions_detail = ["try_now"]
    fields = readonly_fields = ["began_at", "reason", "tries", "next_try_at", "ended_at"]

    try_now = asks(
        Outage.try_now,
        label=_("Try now"),
        sentence=_(
            "The next worker speaks to the mail server within a minute, and does not wait for the pause to end."
        ),
        done=_("It is tried within a minute."),
        when=lambda outage: outage.ended_at is None,
        url_path="try",
        icon="refresh",
    )


@admin.register(Bounce)
class BounceAdmin(KeptAdmin, AskingAdmin):
    """Addresses whose letters come back. Who has one sees it on every page, and can try it again."""

    list_display = ["address", "standing", "why", "times", "last_at", "stopped_at"]
    list_filter = [("stopped_at", admin.EmptyFieldListFilter)]
    search_fields = ["address"]
    paginator = UpToPaginator
    actions_detail = ["trying_again"]
    fields = readonly_fields = ["address", "why", "times", "last_at", "stopped_at", "tested_at", "history"]

    trying_again = asks(
        Bounce.try_again,
        label=_("Letters may go there again"),
        sentence=_("Until the next one comes back. Do it when the person told you that it works."),
        done=_("Letters go there again."),
        when=lambda bounce: bounce.is_standing,
        url_path="again",
        icon="refresh",
    )

    @display(description=_("state"), label={"stopped": "danger", "counted": "warning", "free": "success"})
    def standing(self, bounce):
        if bounce.is_standing:
            return "stopped", _("nothing goes there but codes")
        return ("counted", _("watched")) if bounce.times else ("free", _("tried again"))

    @display(description=_("history"))
    def history(self, bounce):
        return history_of(bounce)
