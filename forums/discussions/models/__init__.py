"""Boards hold topics, topics hold posts: what people say to each other."""

from .boards import Board
from .origins import PersonOrigin, PostOrigin, TopicOrigin
from .posts import Post
from .searching import PostSearch
from .topics import Closed, NotAllowed, Topic

__all__ = [
    "Board",
    "Closed",
    "NotAllowed",
    "PersonOrigin",
    "Post",
    "PostOrigin",
    "PostSearch",
    "Topic",
    "TopicOrigin",
]
