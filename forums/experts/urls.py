from django.urls import path

from .views import answering, endorsing, finding, offering

app_name = "experts"
urlpatterns = [
    path("", finding.experts, name="experts"),
    path("questions/", finding.questions, name="questions"),
    path("questions/muting/<slug:slug>/", finding.muting, name="muting"),
    path("offers/", offering.offers, name="offers"),
    path("offer/", offering.offer, name="new_offer"),
    path("offers/<slug:slug>/", offering.offer, name="offer"),
    path("offers/<slug:slug>/rest/", offering.rest, name="rest"),
    path("offers/<slug:slug>/withdrawal/", offering.withdrawal, name="withdrawal"),
    path("people/<str:handle>/", finding.expert, name="expert"),
    path("people/<str:handle>/endorsement/", endorsing.endorsement, name="endorsement"),
    path("endorsements/<int:pk>/withdrawal/", endorsing.endorsement_withdrawal, name="endorsement_withdrawal"),
    path("referrals/<int:pk>/passing/", answering.passing, name="passing"),
    path("referrals/<int:pk>/refusal/", answering.declining, name="declining"),
    path("<slug:slug>/", finding.experts, name="subject"),
]
