"""The admin: for staff who proved a second factor in this session."""

from functools import wraps

from allauth.account.authentication import get_authentication_records
from allauth.account.decorators import secure_admin_login
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from unfold.sites import UnfoldAdminSite

WAY_BACK = "staff_way_back"


def has_proved_second_factor(request):
    """Whether this session was opened, or confirmed later, with a passkey, an authenticator code or a recovery code."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


class StaffSite(UnfoldAdminSite):
    index_title = _("What there is to look after")

    def has_permission(self, request):
        return super().has_permission(request) and has_proved_second_factor(request)

    def admin_view(self, view, cacheable=False):
        """People who are not staff find nothing here, at any address."""
        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        def for_staff(request, *args, **kwargs):
            if request.user.is_authenticated and not request.user.is_staff:
                raise Http404
            return guarded(request, *args, **kwargs)

        return for_staff

    @method_decorator([never_cache, login_not_required])
    def login(self, request, extra_context=None):
        """Strangers sign in first; people who are not staff find nothing; staff are led to their second factor."""
        if request.user.is_authenticated and not request.user.is_staff:
            raise Http404
        return secure_admin_login(self._lead_to_second_factor)(request)

    def _lead_to_second_factor(self, request):
        way_back = self._way_back(request)
        if self.has_permission(request):
            request.session.pop(WAY_BACK, None)
            return redirect(way_back)
        # Kept, because adding the first factor takes several pages and a confirmation.
        request.session[WAY_BACK] = way_back
        if not is_mfa_enabled(request.user):
            return redirect("mfa_index")
        has_app = is_mfa_enabled(request.user, types=[Authenticator.Type.TOTP])
        proof = reverse("mfa_reauthenticate" if has_app else "mfa_reauthenticate_webauthn")
        return redirect(f"{proof}?{urlencode({'next': way_back})}")

    def _way_back(self, request):
        """The staff page this person was heading for: one of ours, never another site's."""
        index = reverse("admin:index")
        asked = request.GET.get("next") or request.session.get(WAY_BACK, "")
        is_ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
        return asked if is_ours and asked.startswith(index) else index
