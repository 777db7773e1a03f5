"""Handing out kept files: only to those who may see them, never as anything a browser would run."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from .models import WIDTHS, File

# Nothing in a file may load, run, or be framed as if it were a page of ours.
POLICY = "sandbox; default-src 'none'"


@login_not_required
@require_safe
def whole(request, key, name):
    """The file itself. `name` is only for people: the key alone finds it."""
    file = _seen(request, key)
    return _hand_out(request, file, lambda: file.upload.open("rb"), file.content_type, file.sha256)


@login_not_required
@require_safe
def thumbnail(request, key, width, name):
    """A picture made `width` pixels wide."""
    file = _seen(request, key)
    if width not in WIDTHS or not file.is_image:
        raise Http404
    return _hand_out(request, file, lambda: file.open_thumbnail(width), "image/webp", f"{file.sha256}-{width}")


def _seen(request, key):
    """The File, for who may see it; for all others it does not exist."""
    file = get_object_or_404(File, key=key)
    if not file.can_be_seen_by(request.user):
        raise Http404
    return file


def _hand_out(request, file, read, content_type, tag):
    response = get_conditional_response(request, etag=f'"{tag}"')
    if response is None:
        try:
            body = read()
        except FileNotFoundError as gone:
            raise Http404 from gone
        ending = file.safe_name if content_type != "image/webp" else file.safe_name.rpartition(".")[0] + ".webp"
        # Only what we drew ourselves is shown in place; anything else is for saving.
        said = f"{content_type}; charset=utf-8" if content_type.startswith("text/") else content_type
        response = FileResponse(body, content_type=said, as_attachment=not file.is_image, filename=ending)
        response["Content-Security-Policy"] = POLICY
        response["X-Content-Type-Options"] = "nosniff"
    response["ETag"] = f'"{tag}"'
    is_public = file.can_be_seen_by(AnonymousUser())
    response["Cache-Control"] = f"{'public' if is_public else 'private'}, max-age=3600"
    return response
