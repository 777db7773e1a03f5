import pytest


@pytest.fixture(autouse=True)
def _told(told_at_once):
    """What these tests look at is who hears of what."""
