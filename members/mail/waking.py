"""Waking a worker: for rows that are there with the commit, and that a sweep finds by itself a minute later."""

from functools import cache

from celery import current_app
from django.db import connection, transaction


def wake_after_commit(task):
    """Have a worker do `task` (its name) once this transaction is committed.

    Once a transaction: a thousand letters need one worker, not a thousand calls. Robust: with the broker down the rows
    wait for the sweep, and the page goes on.
    """
    call = _call_for(task)
    if call not in [do for _savepoints, do, _robust in connection.run_on_commit]:
        transaction.on_commit(call, robust=True)


@cache  # the same function each time, by which it is known among those that wait for the commit
def _call_for(task):
    return lambda: current_app.send_task(task)
