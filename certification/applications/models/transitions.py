class NotNow(Exception):
    """The application stands where this cannot be done; the message is the state, in words."""
