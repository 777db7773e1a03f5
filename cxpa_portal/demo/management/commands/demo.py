from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from certification.credentials.models import Credential
from events.programme.models import Event
from forums.discussions.models import Board, Post, Topic
from members.accounts.models import Person

from ... import community
from ...cast import PASSWORD, the_cast


class Command(BaseCommand):
    help = "Fill the portal with a community of invented people. Run again, it adds only what is missing."

    def add_arguments(self, parser):
        parser.add_argument("--sign-ins", action="store_true", help="only print who can sign in, one line per role")

    def handle(self, *, sign_ins, **options):
        if sign_ins:
            self.stdout.write(self.sign_ins())
            return
        began = timezone.now()
        try:
            made = community.make()
        except community.NotHere as reason:
            raise CommandError(reason) from None
        if not made:
            self.stdout.write(_("The demo community is here already: nothing was changed."))
            return
        self.stdout.write(
            _(
                "The portal now holds %(people)d people, %(posts)d posts in %(topics)d topics on %(boards)d boards,"
                " %(events)d events and %(credentials)d credentials; that took %(seconds).1f s."
            )
            % {
                "people": Person.objects.count(),
                "posts": Post.objects.count(),
                "topics": Topic.objects.count(),
                "boards": Board.objects.count(),
                "events": Event.objects.count(),
                "credentials": Credential.objects.count(),
                "seconds": (timezone.now() - began).total_seconds(),
            }
        )

    def sign_ins(self):
        """One line per role; every one of them has the same password."""
        lines = [(role.role, role.email, PASSWORD, _see(role)) for role in the_cast()]
        widths = [max(len(line[column]) for line in lines) for column in range(3)]
        return "\n".join(
            "  ".join([*(cell.ljust(width) for cell, width in zip(line, widths, strict=False)), line[3]])
            for line in lines
        )


def _see(role):
    if role.secret:
        return _("%(see)s The code of this minute stands at /development/.") % {"see": role.see}
    return role.see
