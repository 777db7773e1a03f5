"""News this room sends up. Always inside the transaction of what happened."""

from django.dispatch import Signal

post_added = Signal()  # sender=Post, post=Post (its topic and author loaded)
