"""What the style guide shows: people, rows and posts as the portal would have them, without a database."""

from datetime import timedelta
from types import SimpleNamespace as Thing

from django.utils import timezone

from .forms import ProfileForm

CCXP = Thing(label="CCXP", kind="accent")
EXPERT = Thing(label="Expert in journey mapping", kind="warm")
LEAD = Thing(label="Network lead, Zurich", kind="")

ANN = Thing(
    name="Ann Okafor",
    initials="AO",
    headline="Head of Customer Experience, a regional bank",
    city="Lagos",
    marks=[CCXP],
)
ELI = Thing(name="Eli Brandt", initials="EB", headline="Service designer", city="Zurich", marks=[EXPERT, LEAD])
LONG = Thing(
    name="Wolfeschlegelsteinhausenbergerdorff-Ramanathan Venkataraghavan",
    initials="WV",
    headline="Director of Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
    city="Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch",
    marks=[CCXP],
)
RTL = Thing(name="ليلى حداد", initials="لح", headline="مديرة تجربة العملاء", city="عمّان", marks=[])


def a_form_that_came_back():
    """Three mistakes. Its summary is shown by the page, so that it does not take the focus as a real one would."""
    typed = {"first_name": "Amélie", "email": "amelie@example", "seen_by": "network"}
    form = ProfileForm({f"wrong-{name}": value for name, value in typed.items()}, prefix="wrong")
    form.helper.summary_stays_still = True
    return form


def rows(now):
    return [
        Thing(
            title="How do you keep a journey map alive after the workshop?",
            excerpt="Ours hangs in the corridor, it is beautiful, and nobody has changed a thing because of it.",
            who=ANN,
            at=now - timedelta(hours=2),
            replies=14,
            new=3,
            mark=None,
        ),
        Thing(
            title="Response rates fell by half when we went from letters to text messages",
            excerpt="Same customers, same question, one third of the words.",
            who=ELI,
            at=now - timedelta(days=3),
            replies=9,
            new=0,
            mark=Thing(label="Answered", kind="accent"),
        ),
        Thing(
            title="What did your board actually read? Ten slides, a story? And who told it, you or the customer?",
            excerpt="",
            who=LONG,
            at=now - timedelta(days=420),
            replies=0,
            new=0,
            mark=Thing(label="Waiting for a first answer", kind="warm"),
        ),
    ]


def everything():
    """The context of the style guide."""
    now = timezone.now()
    pages = [Thing(number=number, url="#pages", is_current=number == 4) for number in (1, 3, 4, 5, 28)]
    pages.insert(1, None)
    pages.insert(5, None)
    return {
        "draft": {"key": "styleguide:1", "version": 0},  # nobody's: it stays in the browser
        "ann": ANN,
        "eli": ELI,
        "people": [ANN, ELI, LONG, RTL],
        "rows": rows(now),
        "moments": [now - timedelta(minutes=12), now - timedelta(days=20), now - timedelta(days=800)],
        "trail": [Thing(label="Discussions", url="#lists"), Thing(label="Listening to customers", url="#lists")],
        "filters": [
            Thing(label="Latest", url="#lists", is_current=True, count=None),
            Thing(label="Unread", url="#lists", is_current=False, count=12),
            Thing(label="Waiting for an answer", url="#lists", is_current=False, count=None),
            Thing(label="Mine", url="#lists", is_current=False, count=None),
        ],
        "pages": pages,
        "figures": [
            Thing(number="5,046", label="conversations"),
            Thing(number="672", label="questions with an answer that worked"),
            Thing(number="72", label="countries"),
            Thing(number="3 h", label="until a first answer, in the middle"),
        ],
        "colours": [
            ("paper", "the page"),
            ("surface", "an object on it"),
            ("sunken", "code, what is closed"),
            ("text", "words"),
            ("text-quiet", "words that serve"),
            ("line", "between rows"),
            ("line-strong", "edges of fields"),
            ("accent", "what you can do"),
            ("accent-tint", "where you point"),
            ("warm", "people and thanks"),
            ("warm-tint", "a face without a picture"),
            ("warm-solid", "the dot, the thread"),
            ("wrong", "what needs mending"),
            ("wrong-tint", "its ground"),
        ],  # fmt: skip
        "sizes": ["3xl", "2xl", "xl", "l", "m", "s", "xs"],
    }
