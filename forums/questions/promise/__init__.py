"""The answer promise: a question is answered within 48 hours, the weekend where it was asked left out."""


def register():
    """Hear of questions, show their clocks, and make the letters known. Called when the apps are ready."""
    from . import head, kinds, receivers  # noqa: F401  receivers: connects them

    kinds.register()
    head.register()
