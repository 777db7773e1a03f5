from django.urls import path

from .views import asking, syntheses, taking_part

app_name = "soundings"
urlpatterns = [
    path("", asking.soundings, name="soundings"),
    path("new/", asking.new, name="new"),
    path("openness/", taking_part.openness, name="openness"),
    path("<int:pk>/", taking_part.sounding, name="sounding"),
    path("<int:pk>/place/", taking_part.place, name="place"),
    path("<int:pk>/withdrawal/", asking.withdrawal, name="withdrawal"),
    path("<int:pk>/closure/", asking.closure, name="closure"),
    path("<int:pk>/synthesis/", syntheses.synthesis, name="synthesis"),
    path("<int:pk>/synthesis/agreement/", syntheses.agreement, name="agreement"),
    path("<int:pk>/synthesis/publication/", syntheses.publication, name="publication"),
]
