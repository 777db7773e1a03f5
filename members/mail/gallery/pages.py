"""The gallery's pages in the admin: all letters, one of them, and what its frames show."""

import re

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from ..kinds import Group, all_kinds
from .samples import samples_of
from .writing import write

# What a mail program lets a letter do: show itself. Links open in a window of their own.
FRAME_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'self'; sandbox allow-popups"
)
SCHEME = re.compile(r"@media \(prefers-color-scheme: dark\)")
LIGHT_OR_DARK = {"light": "not all", "dark": "all"}


class ReaderForm(forms.Form):
    """For whom the letters are written."""

    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=lambda: settings.LANGUAGES)
    zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"), choices=lambda: get_user_model()._meta.get_field("time_zone").choices
    )

    @classmethod
    def of(cls, request):
        """The form as asked for, and the reader it names; what is not offered is the usual."""
        usual = {"language": get_language(), "zone": request.user.time_zone}
        asked = {name: request.GET.get(name, value) for name, value in usual.items()}
        form = cls(asked)
        if not form.is_valid():
            form = cls(usual | {"language": settings.LANGUAGE_CODE, "zone": "UTC"})
            form.is_valid()
        return form

    @property
    def reader(self):
        return {"language": self.cleaned_data["language"], "time_zone": self.cleaned_data["zone"]}

    @property
    def query(self):
        return f"language={self.cleaned_data['language']}&zone={self.cleaned_data['zone']}"


class GalleryPages:
    """For the admin of the outbox: its addresses below `gallery/`, for staff who may look at letters."""

    def get_urls(self):
        one = "gallery/<path:kind>/<int:number>/"
        pages = [
            path("gallery/", self._gallery_page(gallery), name="mail_gallery"),
            path(one, self._gallery_page(sample), name="mail_gallery_letter"),
            path(f"{one}<str:scheme>.html", self._gallery_page(frame), name="mail_gallery_frame"),
        ]
        return [*pages, *super().get_urls()]

    def _gallery_page(self, view):
        def allowed(request, **about):
            if not self.has_view_permission(request):
                raise PermissionDenied
            return view(request, **about)

        return self.admin_site.admin_view(allowed)


@require_safe
def gallery(request):
    """Every kind of letter by group, each sample with its subject as it would stand in an inbox."""
    form = ReaderForm.of(request)
    rows = {}
    for kind in all_kinds():
        letters = [write(each, **form.reader, with_papers=False) for each in samples_of(kind.name)]
        rows.setdefault(kind.group, []).append({"kind": kind, "letters": letters})
    groups = [{"heading": group.label, "rows": rows[group]} for group in Group if group in rows]
    context = {**admin.site.each_context(request), "title": _("Every letter of the portal")}
    return render(request, "members/mail/gallery/gallery.html", {**context, "groups": groups, "form": form})


@require_safe
def sample(request, kind, number):
    """One letter: as HTML in light, dark and on a narrow phone, as text, and with its headers."""
    found = _sample_or_404(kind, number)
    form = ReaderForm.of(request)
    letter = write(found, **form.reader)
    context = {**admin.site.each_context(request), "title": letter.subject, "letter": letter, "form": form}
    response = render(request, "members/mail/gallery/letter.html", {**context, "others": samples_of(kind)})
    response._csp_update = {"frame-src": ["'self'"]}
    return response


@require_safe
@xframe_options_sameorigin
def frame(request, kind, number, scheme):
    """The HTML of a letter, as a mail program in light or dark shows it; with nothing it could do but show itself."""
    if scheme not in LIGHT_OR_DARK:
        raise Http404
    letter = write(_sample_or_404(kind, number), **ReaderForm.of(request).reader)
    html = SCHEME.sub(f"@media {LIGHT_OR_DARK[scheme]}", letter.mail.html)
    # In a frame the browser's own liking counts for nothing: what it would decide is decided here.
    html = html.replace("color-scheme: light dark", f"color-scheme: {scheme}")
    html = html.replace("<head>", '<head><base target="_blank">', 1)
    # In place of the admin's policy, not beside it: that one lets scripts run.
    response = HttpResponse(html, headers={"Content-Security-Policy": FRAME_POLICY})
    response._csp_exempt = True
    return response


def _sample_or_404(kind, number):
    for each in samples_of(kind):
        if each.number == number:
            return each
    raise Http404


def _zones():
    return get_user_model()._meta.get_field("time_zone").choices
