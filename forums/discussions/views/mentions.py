from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from members.progress.pace import is_too_fast

from ..calling import people_like
from ..models import Board, Topic
from ..numbers import number_in


@require_safe
def people(request):
    """JSON: {people: [{handle, name, about}]} for `?q=` after an @, among who may read `?topic=` or `?board=`."""
    if is_too_fast(request, "people", most=120, within=60):
        said = _("That was asked very often. Type the name on; it counts all the same.")
        return JsonResponse({"people": [], "said": said}, status=429)
    board, topic = None, None
    if number := number_in(request.GET.get("topic")):
        topic = get_object_or_404(Topic.objects.visible_to(request.user).select_related("board"), pk=number)
        board = topic.board
    elif "board" in request.GET:
        slug = request.GET["board"].replace("\x00", "")
        board = get_object_or_404(Board.objects.visible_to(request.user), slug=slug)
    found = people_like(request.GET.get("q", "")[:60].replace("\x00", ""), request.user, board=board, topic=topic)
    told = [{"handle": each.handle, "name": each.name, "about": each.headline or each.city} for each in found]
    return JsonResponse({"people": told})
