import re

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from members.files.enclosing import Enclosed
from members.progress.pace import is_too_fast

from ..models import Attachment, Post
from ..numbers import number_in

KEY = re.compile(r"(ask:[0-9a-f-]{36}|reply:\d{1,8}|edit:\d{1,8})")


def enclosed(request, key, post=None):
    """The files of the text that is written under `key`, for the views that take texts; an odd key has none."""
    key = key if KEY.fullmatch(key or "") else ""
    return Enclosed(request, Attachment, key, text=post, url=reverse("forums:files"))


@require_POST
def files(request):
    """Take one file, `file`, for the text that is written under `key`; answers with its row, or 422 and a sentence."""
    key = request.POST.get("key", "")
    if not KEY.fullmatch(key) or "file" not in request.FILES:
        return HttpResponse(_("This file did not arrive. Choose it once more."), status=422)
    if is_too_fast(request, "files", most=60, within=600):
        return HttpResponse(_("Those were many files in a short time. Wait a few minutes, then go on."), status=422)
    kind, _colon, number = key.partition(":")
    post = Post.objects.filter(pk=number_in(number)).first() if kind == "edit" else None
    taking = enclosed(request, key, post if post and post.is_by(request.user) else None)
    sent = taking.add(request.FILES["file"])
    if sent is None:
        return HttpResponse(" ".join(taking.errors), status=422)
    return render(request, "members/files/_sent.html", {"sent": sent}, status=201)
