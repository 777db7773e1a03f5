from django.dispatch import Signal

# Sent inside the transaction with `registration` and `by`: somebody was there; and: no, they were not.
attendance_recorded = Signal()
attendance_withdrawn = Signal()
