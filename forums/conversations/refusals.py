"""Why something cannot be written, invited or begun: each says so in a sentence for whoever asked."""

from django.utils.formats import number_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MOST_PEOPLE = 20  # in one conversation, whoever began it included
STRANGERS_A_DAY = 10  # people one may ask who do not know one yet
MESSAGES_AN_HOUR = 60


class Refused(Exception):
    """It cannot be done; str() of it is the reason."""


class NotAllowed(Refused):
    """This person may not do that here."""


class NotTaking(Refused):
    """They take no messages: by choice, because the account sleeps, or by a block. The words never tell which."""

    def __init__(self, people):
        names = get_text_list([str(person) for person in people], _("and"))
        super().__init__(
            ngettext(
                "%(names)s takes no messages at the moment. Nothing was sent.",
                "%(names)s take no messages at the moment. Nothing was sent.",
                len(people),
            )
            % {"names": names}
        )


class Blocked(Refused):
    """Whoever wants to write has blocked them."""

    def __init__(self, person):
        super().__init__(_("You have blocked %(name)s. To write, hear from %(name)s again first.") % {"name": person})


class OwnDoorClosed(Refused):
    """Whoever wants to write takes no messages, so that nobody could answer."""

    def __init__(self):
        super().__init__(
            _("You have chosen that nobody may write to you, so nobody could answer. Open your own door first.")
        )


class Waiting(Refused):
    """The first message has not been answered yet. Also after a silent no."""

    def __init__(self, person=None):
        super().__init__(
            _("%(name)s has your message. You can write on as soon as it is answered.") % {"name": person}
            if person
            else _("Nobody has come in yet. You can write on as soon as somebody has.")
        )


class Alone(Refused):
    """Everybody else has left."""

    def __init__(self):
        super().__init__(_("Everybody else has left this conversation. It stays here for you to read."))


class TooManyPeople(Refused):
    def __init__(self):
        super().__init__(
            _("A conversation holds %(most)s people at most. For more, a board is the better place.")
            % {"most": MOST_PEOPLE}
        )


class TooManyStrangers(Refused):
    def __init__(self):
        super().__init__(
            _("You have asked %(most)s new people within a day; give them a moment to answer. Your text is kept.")
            % {"most": STRANGERS_A_DAY}
        )


class TooFast(Refused):
    def __init__(self):
        super().__init__(
            _("That makes more than %(most)s messages within an hour. Take a breath; your text is kept.")
            % {"most": number_format(MESSAGES_AN_HOUR)}
        )
