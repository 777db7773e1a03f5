"""A page of a topic as HTML: kept for all with the same rights, and filled with what is one reader's alone.

It has four pieces. The page itself, with its posts and the frame, is found by a glance at its rows. The form for an
answer, what the reader hears of the topic, and what to read on stand in holes of it, and are kept by what each of them
shows. A piece that is not there is written of the rows, and kept by their imprint.
"""

import uuid

from django.contrib import messages
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.functional import cached_property

from forums.discussions import screening
from forums.discussions.forms import ReplyForm
from forums.discussions.models import Attachment, Topic
from forums.discussions.views.attachments import enclosed
from members.progress.lost import signed
from members.progress.models import Draft
from members.progress.writing import Writing

from .best import is_long
from .finding import reply_key
from .holes import filled, for_anybody, hole, of_reader
from .kept import found, keep
from .listing import Row
from .pages import TopicPage

FRAME_COOKIE = "shortcuts"  # the one cookie by which the frame of a page differs: are the keys turned off here?


class Showing:
    """The page at a PageGlance, for one request."""

    def __init__(self, request, glance):
        self.request, self.glance = request, glance
        self.path = request.get_full_path()
        self.has_messages = len(messages.get_messages(request)) > 0
        self.texts = found(self._pieces_of(glance))

    @property
    def is_kept(self):
        return "page" in self.texts

    def write(self):
        """Have the text of the page itself, before its reader moves on in it."""
        if not self.is_kept:
            self.texts["page"] = self._page()

    def text(self):
        """The whole page for its reader."""
        pieces = {name: lambda name=name, write=write: self._kept(name, write) for name, write in self._holes.items()}
        forms = {
            "csrf": lambda: get_token(self.request),
            "once": uuid.uuid4,
            "by": lambda: signed(self.request.user),
            "owner": self.request.user.pk,
        }
        return filled(self.texts["page"], pieces | forms | of_reader(self.request.user))

    @property
    def _holes(self):
        return {"answer": self._answer, "watching": self._watching, "related": self._related}

    def _kept(self, name, write):
        return self.texts[name] if name in self.texts else write()

    @cached_property
    def page(self):
        """The TopicPage. It says by itself what its pieces are made of: something may have been written since."""
        return TopicPage.of(self.glance)

    def _keep(self, name, text, *, ticks=False):
        pieces = self._pieces_of(self.page)
        if name in pieces:
            keep({name: pieces[name]}, {name: text}, ticks=[name] if ticks else ())
        return text

    def _pieces_of(self, page):
        """{name: what it is made of} of the pieces of a PageGlance or TopicPage that can be kept."""
        pieces, told = {}, page.told
        if not self.has_messages:
            reader = self.request.user
            frame = self.request.COOKIES.get(FRAME_COOKIE), getattr(reader, "address_bounces", False)
            pieces["page"] = (page.made_of, self.path, frame)
        if page.is_last:
            pieces["related"] = page.asked_related.imprint.digests
        if page.person.is_authenticated:
            levels = told.my_level, told.my_said, told.my_reason, told.my_board_level
            pieces["watching"] = (page.topic_made_of, page.number, levels)
            if not self._begun:
                pieces["answer"] = (page.topic_made_of, self._beside)
        return pieces

    # --- The pieces

    def _page(self):
        page, topic, person = self.page, self.page.topic, self.page.person
        context = {
            "topic": topic,
            "page": page,
            "person": person,
            "next": self.path,
            "is_long": is_long(topic),
            "can_reply": topic.can_be_replied_to_by(person),
            "csrf_token": hole("csrf"),
            **{name: hole(name) for name in self._holes},
        }
        if topic.kind == Topic.FAILURE and page.number == 1:
            context |= {"story": topic.story, "may_hit": topic.story.can_be_hit_by(person)}
        text = render_to_string("forums/reading/topic.html", context, for_anybody(self.request))
        return self._keep("page", text, ticks=page.ticks)

    def _answer(self):
        """The form at the foot of the page. Empty it is the same for all with the same rights."""
        topic, person = self.page.topic, self.page.person
        about, sent, initial = {"by": hole("by"), "owner": hole("owner")}, [], {"token": hole("once")}
        if self._begun:
            about, sent, initial = {}, Attachment.read(self.glance.told.my_files), self._writing.initial()
        # Who speaks there without a name goes on so.
        initial = {"safely": bool(topic.my_voice), "evidence": ""} | initial
        text = render_to_string("forums/reading/_answer.html", {
            "topic": topic,
            "person": person,
            "form": ReplyForm(initial=initial, person=person),
            "draft": self._writing.context | about,
            "files": enclosed(self.request, self._writing.key).context_of(sent),
            "beside": self._beside,
            "csrf_token": hole("csrf"),
        })  # fmt: skip
        return self._keep("answer", text)

    def _watching(self):
        context = {"topic": self.page.topic, "page": self.page, "csrf_token": hole("csrf")}
        return self._keep("watching", render_to_string("forums/reading/_watching.html", context))

    def _related(self):
        rows = [Row(each) for each in self.page.asked_related.objects]
        text = render_to_string("forums/reading/_related.html", {"rows": rows})
        return self._keep("related", text, ticks=any(row.clock for row in rows))

    @cached_property
    def _writing(self):
        writing = Writing(self.request, reply_key(self.glance.pk))
        writing.draft = Draft.read(self.glance.told.my_draft, self.request.user)
        return writing

    @property
    def _begun(self):
        """Whether something waits in the form for an answer."""
        return bool(self._writing.draft or self._writing.lost or self.glance.told.my_files)

    @cached_property
    def _beside(self):
        return screening.words_beside(self.request.user)
