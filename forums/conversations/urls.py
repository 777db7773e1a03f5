from django.urls import path

from .views import people, reading, writing

app_name = "conversations"
urlpatterns = [
    path("", reading.conversations, name="conversations"),
    path("new/", writing.new, name="new"),
    path("files/", writing.files, name="files"),
    path("openness/", reading.openness, name="openness"),
    path("<int:pk>/", reading.conversation, name="conversation"),
    path("<int:pk>/response/", reading.response, name="response"),
    path("<int:pk>/messages/", writing.say, name="say"),
    path("<int:pk>/messages/<int:number>/", reading.message, name="message"),
    path("<int:pk>/messages/<int:number>/edit/", writing.edit, name="edit"),
    path("<int:pk>/messages/<int:number>/withdrawal/", writing.withdrawal, name="withdrawal"),
    path("<int:pk>/messages/<int:number>/report/", writing.report, name="report"),
    path("<int:pk>/people/", people.people, name="people"),
    path("<int:pk>/people/invitation/", people.invitation, name="invitation"),
    path("<int:pk>/people/departure/", people.departure, name="departure"),
    path("<int:pk>/people/muting/", people.muting, name="muting"),
]
