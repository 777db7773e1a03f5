"""News of questions. Always inside the transaction of what happened."""

from django.dispatch import Signal

answer_accepted = Signal()  # sender=Acceptance, acceptance=Acceptance (its post and topic loaded)
answer_withdrawn = Signal()  # sender=Acceptance, acceptance=Acceptance, whose row is gone: it no longer counts
outcome_reported = Signal()  # sender=Outcome, outcome=Outcome (its post and topic loaded): told first, or told anew
kind_changed = Signal()  # sender=Topic, topic=Topic: a discussion became a question, or a question a discussion
