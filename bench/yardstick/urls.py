from django.http import HttpResponse
from django.template import loader
from django.urls import path

from .models import Post


def posts(request, topic, after):
    """Twenty posts of a topic, those behind number `after`, in one query."""
    found = Post.objects.filter(topic=topic, number__gt=after).select_related("topic").order_by("number")[:20]
    return HttpResponse(loader.render_to_string("yardstick/posts.html", {"posts": found}))


urlpatterns = [path("<int:topic>/<int:after>/", posts)]
