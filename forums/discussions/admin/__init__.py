"""What people say, for staff: boards are theirs to arrange; of the rest they look, and act by its verbs."""

from . import boards, planned, polls, posts, stories, tags, thanks, topics, unmasking

__all__ = ["boards", "planned", "polls", "posts", "stories", "tags", "thanks", "topics", "unmasking"]
