"""Whether two names mean one employer: "Acme, Inc." and "ACME"."""

import re
import unicodedata

# What the law adds to a name says nothing about whose it is.
FORMS = {
    *("ag", "bv", "co", "company", "corp", "corporation", "gmbh", "group", "holding", "inc", "incorporated", "kg"),
    *("limited", "llc", "llp", "ltd", "nv", "oy", "plc", "pty", "sa", "sarl", "se", "sl", "spa", "srl", "the", "ab"),
}


def essence_of(name):
    """The words of an employer's name that tell it from others, in small letters without accents."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode() or name
    words = re.findall(r"\w+", plain.casefold().replace(".", "").replace("'", ""))
    return " ".join([word for word in words if word not in FORMS] or words)


def shared_employer(mine, theirs):
    """The first name in `theirs` that means an employer in `mine`, or None. Empty names mean nobody."""
    known = {essence_of(name) for name in mine} - {""}
    return next((name for name in theirs if essence_of(name) in known), None)
