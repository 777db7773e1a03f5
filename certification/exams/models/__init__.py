from .authorizations import Authorization, DateWish
from .sittings import NotNow, SectionResult, Sitting

__all__ = ["Authorization", "DateWish", "NotNow", "SectionResult", "Sitting"]
