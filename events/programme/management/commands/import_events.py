import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.text import slugify
from tqdm import tqdm

from events.programme.conferences.importer import Busy, CannotRead, Import, read

ABOUT = """
Import conferences from a JSON list of rows with name, url, startDate, endDate, city, country, online, locales and
topic. They stand in the programme at once, for everyone, with registration at the organiser's. Says per row what was
done and why not. Start it as often as you like: what is here already is left as it is, what the list says otherwise
than last time is changed, what staff changed stays. Ends with 1 when a row was refused.
"""


class Command(BaseCommand):
    help = " ".join(ABOUT.split())

    def add_arguments(self, parser):
        parser.add_argument("path", type=Path, metavar="FILE", help="the list, as JSON")
        parser.add_argument("--source", default="conferences", help="the name under which its rows are found again")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and change nothing")
        parser.add_argument("--report", type=Path, metavar="FILE", help="write the lines to a .csv or .json too")

    def handle(self, *args, path, source, dry_run, report, verbosity, **options):
        if report and report.suffix not in (".csv", ".json"):
            raise CommandError("The report is written as .csv or as .json: give it such a name.")
        try:
            said = Import(read(path), slugify(source)[:80] or "conferences", bars=_bar, is_dry=dry_run).run()
        except (CannotRead, Busy) as reason:
            raise CommandError(f"{reason}") from reason
        if verbosity > 0:
            self.stdout.write("\n".join(str(line) for line in said.in_order()))
        if report:
            said.write(report)
        self.stdout.write("\n".join(["", *said.summary()]))
        if dry_run:
            self.stdout.write("Nothing was changed: this was a dry run.")
        if said.refused:
            raise CommandError(f"{len(said.refused)} rows were refused: each is named above, with the reason.")


def _bar(what, total):
    return tqdm(desc=what, total=total, unit=" rows", file=sys.stderr, leave=False, disable=None)
