"""Every letter of the portal, written from its samples and read as a mail program reads it."""

import re
from copy import deepcopy
from dataclasses import replace
from email.utils import parseaddr
from functools import cache
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import override_settings

from members.mail.gallery.samples import all_samples
from members.mail.gallery.writing import write
from members.mail.kinds import all_kinds, kind_named

pytestmark = pytest.mark.django_db
UNKNOWN = "⟦no such word⟧"
HOLES = ["None", "{{", "{%", "%(", "<lazy", "object at 0x"]
LONGEST_SUBJECT = 120  # an inbox shows about 78 of them; titles that people write may take the rest
LARGEST = 100_000


class Reading(HTMLParser):
    """What matters of the HTML of a letter."""

    def __init__(self, html):
        super().__init__()
        self.links, self.sources, self.pictures_without_words, self.tags, self.words = [], [], [], [], []
        self.language = ""
        self._unseen = 0
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        about = dict(attrs)
        self.tags.append(tag)
        self._unseen += tag in ("style", "title")
        if tag == "a":
            self.links.append(about.get("href", ""))
        if tag == "html":
            self.language = about.get("lang", "")
        if tag == "img" and "alt" not in about:
            self.pictures_without_words.append(about)
        self.sources += [about[name] for name in ("src", "background", "poster") if name in about]

    def handle_endtag(self, tag):
        self._unseen -= tag in ("style", "title")

    def handle_data(self, data):
        if not self._unseen:
            self.words.append(data)

    @property
    def said(self):
        return " ".join(" ".join(self.words).split())


def strict():
    """With a word that templates show where they ask for what is not there."""
    templates = deepcopy(settings.TEMPLATES)
    templates[0].setdefault("OPTIONS", {})["string_if_invalid"] = UNKNOWN
    return override_settings(TEMPLATES=templates)


@pytest.fixture(scope="module")
def letters(django_db_setup, django_db_blocker):
    """All of them, written once."""
    with django_db_blocker.unblock(), strict():
        return [write(sample, time_zone="Asia/Tokyo") for some in all_samples().values() for sample in some]


@cache
def text_of(letter):
    return letter.message.get_body(("plain",)).get_content()


@cache
def html_of(letter):
    return letter.message.get_body(("html",)).get_content()


@cache
def read(letter):
    return Reading(html_of(letter))


def wrong(letters, is_wrong):
    """{name of the sample: what is wrong} of those for which `is_wrong` says something."""
    return {letter.sample.name: found for letter in letters if (found := is_wrong(letter))}


def test_every_kind_has_a_sample_and_every_sample_a_kind():
    assert {kind.name for kind in all_kinds()} ^ set(all_samples()) == set()


def test_nothing_that_was_not_told_is_asked_for(letters):
    def holes(letter):
        said = letter.subject + text_of(letter) + html_of(letter)
        return UNKNOWN in said or [sign for sign in HOLES if sign in said]

    assert wrong(letters, holes) == {}


def test_what_a_letter_asks_for_and_nobody_told_would_show():
    """The control of the one before."""
    usual = all_samples()["members/membership/welcome"][0]
    untold = replace(usual, tells=lambda person: {n: v for n, v in usual.tells(person).items() if n != "plan"})
    with strict():
        letter = write(untold)
    assert UNKNOWN in text_of(letter)
    assert UNKNOWN in html_of(letter)


def test_each_is_text_and_html_in_a_language(letters):
    def parts(letter):
        kinds = [part.get_content_type() for part in letter.message.walk() if not part.is_multipart()]
        reading = read(letter)
        return kinds[:2] != ["text/plain", "text/html"] or not reading.language or "<html" not in html_of(letter)

    assert wrong(letters, parts) == {}


def test_the_text_leads_wherever_the_html_does(letters):
    def missing(letter):
        text = text_of(letter)
        links = read(letter).links
        return [link for link in links if not link.startswith("#") and link.removeprefix("mailto:") not in text]

    assert wrong(letters, missing) == {}


def test_text_and_html_say_the_same_news(letters):
    """Four of five of the longer words of each stand in the other, without addresses and marks of Markdown."""

    def words(said):
        return set(re.findall(r"[^\W\d_]{4,}", re.sub(r"https?://\S+", " ", said).casefold()))

    def apart(letter):
        text, html = words(text_of(letter)), words(read(letter).said)
        shared = len(text & html)
        return shared < 0.8 * min(len(text), len(html)) and (sorted(text - html), sorted(html - text))

    assert wrong(letters, apart) == {}


def test_addresses_are_whole_and_ours_or_what_somebody_wrote(letters, settings):
    def bad(letter):
        links = [link for link in read(letter).links if not link.startswith("#")]
        links += re.findall(r"https?://[^\s)>\]]+", text_of(letter))
        return [link for link in links if urlsplit(link).scheme not in ("http", "https", "mailto") or " " in link]

    assert wrong(letters, bad) == {}
    assert wrong(letters, lambda letter: re.findall(r"\]\(/\S*", text_of(letter))) == {}


def test_nothing_is_fetched_when_a_letter_is_opened(letters):
    def fetched(letter):
        reading = read(letter)
        active = {"script", "iframe", "form", "object", "link", "video", "audio"} & set(reading.tags)
        return reading.sources + sorted(active) + re.findall(r"url\(|@import", html_of(letter))

    assert wrong(letters, fetched) == {}
    assert wrong(letters, lambda letter: read(letter).pictures_without_words) == {}


def test_each_reads_well_in_the_dark(letters):
    def light_only(letter):
        html = html_of(letter)
        return 'name="color-scheme"' not in html or "prefers-color-scheme: dark" not in html

    assert wrong(letters, light_only) == {}


def test_the_headers_let_programs_treat_it_well(letters):
    def headers(letter):
        message, kind = letter.message, kind_named(letter.sample.kind)
        wanted = ["Message-ID", "Date", "From", "To", "Auto-Submitted"]
        wanted += [] if kind.is_required else ["List-Unsubscribe", "List-Unsubscribe-Post", "List-Id"]
        missing = [name for name in wanted if not message[name]]
        if kind.is_required and message["List-Unsubscribe"]:
            missing.append("what nobody can stop has no way to stop it")
        if not kind.is_required and letter.mail.stop_url not in str(message["List-Unsubscribe"]):
            missing.append("the way to stop it")
        if not parseaddr(str(message["To"]))[1]:
            missing.append("an address")
        return missing

    assert wrong(letters, headers) == {}


def test_each_is_small_and_its_lines_are_short(letters):
    def size(letter):
        source = letter.message.as_bytes()
        papers = sum(len(part.as_bytes()) for part in letter.message.iter_attachments())
        longest = max(map(len, source.splitlines()))
        return (len(source) - papers, longest) if len(source) - papers > LARGEST or longest > 998 else None

    assert wrong(letters, size) == {}


def test_subjects_are_one_short_line(letters):
    def subject(letter):
        said = letter.subject
        is_wrong = not said.strip() or "\n" in said or len(said) > LONGEST_SUBJECT or said != " ".join(said.split())
        return said if is_wrong or str(letter.message["Subject"]).strip() != said else None

    assert wrong(letters, subject) == {}


def test_what_an_inbox_shows_beside_the_subject_is_more_than_the_subject(letters):
    """Its first words, of which programs show about ninety signs; they are not said again at once."""

    def preview(letter):
        first = re.search(r'<div class="preheader"[^>]*>(.*?)</div>', html_of(letter), re.DOTALL)
        words = " ".join(re.sub(r"&[#\w]+;", " ", first[1]).split()) if first else ""
        if not words:
            return "nothing"
        return words if words.rstrip(".").casefold() in letter.subject.casefold() else None

    assert wrong(letters, preview) == {}


def test_each_says_in_its_foot_why_it_came(letters):
    def foot(letter):
        reason = str(kind_named(letter.sample.kind).reason)
        text, html = text_of(letter), read(letter).said
        if reason not in text.rpartition("-- ")[2] or reason not in html:
            return reason
        return not kind_named(letter.sample.kind).is_required and letter.mail.stop_url not in text

    assert wrong(letters, foot) == {}


def test_each_begins_with_one_heading(letters):
    assert wrong(letters, lambda letter: read(letter).tags.count("h1") != 1) == {}
