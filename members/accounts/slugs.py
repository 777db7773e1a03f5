"""Addresses made of titles."""

from django.utils.text import slugify

LONGEST = 80  # characters


def two_words(title, untold):
    """The words of `title` in an address: two at the least, LONGEST characters at the most.

    The pages beneath a thing have one word each (…/reply/, …/door/), so a title of one word gets a second, the last of
    `untold` ("a-topic"), and takes no page's place; a title without a letter that an address can hold gets all of it.
    """
    words = slugify(title)[:LONGEST].strip("-")
    if not words or "-" in words:
        return words or untold
    noun = untold.rpartition("-")[2]
    return f"{words[: LONGEST - len(noun) - 1]}-{noun}"
