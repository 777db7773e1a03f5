"""No audience learns of what it may not read: not by hits, counts, snippets, suggestions, filters or similar titles."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.urls import reverse

from forums.discussions.models import Behind, Post, SearchWord, Topic
from forums.discussions.search.asked import Asked
from forums.discussions.search.spelling import look
from forums.discussions.similar import topics_like
from members.connections.models import Block

pytestmark = pytest.mark.django_db

# A word of its own for each place; the last letters of a word are swapped where it is misspelt.
PLACES = {
    "everyone": "walrusology",
    "accounts": "penguinology",
    "members": "flamingology",
    "group": "ostrichology",
    "hidden topic": "pelicanology",
    "hidden post": "cormorantology",
    "hidden opener": "albatrossology",
    "blocked": "nightingalology",
}
SEES = {
    "stranger": {"everyone", "blocked"},
    "cleo": {"everyone", "accounts", "blocked"},
    "ann": {"everyone", "accounts", "members"},  # she blocked eli
    "maya": {"everyone", "accounts", "members", "group", "hidden topic", "blocked"},
    "carol": {"everyone", "accounts", "members", "group", "hidden topic", "blocked"},
}


@pytest.fixture
def world(ann, cleo, eli, hana, maya, carol, make_board, make_topic):
    """One topic in each place, by others than who looks for it, each with a title, a text and a tag of its own."""
    open_to = ("everyone", "accounts", "members")
    boards = {audience: make_board(audience=audience, name=audience) for audience in open_to}
    group = Group.objects.get(name="Moderators")
    boards["group"] = make_board(audience="group", name="of a group", group=group)
    hana.groups.add(group)
    for place, word in PLACES.items():
        about = {"title": f"About {word} here", "body": f"Much about {word}.", "tags": [word[:20]], "by": hana}
        about |= {"board": boards.get(place, boards["everyone"])}
        if place == "blocked":
            about["by"] = eli
        if place == "hidden post":
            about |= {"title": "A plain title of many words", "body": "Nothing here.", "tags": []}
        topic = make_topic(**about)
        if place == "hidden post":
            topic.reply(by=hana, body=f"Much about {word}.")
    Block.put(by=ann, on=eli)
    SearchWord.reckon()  # while all of them could be read: the words are known already when something is hidden
    Topic.objects.get(title__contains=PLACES["hidden topic"]).hide(by=maya)
    Post.objects.get(body__contains=PLACES["hidden post"]).hide(by=maya)
    Post.objects.get(body__contains=PLACES["hidden opener"]).hide(by=maya)
    return {"stranger": AnonymousUser(), "cleo": cleo, "ann": ann, "maya": maya, "carol": carol}


def misspelt(word):
    return word[:-4] + word[-3] + word[-4] + word[-2:]


def body_of(client, **asked):
    """The page below the words that were typed, without what is another each time."""
    page = client.get(reverse("search"), asked).content.decode().split("</form>", 2)[-1]
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page)
    return re.sub(r'<div class="similar">.*?</div>', "", page, flags=re.DOTALL)  # looks like the word: of what they see


@pytest.mark.parametrize("who", SEES)
def test_what_one_may_not_read_is_nowhere(world, client, client_of, subtests, who):
    browser = client if who == "stranger" else client_of(world[who])
    for place in PLACES:
        with subtests.test(place=place):
            _look_everywhere(world[who], browser, place, place in SEES[who])


def _look_everywhere(person, browser, place, may):
    """Ask for the word of `place` in every way there is: it is found, or nothing tells of it."""
    word = PLACES[place]
    typo = misspelt(word)

    looked = look(Asked(word, person))
    assert bool(looked.found.hits) == may
    assert may or all(word not in topic.title for topic in looked.titles)

    meant = look(Asked(typo, person))
    # Boards of groups give no words: what is misspelt there is found by its title at most.
    knows = may and place != "group"
    assert (meant.meant is not None and str(meant.meant) == word) == knows
    assert bool(meant.found.hits) == knows
    assert may or all(word not in topic.title for topic in meant.titles)
    assert word not in body_of(browser, q=typo) or may

    narrow = ("in:title", f"tag:{word[:20]}", f'board:"{place}"', "author:hana")
    for narrowed in [f"tag:{word[:20]}", f"-{word} about", *(f"{word} {each}" for each in narrow)]:
        page = browser.get(reverse("search"), {"q": narrowed})
        assert may or word not in "".join(hit.topic.title + hit.snippet for hit in page.context["hits"]), narrowed
    assert may or word[:20] not in [wrong.meant for wrong in Asked(f"tag:{word[:19]}", person).wrongs]

    if person.is_authenticated and place != "hidden post":
        titles = [topic.title for topic in topics_like(f"About {typo}", person)]
        assert any(word in title for title in titles) == (may and place != "hidden post")


@pytest.mark.parametrize("who", ["stranger", "cleo", "ann"])
def test_words_that_match_nothing_one_may_read_look_like_words_nobody_wrote(world, client, client_of, who):
    browser = client if who == "stranger" else client_of(world[who])
    nobody = body_of(browser, q="gibberishology").replace("gibberishology", "WORD")
    for place, word in PLACES.items():
        if place not in SEES[who]:
            assert body_of(browser, q=word).replace(word, "WORD") == nobody, place


def test_how_many_there_are_is_counted_of_what_one_may_read(world, ann, hana, make_topic, make_board):
    """Other posts of a topic that match are named without those that are hidden."""
    topic = make_topic(title="A long one", replies=0, body="kakapology", by=hana)
    for _each in range(3):
        post = topic.reply(by=hana, body="kakapology")
    post.hide(by=world["maya"])
    (hit,) = look(Asked("kakapology", ann)).found.hits
    assert len(hit.others) + hit.more == 2


def test_boards_of_groups_give_no_words(world):
    words = set(SearchWord.objects.values_list("word", flat=True))
    assert PLACES["group"] not in words
    assert PLACES["members"] in words


def test_a_nameless_voice_is_not_found_by_who_is_behind_it(world, eli, make_topic):
    topic = make_topic(title="Something I would not say aloud", body="shearwaterology", by=eli)
    nameless = type(eli).objects.nameless()
    Post.objects.filter(topic=topic).update(author=nameless, speaks_as="A CX director")
    type(topic).objects.filter(pk=topic.pk).update(author=nameless, speaks_as="A CX director")
    Behind.keep(topic.posts.get(), eli)
    for person in (world["cleo"], world["ann"], world["carol"], eli):
        assert not look(Asked("shearwaterology author:@eli-brandt", person)).found.hits
        assert len(look(Asked("shearwaterology", person)).found.hits) == 1  # also for who blocked the one behind it
    assert not look(Asked("shearwaterology is:mine", eli)).found.hits
