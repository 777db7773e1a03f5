from django import forms
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.widgets import UnfoldAdminEmailInputWidget, UnfoldAdminSelectWidget

from members.audit.asking import AskingAdmin, Question, asks, reason_field
from members.audit.history import history_of
from members.audit.kept import KeptInline, LastingAdmin, ReadAdmin

from .models import Closed, Network, NetworkMember, NotAMember


class NetworkForm(forms.ModelForm):
    def clean_name(self):
        """Its group goes by its name, and must not be one that is there for something else."""
        name = self.cleaned_data["name"]
        group = Group.objects.filter(name=Network(name=name).group_name).exclude(pk=self.instance.group_id)
        if group.exists():
            raise forms.ValidationError(_("There is a group with the name of this network already: choose another."))
        return name


class LeadForm(Question):
    person = forms.EmailField(
        label=_("Their e-mail address"),
        help_text=_("They need not have joined yet: whoever leads a network belongs to it."),
        widget=UnfoldAdminEmailInputWidget(),
    )

    def clean_person(self):
        person = get_user_model().objects.active().filter(email__iexact=self.cleaned_data["person"]).first()
        if person is None:
            raise forms.ValidationError(_("Nobody has an account with this address."))
        return person


class ReleaseForm(Question):
    person = forms.ModelChoiceField(
        label=_("Who"), queryset=get_user_model().objects.none(), empty_label=None, widget=UnfoldAdminSelectWidget
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["person"].queryset = get_user_model().objects.filter(
            network_places__network=self.about, network_places__is_lead=True
        )


class CloseForm(Question):
    reason = reason_field(_("Kept in the record, with your name. The people of the network read it too."))


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("open", _("open")), ("unled", _("open, and nobody leads it")), ("closed", _("closed"))]

    def queryset(self, request, queryset):
        led = Exists(NetworkMember.objects.leading().filter(network=OuterRef("pk")))
        asked = {
            "open": lambda: queryset.open(),
            "unled": lambda: queryset.open().filter(~led),
            "closed": lambda: queryset.exclude(closed_at=None),
        }
        return asked[self.value()]() if self.value() in asked else queryset


class LeadInline(KeptInline):
    model = NetworkMember
    verbose_name_plural = _("who leads it")
    fields = readonly_fields = ["person", "joined_at"]
    hide_title = True

    def get_queryset(self, request):
        return super().get_queryset(request).filter(is_lead=True).select_related("person", "network")


def _has_leads(network):
    return network.people.filter(is_lead=True).exists()


@admin.register(Network)
class NetworkAdmin(LastingAdmin, AskingAdmin):
    """Opening a network makes its group, which boards and events can be for."""

    form = NetworkForm
    list_display = ["name", "place", "how_many", "led_by", "state", "opened_at"]
    list_filter = [StateFilter, "country"]
    search_fields = ["name", "city", "about"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [LeadInline]
    actions_detail = ["naming", "releasing", "closing", "reopening"]
    refusals = (Closed, NotAMember)
    words = ["name", "slug", "city", "country", "latitude", "longitude", "about"]
    kept = ["group", "opened_at", "closed_at", "closed_reason", "history"]

    naming = asks(
        Network.name_lead,
        when=lambda network: network.is_open,
        form=LeadForm,
        label=_("Name a lead"),
        sentence=_("A member of CXPA; their name stands on the network's page."),
        done=_("They lead it now."),
        url_path="leads",
        icon="person_add",
    )
    releasing = asks(
        Network.release_lead,
        when=_has_leads,
        form=ReleaseForm,
        label=_("Release a lead"),
        sentence=_("They stay in the network, and no longer lead it."),
        done=_("They no longer lead it."),
        url_path="release",
        icon="person_remove",
    )
    closing = asks(
        Network.close,
        when=lambda network: network.is_open,
        form=CloseForm,
        label=_("Close it"),
        sentence=_("Nobody can join or find it any more. Its people keep reading what is theirs."),
        done=_("It is closed."),
        url_path="closure",
        icon="door_front",
    )
    reopening = asks(
        Network.reopen,
        when=lambda network: not network.is_open,
        label=_("Open it again"),
        sentence=_("It stands in the list again, and people can join."),
        done=_("It is open again."),
        url_path="reopening",
        icon="door_open",
    )

    def get_queryset(self, request):
        return super().get_queryset(request).for_listing().select_related("group")

    def get_inlines(self, request, obj):
        return self.inlines if obj else []

    def get_fields(self, request, obj=None):
        return [*self.words, *self.kept] if obj else self.words

    def get_readonly_fields(self, request, obj=None):
        """Its address stays, because people have it."""
        return ["slug", *self.kept] if obj else []

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else self.prepopulated_fields

    def save_model(self, request, obj, form, change):
        fields = {name: form.cleaned_data[name] for name in self.words if name in form.cleaned_data}
        if change:
            Network.objects.get(pk=obj.pk).change(by=request.user, **fields)
        else:
            obj.pk = Network.open(by=request.user, **fields).pk

    @display(description=_("where"), ordering="city")
    def place(self, network):
        return f"{network.city}, {network.country.name}"

    @display(description=_("people"), ordering="people_count")
    def how_many(self, network):
        return network.people_count

    @display(description=_("led by"))
    def led_by(self, network):
        return ", ".join(lead.person.name for lead in network.listed_leads) or "–"

    @display(description=_("state"), label={"open": "success", "closed": "danger"})
    def state(self, network):
        return ("open", _("open")) if network.is_open else ("closed", _("closed"))

    @display(description=_("history"))
    def history(self, network):
        return history_of(network)


@admin.register(NetworkMember)
class NetworkMemberAdmin(ReadAdmin):
    """Who belongs where. People join and leave by themselves; leads are named on the network's page."""

    list_display = ["person", "network", "is_lead", "joined_at"]
    list_filter = ["is_lead", "network"]
    list_select_related = ["person", "network"]
    search_fields = ["person__name", "person__email", "network__name"]
    date_hierarchy = "joined_at"
    ordering = ["-pk"]
    fields = readonly_fields = ["person", "network", "is_lead", "joined_at"]
