import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.text import slugify
from tqdm import tqdm

from forums.discussions.discourse.archive import CannotRead
from forums.discussions.discourse.boards import CannotName, names
from forums.discussions.discourse.importer import Busy, Import

ABOUT = """
Import a Discourse community from its topics as JSON (what /t/ID.json gives, one file per topic).

Its people become accounts that nobody can sign in to; its categories become boards that everyone can read; deleted
posts and gaps keep their number and say nothing. A topic comes whole or not at all. Start it as often as you like:
what is here already is left as it is, and a run that was stopped is gone on with. Ends with 0 when everything is
here, and with 1 when a file was left out: each is named with the reason.
"""


class Command(BaseCommand):
    help = " ".join(ABOUT.split())

    def add_arguments(self, parser):
        parser.add_argument("path", type=Path, help="a folder of .json files, or a .tar, .tar.gz or .tar.xz of one")
        parser.add_argument(
            "--source",
            help="the name under which its rows are found again; what the file or folder is called, unless given",
        )
        parser.add_argument(
            "--boards",
            type=Path,
            metavar="FILE",
            help='JSON with names for new boards by category, such as {"10": "Support"}',
        )

    def handle(self, *args, path, source, boards, **options):
        source = slugify(source or _stem(path))[:60]
        if not source:
            raise CommandError("The source needs a name with letters or digits in it: give one with --source.")
        try:
            report = Import(path, source, bars=_bar, names=names(boards) if boards else {}).run()
        except (CannotRead, CannotName, Busy) as reason:
            raise CommandError(f"{reason}") from reason
        self.stdout.write("\n".join(report.lines()))
        if report.left_out:
            raise CommandError("Not everything came: what was left out stands above, with the reason.")


def _bar(what, total):
    return tqdm(
        desc=what, total=total, unit=" posts" if total else " files", file=sys.stderr, leave=False, disable=None
    )


def _stem(path):
    return path.resolve().name.removesuffix(".gz").removesuffix(".xz").removesuffix(".tar").removesuffix(".tgz")
