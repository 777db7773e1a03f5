"""News this room sends up. Always inside the transaction of what happened."""

from django.dispatch import Signal

post_added = Signal()  # sender=Post, post=Post (its topic and author loaded)
post_edited = Signal()  # sender=Post, post=Post
people_mentioned = Signal()  # sender=Mention, post=Post, people=[Person]: those its text did not name before
post_thanked = Signal()  # sender=Thanks, post=Post, person=Person: said for the first time
poll_closed = Signal()  # sender=Poll, poll=Poll (its post and topic loaded)
topic_restored = Signal()  # sender=Topic, topic=Topic: it, or a post in it, can be read again
topic_closed = Signal()  # sender=Topic, topic=Topic
topic_reopened = Signal()  # sender=Topic, topic=Topic
topic_hidden = Signal()  # sender=Topic, topic=Topic: it, or a post in it, can no longer be read
topic_moved = Signal()  # sender=Topic, topic=Topic, was=Board: it stands on another board
posts_moved = Signal()  # sender=Topic, source=Topic, target=Topic, numbers={number it had: it has}, is_new=bool: the
# target was begun with them; `source.merged_into` says whether all of them went
