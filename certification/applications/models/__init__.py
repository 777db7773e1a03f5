from .answers import Answer, Job, Newer, NotWritable
from .applications import DECIDERS, REVIEWERS, Application, NotNow
from .cases import Comment, Part, Review, Submission, TwoRoles
from .sending import NotOpenYet

__all__ = [
    "DECIDERS",
    "REVIEWERS",
    "Answer",
    "Application",
    "Comment",
    "Job",
    "Newer",
    "NotNow",
    "NotOpenYet",
    "NotWritable",
    "Part",
    "Review",
    "Submission",
    "TwoRoles",
]
