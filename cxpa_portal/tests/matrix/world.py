"""What there is to be seen: something of every audience, and the addresses the rows of the table stand for."""

import uuid
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from events.registration.models import Feed
from forums.discussions.models import Planned, Poll, Post, Tagging, Topic
from forums.experts.models import Referral
from forums.moderation.models import Case, Held, Sanction
from forums.playbooks.models import Doubt
from forums.questions.models import FollowUp
from forums.reading.best import LONG
from forums.reading.models import FeedToken, Reading, Reason, SavedSearch
from forums.soundings.models import Sounding, Synthesis
from members.mail.models import DigestSchedule, less_token, stop_token
from members.mail.models.schedules import go_on_token
from members.mail.notices import tell
from members.networks.models import Network
from members.progress.models import Draft


@pytest.fixture
def world(
    cast,
    make_board,
    make_topic,
    make_article,
    make_sent,
    maya,
    make_credential,
    make_claim,
    make_invoice,
    make_membership,
    make_application,
    make_event,
    make_picture,
    make_registration,
    make_campaign,
    make_network,
    make_conversation,
    make_playbook,
    make_answer,
    make_expertise,
):
    """A board per audience with a topic of Ann's in it, a hidden topic, and one of Ann's notices."""
    moderators = Group.objects.get(name="Moderators")
    boards = {
        audience: make_board(slug=audience, audience=audience, group=moderators if audience == "group" else None)
        for audience in ["everyone", "accounts", "members", "group"]
    }
    topics = {audience: make_topic(board=board) for audience, board in boards.items()}
    topics["hidden"] = make_topic(board=boards["everyone"])
    topics["hidden"].hide(by=maya)
    for topic in topics.values():
        Reading.watch(cast["ann"], topic, reason=Reason.CHOSE)
        topic.posts.get().edit(by=cast["ann"], body="Ours has seven.")
    topics |= {
        "failure": a_failure(boards["members"], cast["ann"]),
        "long": a_long_topic(make_topic, boards["members"]),
        "merged": a_merged_topic(make_topic, boards["everyone"], topics["members"], cast["maya"]),
        "answered": make_answer(accepted=True, board=boards["everyone"]).topic,
        "settled": make_answer(accepted=True, board=boards["members"]).topic,
    }
    poll = Poll.ask(topics["everyone"].posts.get(), options=["By stages", "By jobs"])
    Tagging.put(topics["everyone"], ["mapping"])
    tell(cast["ann"], "forums/reading/posted", headline="News", url="/", key="k")
    DigestSchedule.planned_for(cast["ann"], timezone.now()).save()
    articles = {}
    for kind in ["page", "policy", "article"]:
        for audience in ["everyone", "accounts", "members", "group", "draft"]:
            about = {"slug": audience, "audience": "everyone" if audience == "draft" else audience}
            group = moderators if audience == "group" else None
            article = make_article(kind=kind, group=group, published=audience != "draft", **about)
            article.revise(by=cast["carol"], body="The words in force.", change="Another word.")
            articles[audience] = article  # the last kind is the blog
    events = {audience: make_event(audience=audience, picture=make_picture()) for audience in ["everyone", "members"]}
    events["draft"] = make_event(published_at=None, picture=make_picture())
    make_application(person=cast["eli"])
    for slug in ["open", "closed"]:
        make_network(slug=slug).join(by=cast["hana"])
    Network.objects.get(slug="closed").close(by=cast["carol"])
    credential = make_credential(cast["ann"])
    make_membership(cast["ann"])
    invoice = make_invoice(cast["ann"])
    invoice.settle(by=cast["carol"], amount=invoice.total)
    given_back = invoice.credit(100, by=cast["carol"], reason="A part of it.")
    return {
        "boards": boards,
        "topics": topics,
        "notice": cast["ann"].notices.get(key="k"),
        "poll": poll,
        "planned": Planned.plan(
            by=cast["ann"], board=boards["everyone"], title="Next week", fields={}, due_at=timezone.now() + timedelta(7)
        ),
        "search": SavedSearch.keep("journey", by=cast["ann"])[0],
        "draft": Draft.keep(by=cast["ann"], key="reply:1", fields={"body": "Half a reply."}),
        "articles": articles,
        "manuscript": make_sent(),
        "ann": cast["ann"],
        "eli": cast["eli"],
        "conversation": make_conversation(messages=1),
        "soundings": sounding_boards(cast, boards["everyone"]),
        "case": a_held_text(cast["cleo"], topics["everyone"]),
        "sanction": Sanction.put(
            "silence", on=cast["cleo"], by=maya, until=timezone.now() + timedelta(7), words="It sells."
        ),
        "cast": cast,
        "referral": Referral.ask(make_expertise(monthly=2), topic=topics["everyone"], by=cast["ann"]),
        "playbooks": playbooks(make_playbook, topics, cast["hana"]),
        "follow_up": FollowUp.objects.filter(acceptance__topic=topics["answered"]).first(),
        "invoice": invoice,
        "given_back": given_back,
        "credential": credential,
        "claim": make_claim(credential),
        "events": events,
        "place": make_registration(events["everyone"], cast["ann"]),
        "own_feed": FeedToken.make(cast["ann"]).address,
        "feed": Feed.renew(cast["ann"], by=cast["ann"]),
        "year": make_campaign().year,
        "draft_year": make_campaign(date=timezone.localdate() + timedelta(days=380), published_at=None).year,
    }


def sounding_boards(cast, board):
    """Two of Ann's: one that is open and asks Eli, and one that has closed with Hana's view and a synthesis."""
    now, about = timezone.now(), {"author": cast["ann"], "title": "One number", "text": "What if?", "question": "Well?"}
    asked, lasts = {"due_at": now + timedelta(2), "rests_until": now + timedelta(30)}, {"ends_at": now + timedelta(7)}
    first = Sounding.objects.create(**about, **lasts)
    first.invitations.create(person=cast["eli"], **asked)
    closed = Sounding.objects.create(**about, **lasts, state="closed", closed_at=now, view_count=3)
    closed.invitations.create(person=cast["hana"], state="answered", **asked)
    closed.views.create(person=cast["hana"], keep="It.", worry="None.", thought_of="Calls.")
    words = {"title": "What came of it", "body": "More.", "html": "<p>More.</p>", "token": uuid.uuid4()}
    Synthesis.objects.create(sounding=closed, board=board, asked_at=now, due_at=now + timedelta(7), **words)
    return {"open": first, "closed": closed}


def a_held_text(person, topic):
    """A reply that waits for a moderator."""
    about = {"board": topic.board, "topic": topic, "title": topic.title, "key": f"reply:{topic.pk}"}
    held = Held.objects.create(person=person, fields={"body": "Ours has four."}, html="<p>Ours has four.</p>", **about)
    return Case.objects.create(board=topic.board, held=held, kind=Case.FIRST)


def playbooks(make_playbook, topics, reader):
    """Ann's, of a public and of a members' question, with a doubt about the first; and a draft."""
    made = {audience: make_playbook(topic=topics[audience]) for audience in ["answered", "settled"]}
    made["draft"] = make_playbook(topic=topics["answered"], published=False)
    Doubt.raise_one(made["answered"], by=reader, words="Not where I work.")
    return made


def a_failure(board, person):
    """A story of failure, which only members hear."""
    story = {"tried": "A survey.", "happened": "Silence.", "would_do_now": "Ask first."}
    return Topic.start(board=board, by=person, title="The survey nobody answered", kind="failure", story=story)


def a_merged_topic(make_topic, board, other, by):
    """One that everybody read, and that is a part of a topic among members now."""
    topic = make_topic(board=board, title="The same, asked again")
    topic.merge_into(other, by=by)
    return topic


def a_long_topic(make_topic, board):
    """One that is long enough for its short view."""
    topic = make_topic(board=board)
    said = {"author": topic.author, "body": "And then?", "html": "<p>And then?</p>"}
    Post.objects.bulk_create(Post(topic=topic, number=number, **said) for number in range(2, LONG + 1))
    topic.last_number = topic.post_count = LONG
    topic.save(update_fields=["last_number", "post_count"])
    return topic


def address_of(row, world):
    """The address a row of the table stands for; its last word names the audience of the board."""
    route, _space, audience = row.partition(" ")
    topic = world["topics"].get(audience, world["topics"]["everyone"])
    event = world["events"].get(audience, world["events"]["everyone"])
    book = world["playbooks"].get(audience, world["playbooks"]["answered"])
    fillers = {
        "moderation/<int:pk>": f"moderation/{world['case'].pk}",
        "moderation/people/<int:pk>": f"moderation/people/{world['cast'].get(audience, world['cast']['cleo']).pk}",
        "<int:sanction>": str(world["sanction"].pk),
        "moderation/sanctions/<str:token>": f"moderation/sanctions/{world['sanction'].token}",
        "soundings/<int:pk>": f"soundings/{world['soundings'].get(audience, world['soundings']['open']).pk}",
        "playbooks/<int:pk>/<slug:slug>": f"playbooks/{book.pk}/{book.slug}",
        "playbooks/<int:pk>": f"playbooks/{book.pk}",
        "<int:passage>": str(book.passages.first().pk),
        "<int:doubt>": str(world["playbooks"]["answered"].doubts.first().pk),
        "events/<int:pk>/<slug:slug>": f"events/{event.pk}/{event.slug}",
        "events/<int:pk>": f"events/{event.pk}",
        "discussions/feeds/own/<str:token>/": world["own_feed"].removeprefix("/"),
        "sitemap-<slug:name>": "sitemap-pages",
        "feed/<str:token>": f"feed/{world['feed'].token}",
        "<uuid:token>": str(world["place"].token),
        "<uuid:key>": str(event.picture.key),
        "<int:width>": "320",
        "<str:name>": "map.png",
        "<int:year>": str(world["draft_year" if audience == "draft" else "year"]),
        "invoices/<str:number>": f"invoices/{world['invoice'].number}",
        "<str:note>": world["given_back"].number,
        "join/<slug:slug>": "join/individual",
        "application/<slug:slug>": "application/about",
        "register/<str:number>": f"register/{world['credential'].number}",
        "claims/<int:pk>": f"claims/{world['claim'].pk}",
        "outcome/<str:token>": f"outcome/{world['follow_up'].token}",
        "questions/<int:pk>/<int:number>": f"questions/{topic.pk}/2",
        "conversations/<int:pk>": f"conversations/{world['conversation'].pk}",
        "blocked/<int:pk>": f"blocked/{world['eli'].pk}",
        "polls/<int:pk>": f"polls/{world['poll'].pk}",
        "articles/<int:pk>": f"articles/{world['articles'].get(audience, world['articles']['everyone']).pk}",
        "manuscripts/<int:pk>": f"manuscripts/{world['manuscript'].pk}",
        "people/<str:handle>": f"people/{world['eli'].handle}",
        "referrals/<int:pk>": f"referrals/{world['referral'].pk}",
        "by/<str:handle>": f"by/{world['articles']['everyone'].author.handle}",
        "planned/<int:pk>": f"planned/{world['planned'].pk}",
        "searches/<int:pk>": f"searches/{world['search'].pk}",
        "tags/<slug:slug>": "tags/mapping",
        "drafts/<int:pk>": f"drafts/{world['draft'].pk}",
        "providers/<slug:provider>": "providers/postmark",
        "<str:secret>/<slug:provider>": "a-secret/postmark",
        "<slug:slug>": topic.slug if "<int:pk>" in route else audience,
        "<int:pk>": str(world["notice"].pk if route.startswith("notices") else topic.pk),
        "<int:number>": "1",
        "<int:version>": "1",
        "less/<str:token>": f"less/{less_token(world['ann'].pk, 'board:1', 'the board')}",
        "more/<str:token>": f"more/{go_on_token(world['ann'].pk)}",
        "<str:token>": stop_token(world["ann"].pk, "forums/reading/posted"),
        "^confirm-email/(?P<key>[-:\\w]+)/$": "confirm-email/nonsense/",
        "^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": "password/reset/key/1-nonsense/",
        "^(?P<provider_id>[^/]+)": "nobody",
    }
    for placeholder, value in fillers.items():
        route = route.replace(placeholder, value)
    return "/" + route
