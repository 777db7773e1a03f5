"""Addresses made of titles."""

from members.accounts.slugs import two_words


def slug_of(title):
    """The words in the address of a topic."""
    return two_words(title, "a-topic")
