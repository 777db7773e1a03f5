"""Old addresses of topics and posts that went elsewhere. For those who may read them there; for others they are not.

What stands at its address costs nothing more: only where there is nothing, and at the lasting address of a post, one
look says whether it moved.
"""

from contextlib import suppress
from functools import wraps

from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse

from forums.discussions.models import Attachment, MovedPost, Topic
from forums.discussions.numbers import number_in
from members.progress.models import Draft, TooMany
from members.progress.words import TooLong

from .models import PAGE
from .pages import page_number, post_url


def topic_leads_on(view):
    """The address of a topic that is a part of another leads there; `?post=` leads to that post."""

    @wraps(view)
    def leading(request, pk, slug):
        if number := number_in(request.GET.get("post")):
            return redirect("forums:post", pk, number)
        try:
            return view(request, pk, slug)
        except Http404:
            first = (max(page_number(request.GET.get("page", "1")), 1) - 1) * PAGE + 1
            place = _is_merged(pk) and (_place(pk, first, request.user) or _place(pk, 1, request.user))
            if not place:
                raise
            return redirect(_named(place, pk), permanent=True)

    return leading


def post_leads_on(view):
    """The lasting address of a post leads to where it stands now."""

    @wraps(view)
    def leading(request, pk, number):
        if MovedPost.objects.filter(topic=pk, number=number).exists():
            place = _place(pk, number, request.user)
            if place is None:
                raise Http404
            return redirect(place, permanent=True)
        return view(request, pk, number)

    return leading


def reply_leads_on(view):
    """A reply to a topic that became a part of another goes there, with its draft and its files."""

    @wraps(view)
    def leading(request, pk):
        try:
            return view(request, pk)
        except Http404:
            other = _other(pk, request.user)
            if other is None:
                raise
        _carry_draft(request.user, pk, other)
        sent = request.POST if request.method == "POST" else request.GET
        there = _answered_there(pk, sent.get("reply_to" if request.method == "POST" else "to"), other)
        if request.method != "POST":
            query = f"?to={there}" if there else ""
            return redirect(reverse("forums:reply", args=[other.pk]) + query)
        request.POST = request.POST.copy()
        request.POST["reply_to"] = there or ""
        return view(request, other.pk)

    return leading


def _place(pk, number, person):
    """The address of the post that stood there, where `person` may read it."""
    post = MovedPost.place_of(pk, number)
    if post is None or not Topic.objects.visible_to(person).filter(pk=post.topic_id).exists():
        return None
    return post_url(post.topic, post.number)


def _named(place, pk):
    """`place` with the topic one came from, in place of the post: a post the old address named after its # is known to
    the browser alone, which keeps it only so, and asks for it by its old number (static/js/behaviours/led-on.js)."""
    url, _anchor, post = place.partition("#post-")
    return f"{url}{'&' if '?' in url else '?'}was={pk}-{post}"


def _is_merged(pk):
    return Topic.objects.filter(pk=pk, merged_into__isnull=False).exists()


def _other(pk, person):
    """The topic that `pk` is a part of, where `person` may read it."""
    into = Topic.objects.filter(pk=pk).values("merged_into")
    return Topic.objects.visible_to(person).filter(pk__in=into).first()


def _answered_there(pk, number, other):
    """The number in `other` of the post that had this one; None where it is elsewhere, or there is none."""
    number = number_in(number)
    post = number and MovedPost.place_of(pk, number)
    return post.number if post and post.topic_id == other.pk else None


@transaction.atomic
def _carry_draft(person, pk, other):
    """What `person` was writing there, below what they write here; and the files they sent for it."""
    here, there = f"reply:{pk}", f"reply:{other.pk}"
    Attachment.objects.in_hand(person, here).update(draft_key=there)
    draft = Draft.objects.find(person, here)
    if draft is None:
        return
    fields = {**draft.fields, "reply_to": str(_answered_there(pk, draft.fields.get("reply_to"), other) or "")}
    begun = Draft.objects.find(person, there)
    if begun and begun.fields.get("body", "").strip():
        fields = begun.fields | {"body": f"{begun.fields['body'].rstrip()}\n\n{draft.fields.get('body', '')}"}
    with suppress(TooMany, TooLong):  # then it stays where it is
        Draft.keep(by=person, key=there, fields=fields)
        Draft.drop(by=person, key=here)
