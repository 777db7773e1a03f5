"""Numbers that come in as text."""


def number_in(text, digits=8):
    """The whole number that `text`, of an address or a form, says in at most so many digits; None for anything else.

    Plain digits only: str.isdigit takes a superscript 2 for one, and int does not.
    """
    text = str(text or "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= digits else None
