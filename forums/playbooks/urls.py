from django.urls import path

from .views import care, doubts, making, reading

app_name = "playbooks"
urlpatterns = [
    path("", reading.playbooks, name="playbooks"),
    path("from/<int:pk>/", making.begin, name="begin"),
    path("<int:pk>/about/", making.about, name="about"),
    path("<int:pk>/publication/", care.publication, name="publication"),
    path("<int:pk>/check/", care.check, name="check"),
    path("<int:pk>/handover/", care.handover, name="handover"),
    path("<int:pk>/handover/answer/", care.taking_over, name="taking_over"),
    path("<int:pk>/history/", reading.history, name="history"),
    path("<int:pk>/passages/", making.addition, name="addition"),
    path("<int:pk>/passages/<int:passage>/", making.passage, name="passage"),
    path("<int:pk>/passages/<int:passage>/removal/", making.removal, name="removal"),
    path("<int:pk>/passages/<int:passage>/rise/", making.rise, name="rise"),
    path("<int:pk>/doubts/", doubts.doubt, name="doubt"),
    path("<int:pk>/doubts/<int:doubt>/", doubts.answer, name="answer"),
    path("<int:pk>/<slug:slug>/", reading.playbook, name="playbook"),
]
