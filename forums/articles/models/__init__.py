"""What CXPA itself says: pages about it, policies, and the blog. Staff write it; every version is kept."""

from .articles import Article, Outdated
from .versions import Version

__all__ = ["Article", "Outdated", "Version"]
