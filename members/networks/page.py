"""The page of a network as one person finds it: where they stand, who is there, and what the rooms above know."""

from django.utils.functional import cached_property

from .pieces import pieces_of

PEOPLE = 30  # on one page


class NetworkPage:
    """What the template shows of `network` (one with `people_count`) to `person`; `before` is the cursor of people."""

    def __init__(self, network, person, before=None):
        self.network, self.person, self.before = network, person, before

    @cached_property
    def place(self):
        """How the person belongs to it, or None."""
        return self.network.place_of(self.person)

    @property
    def state(self):
        """One word for where the person stands; the template has a branch for each."""
        if self.place:
            return "place"
        if not self.network.is_open:
            return "over"
        return "open" if self.person.is_authenticated else "stranger"

    @property
    def leads_it(self):
        """Whether the person leads it now, and not only once their membership goes on."""
        return self.place is not None and self.place.is_lead and self.person.is_member

    @cached_property
    def leads(self):
        if not self.network.shows_leads_to(self.person):
            return []
        return list(self.network.people.leading().select_related("person").order_by("pk"))

    @cached_property
    def shows_people(self):
        return self.network.shows_people_to(self.person, self.place)

    @property
    def people(self):
        """Who belongs to it, who came last first; one page of them."""
        return self._found[:PEOPLE]

    @property
    def older_url(self):
        """To those who came before; None where these were the first."""
        return f"?before={self._found[PEOPLE - 1].pk}#people" if len(self._found) > PEOPLE else None

    @cached_property
    def pieces(self):
        return pieces_of(self.network, self.person)

    @cached_property
    def _found(self):
        if not self.shows_people:
            return []
        people = self.network.people.present().select_related("person").order_by("-pk")
        if self.before:
            people = people.filter(pk__lt=self.before)
        return list(people[: PEOPLE + 1])


def read_cursor(text):
    """The number of a cursor; None for anything that is not one."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
