from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.db import connection
from django.http import FileResponse, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from .letter import Letter
from .welcome import Welcome


@login_not_required
@require_safe
def home(request):
    """A letter of today for people; the landing page for strangers."""
    if request.user.is_authenticated:
        return render(request, "cxpa_portal/home/home.html", {"letter": Letter(request.user)})
    return render(request, "cxpa_portal/home/landing.html", {"welcome": Welcome(request.user)})


@login_not_required
@require_safe
def offline(request):
    """What the service worker shows when there is no connection."""
    return render(request, "offline.html")


@login_not_required
@require_safe
@cache_control(max_age=0)
def service_worker(request):
    """Served from the root, because a worker only reaches pages below its own address."""
    return FileResponse(open(finders.find("js/sw.js"), "rb"), content_type="text/javascript")


@login_not_required
@require_safe
@cache_control(max_age=86400)
def favicon(request):
    """For those who ask at the old address: pages of ours name their icon themselves."""
    return redirect(static("img/mark.svg"))


@login_not_required
@require_safe
@cache_control(max_age=86400)
def robots(request):
    """Search engines may read what strangers may read, but not wander through lists and searches."""
    closed = ["/search/", "/accounts/", "/mail/", "/admin/", "/discussions/feeds/own/"]
    closed += ["/discussions/*/print/", "/discussions/*/export.md"]  # the topic itself says the same
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    lines += ["", f"Sitemap: {settings.PORTAL_URL}{reverse('sitemap')}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


@login_not_required
@require_safe
def health(request):
    """For whoever watches the servers: 200 when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"portal": "up"})


def csrf_failure(request, reason=""):
    """A form whose proof is missing or old: say so; the browser's Back keeps what was typed; offer to go on."""
    return render(request, "403_csrf.html", {"sign_in_url": reverse(settings.LOGIN_URL)}, status=403)
