"""Boards hold topics, topics hold posts: what people say to each other, and what hangs on it."""

from .attachments import Attachment
from .behind import Behind
from .boards import Board
from .contexts import ContextCard
from .evidence import Corroboration, Evidence
from .mentions import Mention
from .moved import MovedPost
from .moving import Merged, NotMovable, Widens
from .origins import PersonOrigin, PostOrigin, TopicOrigin
from .planned import Planned
from .polls import Ballot, Option, Poll, Vote
from .posts import Post
from .revisions import EditedMeanwhile, Revision
from .searching import PostSearch, SearchWord
from .slow import TooSoon
from .standing import Closed, TooManyPinned
from .stories import HitToo, Story
from .tags import Tag, Tagging
from .thanks import Thanks
from .topics import NotAllowed, Topic
from .unmasking import Unmasking

__all__ = [
    "Attachment",
    "Ballot",
    "Behind",
    "Board",
    "Closed",
    "ContextCard",
    "Corroboration",
    "EditedMeanwhile",
    "Evidence",
    "HitToo",
    "Mention",
    "Merged",
    "MovedPost",
    "NotAllowed",
    "NotMovable",
    "Option",
    "PersonOrigin",
    "Planned",
    "Poll",
    "Post",
    "PostOrigin",
    "PostSearch",
    "Revision",
    "SearchWord",
    "Story",
    "Tag",
    "Tagging",
    "Thanks",
    "TooManyPinned",
    "TooSoon",
    "Topic",
    "TopicOrigin",
    "Unmasking",
    "Vote",
    "Widens",
]
