"""The addresses of the floor, all under /events/; CX Day has its own beside them."""

from events.programme.urls import urlpatterns as programme
from events.registration.urls import urlpatterns as registration

app_name = "events"
urlpatterns = [*programme, *registration]
