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
    "write the digests": {"task": "cxpa_portal.digest.tasks.write_due", "schedule": 300},
    "remind of what begins soon": {"task": "events.registration.tasks.remind", "schedule": 300},
    "remind of memberships that end": {"task": "members.membership.tasks.remind", "schedule": 3600},
    "close applications nobody went on with": {"task": "certification.applications.tasks.expire", "schedule": 3600},
    "remind of credentials and their renewal": {"task": "certification.renewal.tasks.remind", "schedule": 3600},
    "end the right to sit when its time is over": {"task": "certification.exams.tasks.expire", "schedule": 3600},
}
