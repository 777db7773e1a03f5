"""What CXPA and its members say at length: pages about it, policies, and the blog. Every version is kept."""

from .articles import Article, Outdated, TooWide
from .files import ArticleFile
from .remarks import Remark
from .searching import ArticleSearch
from .stages import NotAllowed, NotNow
from .versions import Version

__all__ = [
    "Article",
    "ArticleFile",
    "ArticleSearch",
    "NotAllowed",
    "NotNow",
    "Outdated",
    "Remark",
    "TooWide",
    "Version",
]
