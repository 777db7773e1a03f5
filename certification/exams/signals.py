from django.dispatch import Signal

# Sent inside the transaction with `sitting` and `by`.
sitting_passed = Signal()
