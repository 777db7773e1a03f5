from django.dispatch import Signal

# Sent inside the transaction with `credential` and `by`.
credential_awarded = Signal()
