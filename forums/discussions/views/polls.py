from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ..models import Poll, Topic
from ..models.polls import PollClosed, WrongVote
from ..numbers import number_in


@require_POST
def vote(request, pk):
    """Answer a poll: `option` once or several times; in a ranked one `rank-<option>` with its place."""
    poll = _poll(request, pk)
    try:
        poll.vote(by=request.user, options=_chosen(request.POST, poll))
    except PollClosed:
        messages.warning(request, _("This poll takes no more answers."))
    except WrongVote:
        messages.warning(request, _wrong(poll))
    else:
        messages.success(request, _("Your answer counts. You can change it until the poll closes."))
    return redirect(poll.post)


@require_POST
def poll_closure(request, pk):
    poll = _poll(request, pk)
    if not poll.can_be_closed_by(request.user):
        raise PermissionDenied
    poll.close(by=request.user)
    messages.success(request, _("The poll is closed. Everyone who reads the topic sees what came of it."))
    return redirect(poll.post)


def _poll(request, pk):
    seen = Topic.objects.visible_to(request.user)
    polls = Poll.objects.filter(post__topic__in=seen, post__hidden_at=None)
    return get_object_or_404(polls.select_related("post__topic__board"), pk=pk)


def _chosen(sent, poll):
    """The ids chosen, the first one preferred. Raises WrongVote for what is no id, and for a place given twice."""
    if poll.kind != Poll.RANKED:
        return [_id(each) for each in sent.getlist("option")]
    places = {}
    for name, place in sent.items():
        if name.startswith("rank-") and place:
            if (place := _id(place)) in places:
                raise WrongVote
            places[place] = _id(name.removeprefix("rank-"))
    return [places[place] for place in sorted(places)]


def _id(text):
    found = number_in(text, digits=18)
    if found is None:
        raise WrongVote
    return found


def _wrong(poll):
    if poll.kind == Poll.RANKED:
        return _("Give each place once: one first, one second. What you leave without a place comes last.")
    return _("Choose at most %(most)s of the answers shown.") % {"most": poll.most}
