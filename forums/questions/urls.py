"""Questions, all under /questions/; what hangs on a post stands under its topic and its number."""

from django.urls import path

from .promise.urls import urlpatterns as of_the_promise
from .views import answers, outcomes

app_name = "questions"
urlpatterns = [
    *of_the_promise,
    path("outcome/<str:token>/", outcomes.told, name="told"),
    path("<int:pk>/kind/", answers.kind, name="kind"),
    path("<int:pk>/<int:number>/acceptance/", answers.acceptance, name="acceptance"),
    path("<int:pk>/<int:number>/reopening/", answers.reopening, name="reopening"),
    path("<int:pk>/<int:number>/outcome/", outcomes.outcome, name="outcome"),
    path("<int:pk>/<int:number>/outcomes/", outcomes.outcomes, name="outcomes"),
]
