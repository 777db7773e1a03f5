"""Offering a room: one page that a host fills in ten minutes."""

from datetime import UTC, datetime, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from events.programme.cities import find_city
from events.programme.models import Event
from events.programme.models.events import LANGUAGES
from events.programme.times import day_in_words
from members.accounts.zones import zone_named

NEARBY = range(-2, 3)  # days around the date on which a room still belongs to CX Day
LENGTHS = [
    (45, _("45 minutes")),
    (60, _("1 hour")),
    (90, _("1½ hours")),
    (120, _("2 hours")),
    (180, _("3 hours")),
    (240, _("half a day")),
    (480, _("a whole day")),
]
# What is asked for when it is missing; of the last two, whichever the kind calls for.
NEEDED = {
    "title": _("What is it called?"),
    "summary": _("What would make somebody come?"),
    "description": _("A few lines are enough: what happens first, and then?"),
}
NEEDED_ONLINE = {"online_url": _("An online session needs the link that people join by.")}
NEEDED_IN_A_ROOM = {
    "city": _("In which city?"),
    "country": _("In which country?"),
    "venue": _("Where do people go in?"),
    "access": _("A sentence on getting in; “three steps, no lift” is a fine answer too."),
    "capacity": _("How many people does the room hold?"),
}


class RoomForm(forms.Form):
    """A room or an online session for a CX Day; `cleaned_data` afterwards, `facts()` as the fields of an Event."""

    kind = forms.ChoiceField(
        label=_("How do people meet?"),
        choices=[(Event.IN_PERSON, _("In a room")), (Event.ONLINE, _("Online"))],
        initial=Event.IN_PERSON,
        widget=forms.RadioSelect,
    )
    title = forms.CharField(
        label=_("Title"),
        min_length=6,
        max_length=120,
        help_text=_("What somebody would tell a colleague: “Breakfast with the complaints team”."),
        error_messages={"min_length": _("A few more letters, so that people know what to expect.")},
    )
    summary = forms.CharField(
        label=_("In one sentence"), max_length=200, help_text=_("Who it is for, and what they take home.")
    )
    description = forms.CharField(
        label=_("What will happen"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6, "class": "textarea", "dir": "auto"}),
        help_text=_("How the time goes by, and who speaks. A rough plan is enough; Markdown works."),
    )
    city = forms.CharField(
        label=_("City"),
        max_length=80,
        required=False,
        help_text=_("The dot on the map, and the clock it keeps. In a room only."),
        widget=forms.TextInput(attrs={"autocomplete": "address-level2"}),
    )
    country = CountryField(blank=True, blank_label=_("Choose a country")).formfield(label=_("Country"), required=False)
    venue = forms.CharField(
        label=_("Place"),
        max_length=150,
        required=False,
        help_text=_("The house and the room: “Café Lumen, first floor”."),
    )
    address = forms.CharField(label=_("Street and number"), max_length=250, required=False)
    access = forms.CharField(
        label=_("Getting in"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "class": "textarea", "dir": "auto"}),
        help_text=_("Steps, lift, toilets, captions, a quiet corner: what lets somebody decide whether they can come."),
    )
    online_url = forms.URLField(
        label=_("Join link"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("Of your meeting, for an online session. Only those who have a place are led there."),
    )
    day = forms.TypedChoiceField(label=_("Day"), coerce=lambda text: datetime.fromisoformat(text).date())
    starts = forms.TimeField(
        label=_("Starts"),
        help_text=_("On the clock of the place; online, on yours."),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        initial="18:00",
        error_messages={"invalid": _("A time of day, such as 18:00.")},
    )
    minutes = forms.TypedChoiceField(label=_("Takes"), choices=LENGTHS, coerce=int, initial=120)
    capacity = forms.IntegerField(
        label=_("Places"),
        min_value=2,
        max_value=5000,
        required=False,
        help_text=_("How many people the room holds. When they are taken, a waitlist begins by itself."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, initial="en")

    def __init__(self, *args, campaign, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person
        days = [campaign.date + timedelta(days=number) for number in NEARBY]
        self.fields["day"].choices = [
            (day.isoformat(), _("%(day)s, CX Day itself") % {"day": day_in_words(day)})
            if day == campaign.date
            else (day.isoformat(), day_in_words(day))
            for day in days
        ]
        self.fields["day"].initial = campaign.date.isoformat()
        online = self.data.get("kind") == Event.ONLINE
        for name, sentence in (NEEDED | (NEEDED_ONLINE if online else NEEDED_IN_A_ROOM)).items():
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = sentence
        self.fields["city"].initial = person.city
        self.fields["country"].initial = person.country

    def clean(self):
        cleaned = super().clean()
        self.place = None
        if cleaned.get("kind") == Event.IN_PERSON:
            self._clean_room(cleaned)
        self._clean_time(cleaned)
        return cleaned

    def _clean_room(self, cleaned):
        if cleaned.get("city") and cleaned.get("country"):
            self.place = find_city(cleaned["city"], cleaned["country"])
            if self.place is None:
                self.add_error(
                    "city",
                    _(
                        "We do not know a city of this name in that country. Is it spelt another way? For a small "
                        "place, write the nearest larger one here and the place itself under “Place”."
                    ),
                )

    def _clean_time(self, cleaned):
        if not cleaned.get("day") or not cleaned.get("starts"):
            return
        zone = self.zone
        local = datetime.combine(cleaned["day"], cleaned["starts"], tzinfo=zone)
        self.starts_at = local.astimezone(UTC)
        if self.starts_at.astimezone(zone).time() != cleaned["starts"]:
            self.add_error("starts", _("The clocks there leave out this hour: summer time begins that night."))
        elif self.starts_at <= timezone.now():
            self.add_error("starts", _("This moment has passed there."))

    def chapters(self):
        """The fields as the page groups them."""
        return {
            "what": [self[name] for name in ["title", "summary", "description", "language"]],
            "where": [self[name] for name in ["kind", "city", "country", "venue", "address", "access", "online_url"]],
            "when": [self[name] for name in ["day", "starts", "minutes", "capacity"]],
        }

    @property
    def zone(self):
        """The zone of the place; online, the host's own."""
        return zone_named(self.place.time_zone if self.place else self.person.time_zone) or UTC

    def facts(self):
        """The fields of the Event this room is; of a valid form."""
        given = self.cleaned_data
        facts = {name: given[name] for name in ["kind", "title", "summary", "description", "language", "capacity"]}
        facts |= {
            "starts_at": self.starts_at,
            "ends_at": self.starts_at + timedelta(minutes=given["minutes"]),
            "time_zone": str(self.zone),
            "audience": "everyone",
            "open_to": "accounts",
        }
        if self.place is None:
            return facts | {"online_url": given["online_url"]}
        room = {name: given[name] for name in ["venue", "address", "access", "country"]}
        where = {"city": given["city"], "latitude": self.place.latitude, "longitude": self.place.longitude}
        return facts | room | where
