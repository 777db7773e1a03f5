"""The portal's Celery with a sweep every second: a drill that kills a worker fifty times cannot wait a minute
after each."""

from cxpa_portal.celery import app

SWEEP = "send the mail that is waiting"
app.conf.beat_schedule = {SWEEP: app.conf.beat_schedule[SWEEP] | {"schedule": 1}}
