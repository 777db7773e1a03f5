"""Reading the blog: its list, an article with what is said about it, and what one author wrote."""

from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from forums.experts.matching import experts_among

from .. import conversation, schema_org
from ..editors import is_editor, may_write
from ..models import Article
from ..pages import page_of_articles
from ..pictures import shown_below


@login_not_required
@require_safe
def articles(request):
    """The blog, newest first."""
    rows, older = page_of_articles(Article.objects.visible_to(request.user).articles(), request.GET.get("older", ""))
    context = {"articles": rows, "older_url": older, "is_first_page": "older" not in request.GET}
    context |= {"may_write": may_write(request.user), "is_editor": is_editor(request.user)}
    return render(request, "forums/articles/articles.html", context)


@login_not_required
@require_safe
def article(request, slug):
    """One article, what was last said about it, and where to read on."""
    found = get_object_or_404(
        Article.objects.visible_to(request.user).articles().select_related("author", "lead"), slug=slug
    )
    others = Article.objects.visible_to(request.user).articles().exclude(pk=found.pk).for_listing().newest_first()[:3]
    context = {
        "article": found,
        "others": others,
        "files": shown_below(found),
        "talk": conversation.latest(found, request.user),
        "schema_org": schema_org.as_script(found),
        "is_editor": is_editor(request.user),
    }
    return render(request, "forums/articles/article.html", context)


@login_not_required
@require_safe
def lasting(request, pk):
    """The address that stays when a title changes: leads to where the article stands now."""
    return redirect(get_object_or_404(Article.objects.visible_to(request.user).articles(), pk=pk), permanent=False)


@login_not_required
@require_safe
def author(request, handle):
    """Who wrote articles, and which. There is such a page only of people of whom the reader can read one."""
    person = get_object_or_404(get_user_model().objects.active(), handle=handle)
    theirs = Article.objects.visible_to(request.user).articles().filter(author=person)
    rows, older = page_of_articles(theirs, request.GET.get("older", ""))
    if not rows and "older" not in request.GET:
        raise Http404
    context = {"author": person, "articles": rows, "older_url": older, "is_first_page": "older" not in request.GET}
    context["expert_in"] = experts_among([person.pk]).get(person.pk, [])
    return render(request, "forums/articles/author.html", context)
