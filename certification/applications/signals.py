from django.dispatch import Signal

# Sent inside the transaction with `application` and `by`.
application_approved = Signal()
