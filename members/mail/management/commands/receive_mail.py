import sys

from django.core.management.base import BaseCommand, CommandError

from members.mail.incoming.addresses import is_open
from members.mail.incoming.arriving import arrive, too_large
from members.mail.incoming.reading import LARGEST

TRY_AGAIN = 75  # EX_TEMPFAIL: the mail server keeps it and comes again


class Command(BaseCommand):
    help = "Take in one mail from standard input, as a mail server hands it to a pipe. --to: the envelope's recipient."

    def add_arguments(self, parser):
        parser.add_argument("--to", action="append", default=[], metavar="ADDRESS")

    def handle(self, *, to, **options):
        if not is_open():
            raise CommandError("The portal takes no mail: MAIL_IN_HOST is empty.", returncode=TRY_AGAIN)
        raw = sys.stdin.buffer.read(LARGEST + 1)
        try:
            if len(raw) > LARGEST:
                rest = 0
                while some := sys.stdin.buffer.read(1_000_000):
                    rest += len(some)
                too_large(raw[:64_000], len(raw) + rest, source="pipe", to=to)
            else:
                arrive(raw, source="pipe", to=to)
        except Exception as error:
            raise CommandError(f"It could not be kept: {error!r}", returncode=TRY_AGAIN) from error
