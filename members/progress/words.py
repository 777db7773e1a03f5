"""What of a form is worth keeping: the fields a person fills in, as text, within limits."""

MOST_CHARACTERS = 60_000  # of one draft, all fields together
MOST_FIELDS = 60
LONGEST_NAME = 60

# What a form carries beside what people write.
_OF_THE_FORM = {"csrfmiddlewaretoken", "token", "keep", "preview", "next", "switch", "without_context"}
_OF_THE_DRAFT = "draft_"


class TooLong(Exception):
    """More words than a draft holds."""


def words_in(data):
    """{name: text} of a form's POST (a QueryDict or a dict); a list of texts where a name comes several times."""
    found = {}
    for name in data:
        if name in _OF_THE_FORM or name.startswith(_OF_THE_DRAFT):
            continue
        values = data.getlist(name) if hasattr(data, "getlist") else [data[name]]
        if len(values) > 1:
            found[name] = [_text(value) for value in values]
        elif values:
            found[name] = _text(values[0])
    return found


def bounded(fields):
    """`fields` as they can be stored. Raises TooLong where they are more than a draft holds."""
    fields = {_text(name): _texts(value) for name, value in fields.items() if value not in (None, "", [])}
    if len(fields) > MOST_FIELDS or any(len(name) > LONGEST_NAME for name in fields):
        raise TooLong
    if sum(len(text) for text in spoken(fields)) > MOST_CHARACTERS:
        raise TooLong
    return fields


def spoken(fields, without=()):
    """The texts in `fields`, in the order of the form, without those named."""
    for name, value in fields.items():
        if name not in without:
            yield from value if isinstance(value, list) else [value]


def is_blank(fields, choices=()):
    """Whether nobody has written anything: what is only chosen does not count."""
    return not any(text.strip() for text in spoken(fields, choices))


def _texts(value):
    return [_text(each) for each in value] if isinstance(value, list | tuple) else _text(value)


def _text(value):
    """Without the one character PostgreSQL does not hold, and with lines ending as scripts, not forms, send them."""
    return str(value).replace("\x00", "").replace("\r\n", "\n")


def version_in(data):
    """The version of the draft a form knows; 0 where it says none, which overwrites nothing."""
    sent = data.get("draft_version", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 9 else 0


def writer_in(data):
    """The window a form stands in, as the script named it; "" without a script."""
    return _text(data.get("draft_writer", ""))[:40]
