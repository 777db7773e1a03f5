"""Who may see what of the programme, of registering, and of CX Day."""

from .answers import POST_ONLY, PUBLIC, SIGNED_IN, answers

ROWS = {
    # events: the programme and its calendar; the draft is hana's
    "events/": PUBLIC,
    "events/past/": PUBLIC,
    "events/calendar.ics": PUBLIC,
    "events/<int:pk>/event.ics everyone": PUBLIC,
    "events/<int:pk>/event.ics members": answers(404, 404, 200),
    "events/<int:pk>/event.ics draft": answers(404, 404, 404, hana=200, carol=200),
    # registration: ann has a place at the event that everyone sees; hana hosts both
    "events/<int:pk>/<slug:slug>/ everyone": PUBLIC,
    "events/<int:pk>/<slug:slug>/ members": answers(404, 404, 200),
    "events/<int:pk>/registration/ everyone": answers("in", "on", "on"),
    "events/<int:pk>/registration/ members": answers("in", 404, "on"),
    "events/<int:pk>/registration/cancellation/ everyone": answers("in", "on", "on", ann=200),
    "events/<int:pk>/registration/cancellation/ members": answers("in", 404, "on"),
    "events/<int:pk>/registration.ics": answers("in", 404, 404, ann=200),
    "events/<int:pk>/join/ everyone": answers("in", "on", "on"),
    "events/<int:pk>/join/ members": answers("in", 404, "on"),
    "events/<int:pk>/door/": answers("in", 404, 404, hana=200, carol=200),
    "events/<int:pk>/door/walk-ins/": answers("in", 404, 404, hana="on", carol="on"),
    "events/<int:pk>/door/<uuid:token>/": POST_ONLY,
    "events/mine/": SIGNED_IN,
    "events/mine/calendar/": answers("in", "on", "on"),
    "events/feed/<str:token>.ics": PUBLIC,
    # CX Day: this year's is published, next year's in preparation
    "cx-day/": PUBLIC,
    "cx-day/<int:year>/": PUBLIC,
    "cx-day/<int:year>/ draft": answers(404, 404, 404, carol=200),
    "cx-day/<int:year>/host/": answers("in", 403, 200),
    "cx-day/<int:year>/host/ draft": answers("in", 404, 404, carol="on"),
}
