"""One thing in place of another while the demo community is told."""

from contextlib import contextmanager


@contextmanager
def standing_in(owner, **names):
    """Within, `owner` (a class, a module, an object) has these in place of its own `names`."""
    before = {name: vars(owner)[name] for name in names if name in vars(owner)}
    for name, stand_in in names.items():
        setattr(owner, name, stand_in)
    try:
        yield
    finally:
        for name in names:
            if name in before:
                setattr(owner, name, before[name])
            else:
                delattr(owner, name)  # it was its class's
