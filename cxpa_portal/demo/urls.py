from django.urls import path

from . import views

app_name = "development"
urlpatterns = [
    path("", views.sign_ins, name="sign_ins"),
    path("mail/", views.mail, name="mail"),
    path("mail/<int:pk>/", views.letter, name="letter"),
    path("mail/<int:pk>/html/", views.letter_html, name="letter_html"),
]
