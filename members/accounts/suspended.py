"""Who showed, by password, code or passkey, that a suspended account is theirs: told so, and not signed in."""

from django.contrib.auth import get_user_model
from django.core import signing

_KEY = "suspended"
_signer = signing.TimestampSigner(salt="members.accounts.suspended")
_FOR = 60 * 60  # seconds in which the page can be read again


def remember(request, person):
    """In this browser's session, for the page that tells them."""
    request.session[_KEY] = _signer.sign(str(person.pk))


def remembered(request):
    """The Person, while they are suspended; None for everybody else."""
    try:
        pk = int(_signer.unsign(request.session.get(_KEY, ""), max_age=_FOR))
    except (signing.BadSignature, ValueError):
        return None
    person = get_user_model().objects.filter(pk=pk, is_active=True).first()
    return person if person is not None and person.is_suspended else None
