"""The week of the walk, and what happens by itself in it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from cxpa_portal.celery import app

ZONE = ZoneInfo("America/Toronto")


def moment(day, hour, minute=0):
    """A moment of January 2026 in Toronto, far from the days on which clocks change. The 12th is a Monday."""
    return datetime(2026, 1, day, hour, minute, tzinfo=ZONE)


def beat():
    """Everything in the timetable that beat would ask for by name, then the letters that came of it."""
    app.loader.import_default_modules()
    for line in app.conf.beat_schedule.values():
        app.tasks[line["task"]]()
    app.tasks["members.mail.tasks.sweep"]()
