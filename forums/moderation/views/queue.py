from django.shortcuts import render
from django.views.decorators.http import require_safe

from forums.conversations.models import MessageReport

from ..counting import rules_counted
from ..gate import for_moderators
from ..listing import Queue


@require_safe
@for_moderators
def queue(request):
    """All that waits for a moderator, the oldest first; with `show=settled` what was decided, the newest first."""
    shown = Queue(request)
    context = {"queue": shown, "rows": shown.rows, "reported_count": _reported(request.user)}
    return render(request, "forums/moderation/queue.html", context)


@require_safe
@for_moderators
def rules(request):
    """How often each rule and each reason of a flag was right."""
    return render(request, "forums/moderation/rules.html", {"rules": rules_counted()})


def _reported(person):
    """How many private messages wait in the administration: words of a conversation are not for moderators."""
    if not person.has_perm("conversations.change_messagereport"):
        return 0
    return MessageReport.objects.waiting().count()
