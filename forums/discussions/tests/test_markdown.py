"""Whatever people write comes out harmless."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forums.discussions import markdown

ATTACKS = [
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "[click](javascript:alert(1))",
    "[click](JaVaScRiPt:alert(1))",
    "[click](data:text/html;base64,PHNjcmlwdD4=)",
    "![x](javascript:alert(1))",
    '<a href="javascript:alert(1)">x</a>',
    "<svg onload=alert(1)>",
    "<iframe src=//evil.example></iframe>",
    "<style>*{display:none}</style>",
    '<div style="position:fixed">x</div>',
    "<form action=//evil.example><input name=password></form>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    '<a href="https://ok.example" onclick="alert(1)">x</a>',
    "<base href=//evil.example>",
    '"><svg/onload=alert(1)//',
    "[a](<javascript:alert(1)>)",
    "<details ontoggle=alert(1) open>x</details>",
]
ACTIVE = re.compile(
    r"<(script|iframe|style|svg|math|form|img|base|object|embed|link|meta)\b|<[^>]+\son\w+\s*=|"
    r"<[^>]+(href|src)\s*=\s*[\"']?\s*(javascript|data|vbscript):|<[^>]+\sstyle\s*=",
    re.IGNORECASE,
)


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_active_survives(attack):
    assert not ACTIVE.search(markdown.render(attack))
    assert not ACTIVE.search(markdown.clean(attack))


@given(st.text(max_size=400))
def test_no_text_breaks_the_rendering_or_becomes_active(text):
    html = markdown.render(text)
    assert not ACTIVE.search(html)
    assert len(markdown.shorten(markdown.plain_text(html))) <= markdown.EXCERPT_LENGTH


@given(st.text(alphabet="<>\"'=/ abonclickscriptjavascript:()[]!#*`\n", max_size=200))
def test_no_markup_becomes_active(text):
    assert not ACTIVE.search(markdown.render(text))
    assert not ACTIVE.search(markdown.clean(text))


def test_what_people_use_is_shown():
    html = markdown.render(
        "# Title\n\n**bold** and https://example.org\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n- [x] done"
    )
    assert "<h3>Title</h3>" in html
    assert "<strong>bold</strong>" in html
    assert '<a href="https://example.org" rel="nofollow ugc noopener noreferrer">' in html
    assert "<td>1</td>" in html
    assert 'type="checkbox"' in html


def test_a_picture_from_elsewhere_is_a_link_so_that_nobody_learns_who_reads():
    html = markdown.render("![our map](https://pictures.example/map.png)")
    assert "<img" not in html
    assert ">our map</a>" in html


def test_single_line_breaks_stay():
    assert "<br>" in markdown.render("one\ntwo")


def test_an_excerpt_leaves_out_code_and_quotes():
    html = markdown.render("Before\n\n> quoted\n\n```\ncode\n```\n\nafter")
    assert markdown.plain_text(html) == "Before after"


def test_an_excerpt_leaves_out_headings_unless_there_is_nothing_else():
    assert markdown.excerpt(markdown.render("## What we tried\n\nA portal.\n\n### And *then*\n\nIt fell.")) == (
        "A portal. It fell."
    )
    assert markdown.excerpt(markdown.render("## Only this")) == "Only this"


def test_an_excerpt_ends_at_a_word():
    assert markdown.shorten("word " * 100).endswith("word…")


WRITTEN = """# A heading

Some *stars*, an under_score, 1. a number and <angles>.

```python
x = [1]  # not a heading
```

> quoted

- one
- two

| a | b |
| --- | --- |
| 1 | 2 |
"""


def test_what_was_imported_as_html_looks_the_same_after_its_first_edit():
    html = markdown.render(WRITTEN)
    assert markdown.render(markdown.from_html(html)) == html


def test_text_that_looks_like_markup_stays_text():
    html = "<p># not a heading</p>\n<p>- not a list</p>\n<p>2*3*4</p>\n"
    assert markdown.render(markdown.from_html(html)) == html


def test_a_fold_keeps_its_title_apart():
    again = markdown.render(markdown.from_html("<details><summary>More</summary>inner</details>"))
    assert "<strong>More</strong>" in again
    assert "Moreinner" not in again


def test_footnotes_lead_there_and_back_and_to_no_other_post():
    source = "Churn fell.[^1] Again.[^1]\n\n[^1]: Our *own* numbers."
    html = markdown.render(source, doc="7")
    assert 'href="#fn-7-1" id="fnref-7-1"' in html
    assert 'id="fn-7-1"' in html
    assert html.count('role="doc-backlink"') == 2
    assert not set(re.findall(r'id="([^"]+)"', html)) & set(
        re.findall(r'id="([^"]+)"', markdown.render(source, doc="8"))
    )
    assert markdown.plain_text(html) == "Churn fell. Again."


def test_a_mention_is_marked_where_it_calls_somebody():
    asked = []

    def people(handles):
        asked.append(handles)
        return ["ann-okafor", "eli"]

    source = "Thanks @Ann-Okafor, (@eli) and @nobody! a@eli.example `@code` x/@eli\n\n> @hana said"
    html = markdown.render(source, people=people)
    assert asked == [["ann-okafor", "eli", "nobody"]]
    assert html.count('<span class="mention">') == 2
    assert "@nobody" in html
    assert "Thanks @Ann-Okafor, (@eli)" in markdown.plain_text(html)
    assert markdown.handles_in(source) == asked[0]


def test_nobody_is_asked_where_nobody_is_called():
    def people(handles):
        raise AssertionError

    assert markdown.render("Mail ann@cxpa.example", people=people, pictures=people)


class Picture:
    width, height, url = 1200, 600, "/files/0b8f3f1e-1111-4222-8333-444455556666/map.png"

    def thumbnail_url(self, width):
        return f"/files/0b8f3f1e-1111-4222-8333-444455556666/{width}/map.png"


def test_a_picture_of_ours_is_shown_with_its_size_and_one_that_may_not_be_is_a_link():
    source = f'![Our "map" <b>]({Picture.url}) ![no]({Picture.url.replace("0b8f", "ffff")})'
    html = markdown.render(source, pictures=lambda keys: {keys[0]: Picture()})
    assert 'width="640" height="320" loading="lazy"' in html
    assert 'alt="Our &quot;map&quot; <b>"' in html or 'alt="Our &quot;map&quot; &lt;b&gt;"' in html
    assert html.count("<img") == 1
    assert ">no</a>" in html
    letter = markdown.for_mail(html)
    assert "<img" not in letter
    assert 'href="http' in letter


@given(st.text(alphabet="@[]^:()!/files0b8f-<>\"' \n>", max_size=200))
def test_no_footnote_mention_or_picture_becomes_active(text):
    html = markdown.render(text, doc="1", people=lambda handles: handles, pictures=lambda keys: {})
    assert not ACTIVE.search(html)
