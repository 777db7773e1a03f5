"""Rows that tell of the same conference: the list names one under each of its topics."""

# What a later row may add where the first said nothing, and what is only compared.
ADDED = ["access", "description"]
COMPARED = {"title": "name", "last_day": "end", "city": "city", "kind": "kind", "language": "language"}


def merge(kept, other):
    """Add to the Conference `kept` what only `other` tells; the sentence for the report on `other`'s row."""
    kept.subjects = tuple(dict.fromkeys([*kept.subjects, *other.subjects]))
    for name in ADDED:
        if not getattr(kept, name):
            setattr(kept, name, getattr(other, name))
    said_otherwise = [
        f"{label} ({getattr(other, name)} and not {getattr(kept, name)})"
        for name, label in COMPARED.items()
        if getattr(other, name) != getattr(kept, name)
    ]
    return f"; it says another {', another '.join(said_otherwise)}" if said_otherwise else ""
