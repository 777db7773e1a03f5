"""Discourse's HTML in our pages: plain, safe, and Markdown when somebody first edits it."""

import re

import pytest
from lxml.html import fragment_fromstring

from forums.discussions import markdown
from forums.discussions.discourse.cooked import to_html
from forums.discussions.discourse.links import Links
from forums.discussions.models import Post

from .test_import_discourse import bring, post, topic

HOST = "talk.loopmakers.example"
LINKS = Links({HOST}, {12: (812, "which-channels", 5)})


def plain(cooked):
    """What becomes of `cooked`, without what every link carries."""
    return to_html(cooked, LINKS).replace(' rel="nofollow ugc noopener noreferrer"', "")


@pytest.mark.parametrize(
    ("cooked", "expected"),
    [
        ("", ""),
        ("a &amp; b", "a &amp; b"),
        ("<p>a &lt;b&gt; &amp; c</p>", "<p>a &lt;b&gt; &amp; c</p>"),
        ("before <b>bold</b> after", "before <strong>bold</strong> after"),
        ("<h1>One</h1><h2>Two</h2><h5>Five</h5>", "<h3>One</h3><h4>Two</h4><h6>Five</h6>"),
        ('<p><img class="emoji" alt=":wink:"> <img class="emoji" alt=":loop_of_joy:"></p>', "<p>😉 :loop_of_joy:</p>"),
        ('<p><a class="mention" href="/u/ann">@ann</a>, hello</p>', "<p>@ann, hello</p>"),
        ('<pre><code class="lang-cpp">x</code></pre>', '<pre><code class="language-cpp">x</code></pre>'),
        ('<pre><code class="lang-auto">x</code></pre>', "<pre><code>x</code></pre>"),
        ('<div class="poll"><ul><li>Yes</li></ul></div><p>Vote</p>', "<p>Vote</p>"),
        ("<p><span class='bbcode-b'>a</span><span class='bbcode-i'>b</span><span class='bbcode-u'>c</span></p>",
         "<p><strong>a</strong><em>b</em>c</p>"),
        ('<p><img src="https://elsewhere.example/a/map%20one.png"></p>',
         '<p><a href="https://elsewhere.example/a/map%20one.png">map one.png</a></p>'),
        ('<p><img src="data:image/png;base64,AAAA" alt="dot"></p>', "<p>dot</p>"),
        ('<video><source src="https://elsewhere.example/film.mp4"></video>',
         '<p><a href="https://elsewhere.example/film.mp4">https://elsewhere.example/film.mp4</a></p>'),
        ('<aside class="quote"><blockquote><p>so</p></blockquote></aside>', "<blockquote><p>so</p></blockquote>"),
        ('<aside class="quote" data-username="ann"><blockquote>so</blockquote></aside>',
         "<blockquote><p>ann wrote:</p>so</blockquote>"),
        ('<div class="spoiler"><p>The end</p></div>',
         "<details><summary>Hidden until you open it</summary><p>The end</p></details>"),
        ('<p>It is <span class="spoiler">Ann</span>, or not.</p>',
         "<p>It is </p><details><summary>Hidden until you open it</summary>Ann</details><p>, or not.</p>"),
        ("<div>one</div><div>two</div>", "<p>one</p><p>two</p>"),
        ("<p> </p><p>one</p>", "<p>one</p>"),
    ],
)  # fmt: skip
def test_what_discourse_draws_becomes_plain(cooked, expected):
    assert plain(cooked) == expected


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("/t/which-channels/12", "/discussions/812/which-channels/"),
        ("/t/which-channels/12/4?u=ann", "/discussions/812/posts/4/"),
        ("/t/12/4", "/discussions/812/posts/4/"),
        ("/t/which-channels/12/400", "/discussions/812/which-channels/"),
        (f"http://{HOST}/t/-/12/4#reply", "/discussions/812/posts/4/"),
        (f"//{HOST.upper()}/t/x/12/", "/discussions/812/which-channels/"),
        ("/t/gone/99/3", f"https://{HOST}/t/gone/99/3"),
        ("/c/practice/5", f"https://{HOST}/c/practice/5"),
        ("/u/ann", None),
        ("#part-two", None),
        ("", None),
        ("page.html", None),
        ("https://[bad", None),
        ("//elsewhere.example/x", "https://elsewhere.example/x"),
        ("https://elsewhere.example/t/which-channels/12", "https://elsewhere.example/t/which-channels/12"),
        ("mailto:ann@example.org", "mailto:ann@example.org"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
    ],
)
def test_links_lead_here_where_the_topic_came_too(href, expected):
    assert LINKS.resolve(href) == expected


def test_without_a_known_host_a_link_to_what_did_not_come_is_only_words():
    assert to_html('<p><a href="/t/gone/99">one talk</a></p>', Links(set(), {})) == "<p>one talk</p>"


@pytest.mark.parametrize(
    "cooked",
    [
        "<script>steal()</script>",
        "<scr<script>ipt>steal()</scr</script>ipt>",
        '<p onclick="steal()">x</p>',
        "<img src=x onerror=steal()>",
        '<svg onload="steal()"><script>steal()</script></svg>',
        '<a href="javascript:steal()">x</a>',
        '<a href=" java\tscript:steal()">x</a>',
        '<a href="&#106;avascript:steal()">x</a>',
        '<a href="vbscript:steal()">x</a>',
        '<img class="emoji" alt="<script>steal()</script>">',
        '<img alt="<img src=x onerror=steal()>" src="https://x.example/">',
        '<img src="javascript:steal()">',
        '<iframe src="javascript:steal()"></iframe>',
        '<iframe srcdoc="<script>steal()</script>"></iframe>',
        '<video><source src="javascript:steal()"></video>',
        '<aside class="onebox" data-onebox-src="javascript:steal()"><h3>x</h3></aside>',
        '<aside class="quote" data-username="<script>steal()</script>"><blockquote>x</blockquote></aside>',
        '<div class="lazyYT" data-youtube-id=\'"><script>steal()</script>\'></div>',
        '<div style="background:url(javascript:steal())">x</div>',
        "<style>* { background: url(//steal.example/()) }</style>",
        '<math><mtext><table><mglyph><style><img src=x onerror=steal()></style></mglyph></table></mtext></math>',
        '<noscript><p title="</noscript><img src=x onerror=steal()>"></noscript>',
        '<form action="https://steal.example/()"><button formaction="javascript:steal()">x</button></form>',
        '<object data="javascript:steal()"></object><embed src="javascript:steal()">',
        '<meta http-equiv="refresh" content="0;url=javascript:steal()"><base href="//steal.example/">',
        "<!--><script>steal()</script>-->",
        '<p><details open ontoggle=steal()>x</details></p>',
    ],
)  # fmt: skip
def test_nothing_hostile_survives(cooked):
    _assert_harmless(to_html(cooked, LINKS))


def test_very_deep_html_is_no_trouble():
    _assert_harmless(to_html("<div>" * 5000 + "core" + "</div>" * 5000, LINKS))


def _assert_harmless(html):
    """As a browser would read it: known tags, known attributes, links that only lead somewhere."""
    assert markdown.clean(html) == html
    for element in fragment_fromstring(html, create_parent=True).iterdescendants():
        assert element.tag in markdown.TAGS
        assert set(element.attrib) <= markdown.ATTRIBUTES.get(element.tag, set()) | {"rel"}
        assert re.match(r"(https?://|mailto:|/discussions/|$)", element.get("href", ""))


@pytest.mark.django_db
class TestInTheCommunity:
    @pytest.fixture(autouse=True)
    def _community(self):
        bring()

    def test_text_is_stored_clean_with_its_source_format(self):
        for each in Post.objects.exclude(kind=Post.PLACEHOLDER):
            assert (each.format, each.body) == (Post.HTML, each.html)
            assert markdown.clean(each.html) == each.html
            assert each.render_version == markdown.RENDER_VERSION

    def test_a_quote_names_who_said_it_and_leads_there(self):
        assert f'<p><a href="/discussions/{topic(11).pk}/posts/1/"' in post(102).html
        assert "Jo.Vale wrote:</a></p>" in post(102).html

    def test_links_between_topics_lead_to_ours(self):
        text = post(101).html
        assert f'href="/discussions/{topic(12).pk}/posts/2/"' in text
        assert f'href="{topic(12).get_absolute_url()}"' in text
        assert 'href="https://talk.loopmakers.example/t/gone/99"' in text
        assert "Mirela keeps" in text

    def test_pictures_and_previews_are_links_with_words(self):
        text = post(130).html
        assert '<a href="https://cdn.loopmakers.example/wall.jpg"' in text
        assert ">The wall</a>" in text
        assert '<a href="https://talk.loopmakers.example/uploads/default/original/1X/notes.png"' in text
        assert ">Maps that last</a>" in text
        assert ">Our day in a minute</a>" in text
        assert "Twelve ways" not in text
        assert "960×600" not in text

    def test_a_hostile_post_arrives_harmless(self):
        text = post(135).html
        assert text.startswith("<p>Nice")
        assert not any(mark in text for mark in ("steal", "<script", "<svg", "style", "onclick", "evil.example"))

    def test_the_first_edit_turns_it_into_markdown(self):
        edited = post(101)
        source = edited.markdown
        assert "We get **forty** low scores" in source
        assert "```" in source
        assert "select score, said\n  from surveys\n where score < 7;" in source
        edited.edit(by=edited.author, body=source + "\n\nThank you all.")
        edited.refresh_from_db()
        assert edited.format == Post.MARKDOWN
        assert "<strong>forty</strong>" in edited.html
        assert "where score &lt; 7;" in edited.html
        assert f'href="/discussions/{topic(12).pk}/posts/2/"' in edited.html
        assert "<p>Thank you all.</p>" in edited.html

    def test_quotes_lists_and_tables_survive_the_first_edit(self):
        quoting, table = post(102), post(92)
        quoting.edit(by=quoting.author, body=quoting.markdown + "\n\nEdited.")
        assert "<blockquote>" in quoting.html
        assert "Jo.Vale wrote:" in quoting.html
        assert "<li>within a day,</li>" in quoting.html
        table.edit(by=table.author, body=table.markdown + "\n\nEdited.")
        assert "<th>Channel</th>" in table.html
        assert "<td>Chat</td>" in table.html

    def test_saving_an_unchanged_text_is_no_edit(self):
        untouched = post(101)
        untouched.edit(by=untouched.author, body=untouched.markdown)
        untouched.refresh_from_db()
        assert (untouched.format, untouched.edited_at) == (Post.HTML, None)
