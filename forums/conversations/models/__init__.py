"""Conversations: what people say to each other alone. Seen by those who are in them, and by nobody else."""

from .conversations import Conversation
from .files import MessageFile
from .messages import Message
from .openness import Openness
from .participants import Participant
from .reports import MessageReport

__all__ = ["Conversation", "Message", "MessageFile", "MessageReport", "Openness", "Participant"]
