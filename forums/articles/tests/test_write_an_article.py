"""A member writes an article: kept as a draft, shown as others will see it, with pictures, sent once."""

import io
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from forums.articles.models import Article, ArticleFile, NotAllowed
from members.progress.models import Draft

pytestmark = pytest.mark.django_db
WRITE, MINE = "/articles/write/", "/articles/mine/"


def picture(name="letter.png"):
    target = io.BytesIO()
    Image.new("RGB", (900, 600), "teal").save(target, "PNG")
    return SimpleUploadedFile(name, target.getvalue(), content_type="image/png")


def words(**changes):
    told = {
        "title": "What a lost letter taught us",
        "sentence": "One letter went astray, and forty came back.",
        "body": "It began on a Tuesday.\n\n## The letter\n\nIt was blue.",
        "audience": "everyone",
        "words": "Is the ending too long?",
        "token": str(uuid.uuid4()),
        "draft_key": f"article:{uuid.uuid4()}",
    }
    return told | changes


def test_a_member_writes_and_the_editors_have_it(ann, ann_client, client):
    assert "Write an article" in ann_client.get("/articles/").content.decode()
    sent = ann_client.post(WRITE, words())
    article = Article.objects.articles().get()
    assert sent.url == article.manuscript_url
    assert (article.author, article.state, article.slug) == (ann, "review", "what-a-lost-letter-taught-us")
    assert article.remarks.get().words == "Is the ending too long?"
    assert client.get(article.get_absolute_url()).status_code == 404, "nobody reads it before an editor did"
    assert "with the editors since" in ann_client.get(MINE).content.decode()


def test_the_same_form_sent_twice_is_one_article(ann_client):
    form = words()
    assert ann_client.post(WRITE, form).url == ann_client.post(WRITE, form).url
    assert Article.objects.articles().count() == 1


def test_two_articles_of_one_title_have_two_addresses(ann_client):
    ann_client.post(WRITE, words())
    ann_client.post(WRITE, words())
    assert set(Article.objects.articles().values_list("slug", flat=True)) == {
        "what-a-lost-letter-taught-us",
        "what-a-lost-letter-taught-us-2",
    }


@pytest.mark.parametrize("title", ["Write", "Feed me", "12345678", "!!!!!!!!"])
def test_no_title_takes_the_place_of_a_page(ann, make_sent, title):
    article = make_sent(title=title)
    article.publish(by=ann)
    assert article.get_absolute_url() not in (WRITE, MINE, "/articles/feed/")
    assert not article.slug.isdigit()


def test_what_is_missing_is_said_and_nothing_is_lost(ann_client):
    page = ann_client.post(WRITE, words(title="", sentence="")).content.decode()
    assert "There is no title yet." in page
    assert "One sentence is missing" in page
    assert "It was blue." in page
    assert not Article.objects.articles().exists()


def test_an_empty_page_leaves_no_draft(ann, ann_client):
    ann_client.post(WRITE, words(title="", sentence="", body="", words="", keep="1"))
    assert not Draft.objects.of(ann).exists()


def test_kept_for_later_it_is_a_draft_and_nobody_elses(ann, ann_client, eli_client):
    form = words(keep="1")
    ann_client.post(WRITE, form)
    draft = Draft.objects.of(ann).get()
    page = ann_client.get(MINE).content.decode()
    assert "Not sent yet" in page
    assert "What a lost letter taught us" in page
    onward = ann_client.get(draft.url).content.decode()
    assert "It was blue." in onward
    assert "It was blue." not in eli_client.get(draft.url).content.decode()
    ann_client.post(WRITE, words(draft_key=form["draft_key"], draft_version=draft.version))
    assert not Draft.objects.of(ann).exists()


def test_the_preview_is_what_readers_will_see(ann_client):
    page = ann_client.post(WRITE, words(preview="1")).content.decode()
    assert '<h2 id="the-letter">' in page
    assert not Article.objects.articles().exists()
    live = ann_client.post(
        "/articles/preview/", {"body": "## The letter\n\n<script>alert(1)</script>"}
    ).content.decode()
    assert '<h2 id="the-letter">' in live
    assert "<script>" not in live


@pytest.mark.parametrize("who", ["bob", "cleo"])
def test_who_is_no_member_reads_why_and_loses_nothing(who, request):
    browser = request.getfixturevalue(f"{who}_client")
    assert browser.get(WRITE).status_code == 403
    sent = browser.post(WRITE, words())
    assert sent.status_code == 403
    assert "written by members" in sent.content.decode()
    assert not Article.objects.articles().exists()
    assert Draft.objects.of(request.getfixturevalue(who)).get().fields["body"].startswith("It began")
    with pytest.raises(NotAllowed):
        Article.send_in(by=request.getfixturevalue(who), title="A", sentence="B", body="C")


def test_a_stranger_signs_in_first_and_their_text_waits(client):
    assert client.get(WRITE).url.startswith(reverse("account_login"))
    assert client.post(WRITE, words()).url.startswith(reverse("account_login"))
    assert client.session["lost_texts"][0]["fields"]["title"] == "What a lost letter taught us"


def test_who_is_no_member_any_more_still_reads_their_own(ann, ann_client, make_sent, editor):
    article = make_sent()
    article.ask_changes(by=editor, words="Shorter.")
    ann_client.post(WRITE, words(keep="1"))
    ann.belong_until(None, by=None)
    page = ann_client.get(article.manuscript_url).content.decode()
    assert "It was blue." in page
    assert "renew your membership" in page
    assert ann_client.get(reverse("articles:text", args=[article.pk])).status_code == 403
    mine = ann_client.get(MINE).content.decode()
    draft = Draft.objects.of(ann).get()
    assert draft.get_absolute_url() in mine
    assert "Write an article" not in mine
    with pytest.raises(NotAllowed):
        Article.objects.get(pk=article.pk).submit(by=ann)


def test_a_picture_leads_and_says_what_is_to_be_seen(ann_client, client, make_sent, editor):
    form = words()
    back = ann_client.post(WRITE, form | {"lead_file": picture()}).content.decode()
    assert "Say in a sentence what is to be seen" in back
    assert not Article.objects.articles().exists()
    lead = ArticleFile.objects.get()
    ann_client.post(WRITE, form | {f"draft_alt_{lead.file.key}": "A blue letter on a doormat"})
    article = Article.objects.articles().get()
    assert (article.lead, article.lead_alt) == (lead.file, "A blue letter on a doormat")
    assert client.get(article.lead.url).status_code == 404, "not before the article can be read"
    assert ann_client.get(article.lead.url).status_code == 200
    article.publish(by=editor)
    page = client.get(article.get_absolute_url()).content.decode()
    assert 'alt="A blue letter on a doormat"' in page
    assert f"{article.lead.thumbnail_url(640)} 640w" in page
    assert client.get(article.lead.thumbnail_url(640)).status_code == 200
    assert article.lead.thumbnail_url(320) in client.get("/articles/").content.decode()


def test_another_lead_takes_the_place_of_the_first_and_none_of_it(ann_client, editor):
    form = words()
    ann_client.post(WRITE, form | {"preview": "1", "lead_file": picture("one.png"), "lead_alt": "One"})
    ann_client.post(WRITE, form | {"lead_file": picture("two.png"), "lead_alt": "Two"})
    article = Article.objects.articles().get()
    assert (article.lead.name, article.lead_alt, ArticleFile.objects.count()) == ("two.png", "Two", 1)
    article.ask_changes(by=editor, words="Without the picture.")
    address = reverse("articles:text", args=[article.pk])
    ann_client.post(address, words(based_on=1, draft_without=str(article.lead.key)))
    article.refresh_from_db()
    assert (article.lead, article.lead_alt, article.state) == (None, "", "review")


def test_a_lead_that_is_no_picture_is_refused(ann_client):
    text = SimpleUploadedFile("notes.txt", b"Not a picture.", content_type="image/png")
    page = ann_client.post(WRITE, words(lead_file=text, lead_alt="Notes")).content.decode()
    assert "“notes.txt” is no picture." in page
    assert not Article.objects.articles().exists()
    assert not ArticleFile.objects.exists()


def test_pictures_stand_in_the_text_with_words_for_who_cannot_see_them(ann_client, client, editor):
    form = words()
    key = form["draft_key"]
    assert ann_client.post("/articles/files/", {"key": key, "file": picture()}).status_code == 201
    file = ArticleFile.objects.get().file
    mute = ann_client.post(WRITE, form | {"body": f"Look:\n\n![…]({file.url})"}).content.decode()
    assert "does not say what is to be seen" in mute
    ann_client.post(WRITE, form | {"body": f"Look:\n\n![A blue letter]({file.url})"})
    article = Article.objects.articles().get()
    article.publish(by=editor)
    answer = client.get(article.get_absolute_url())
    assert f'src="{file.thumbnail_url(640)}"' in answer.content.decode()
    assert "img-src 'self' data:" in answer["Content-Security-Policy"]


def test_nobody_puts_a_picture_of_somebody_else_into_their_text(ann_client, eli_client, eli):
    eli_client.post("/articles/files/", {"key": words()["draft_key"], "file": picture("secret.png")})
    file = ArticleFile.objects.get().file
    ann_client.post(WRITE, words(body=f"![A secret]({file.url})"))
    assert "<img" not in Article.objects.articles().get().html


@pytest.mark.parametrize("key", ["article:1", "manuscript:1", "reply:1", "", "manuscript:x"])
def test_a_file_for_nothing_is_not_kept(ann_client, key, make_article):
    assert ann_client.post("/articles/files/", {"key": key, "file": picture()}).status_code == 422
    assert not ArticleFile.objects.exists()


def test_my_articles_are_mine_and_cost_the_same_at_any_number(
    ann, ann_client, eli_client, make_sent, django_assert_max_num_queries
):
    make_sent()
    with django_assert_max_num_queries(6):
        ann_client.get(MINE)
    for _number in range(22):
        make_sent()
    with django_assert_max_num_queries(6):
        page = ann_client.get(MINE)
    older = ann_client.get(MINE + page.context["older_url"]).content.decode()
    assert len(page.context["articles"]) == 20
    assert older.count("with the editors since") == 3
    assert "You have written nothing here yet" in eli_client.get(MINE).content.decode()
