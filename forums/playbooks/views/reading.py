from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from ..audience import audience_words
from ..listing import page_of, subjects_with_some
from ..models import Playbook, Source, Wording
from ..news import month_of
from .finding import seen


@login_not_required
@require_safe
def playbooks(request):
    """All that one may read, the newest first; `?subject=` those of one subject."""
    found = Playbook.objects.shown().visible_to(request.user)
    subjects = list(subjects_with_some(request.user))
    slug = request.GET.get("subject", "")
    if slug and slug not in {subject.slug for subject in subjects}:
        raise Http404
    chosen = next((subject for subject in subjects if subject.slug == slug), None)
    if chosen:
        found = found.filter(subjects=chosen)
    rows, older = page_of(found, request.GET.get("older", ""), **({"subject": slug} if chosen else {}))
    mine = []
    if request.user.is_authenticated and "older" not in request.GET and not chosen:
        mine = Playbook.objects.filter(owner=request.user).exclude(state__in=["published", "doubted"])
        mine = mine.visible_to(request.user).order_by("-begun_at")[:10]
    context = {"rows": rows, "older_url": older, "is_first_page": "older" not in request.GET, "mine": mine}
    context |= {"subjects": subjects, "chosen": chosen, "first_url": f"?subject={slug}" if chosen else request.path}
    return render(request, "forums/playbooks/playbooks.html", context)


@login_not_required
@require_safe
def playbook(request, pk, slug):
    """The page: contents, passages with what is behind them, and what readers doubt."""
    found = seen(request, pk)
    if found.slug != slug:
        return redirect(found, permanent=False)
    passages = passages_of(found)
    can_edit = found.can_be_edited_by(request.user)
    sources = [source for passage in passages for source in passage.told]
    boards = {source.post.topic.board_id: source.post.topic.board for source in sources}
    doubts = list(found.doubts.select_related("by", "passage", "answered_by"))
    context = {
        "playbook": found,
        "passages": passages,
        "subjects": list(found.subjects.all()),
        "topics": list({source.post.topic_id: source.post.topic for source in sources if not source.is_gone}.values()),
        "voices": list(dict.fromkeys(source.post.voice for source in sources if not source.is_gone)),
        "doubts": sorted(doubts, key=lambda doubt: not doubt.is_open),
        "open_count": sum(doubt.is_open for doubt in doubts),
        "checked": month_of(found.checked_at) if found.checked_at else "",
        "audience": audience_words(boards.values()),
        "can_edit": can_edit,
        "can_doubt": request.user.is_authenticated and request.user.pk != found.owner_id and found.is_shown,
        "is_offered": request.user.is_authenticated and found.offered_to_id == request.user.pk,
    }
    return render(request, "forums/playbooks/playbook.html", context)


def passages_of(playbook):
    """The passages of one page, each with `told`, the posts behind it; two queries."""
    behind = Source.objects.select_related("post__author", "post__topic__board__group").order_by(
        "post__created_at", "pk"
    )
    passages = list(playbook.passages.standing().prefetch_related(Prefetch("sources", behind, to_attr="told")))
    for passage in passages:
        passage.is_gone = any(source.is_gone for source in passage.told)
    return passages


@login_not_required
@require_safe
def history(request, pk):
    """Every change: who, when and why; the text for whoever may read what it stood on."""
    found = seen(request, pk)
    wordings = Wording.shown_to(request.user, found)
    return render(request, "forums/playbooks/history.html", {"playbook": found, "wordings": wordings})
