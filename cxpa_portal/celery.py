"""Celery, and the timetable of everything that falls due."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cxpa_portal.settings")

app = Celery("cxpa_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# Each line asks a room "what is due by now?". Nothing depends on one of these having run at an exact time.
app.conf.beat_schedule = {
    "send the mail that is waiting": {"task": "members.mail.tasks.sweep", "schedule": 60},
}
