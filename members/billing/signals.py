from django.dispatch import Signal

# Sent inside the transaction with `invoice` and `by` (a Person, or None for the portal itself).
# Whoever hears it fulfils, and fulfils once however often it is sent.
invoice_paid = Signal()
# The invoice will never be paid: staff or the person gave it up.
invoice_voided = Signal()
