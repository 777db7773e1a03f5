"""Boards hold topics, topics hold posts: what people say to each other, and what hangs on it."""

from .attachments import Attachment
from .boards import Board
from .contexts import ContextCard
from .mentions import Mention
from .origins import PersonOrigin, PostOrigin, TopicOrigin
from .planned import Planned
from .polls import Ballot, Option, Poll, Vote
from .posts import Post
from .revisions import EditedMeanwhile, Revision
from .searching import PostSearch
from .stories import HitToo, Story
from .tags import Tag, Tagging
from .thanks import Thanks
from .topics import Closed, NotAllowed, TooManyPinned, Topic

__all__ = [
    "Attachment",
    "Ballot",
    "Board",
    "Closed",
    "ContextCard",
    "EditedMeanwhile",
    "HitToo",
    "Mention",
    "NotAllowed",
    "Option",
    "PersonOrigin",
    "Planned",
    "Poll",
    "Post",
    "PostOrigin",
    "PostSearch",
    "Revision",
    "Story",
    "Tag",
    "Tagging",
    "Thanks",
    "TooManyPinned",
    "Topic",
    "TopicOrigin",
    "Vote",
]
