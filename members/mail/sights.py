"""What notices may be about, and whether a person may still see it. Each room above registers its things."""

_sights = {}


def register(thing, standing):
    """Make a thing known: `standing` gives, for a Person, the condition (Q or Exists over a Notice) under which a
    notice of it still says something they may see."""
    _sights[thing] = standing


def all_sights():
    """(thing, standing) of all that are known."""
    return list(_sights.items())
