"""The one way in which an embedded server fails."""


class CannotStart(Exception):  # noqa: N818 - it reads as what happened
    """A server cannot start. The message is a sentence for whoever typed the command: what is wrong, what helps."""
