from .feeds import Feed
from .registrations import NoPlace, NotOpen, Registration
from .reminders import Reminder

__all__ = ["Feed", "NoPlace", "NotOpen", "Registration", "Reminder"]
