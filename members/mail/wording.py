"""The words of a letter, from the templates of its kind; those that many get are written once."""

import json
import secrets

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils import timezone, translation

from .kinds import kind_named
from .rounds import zone_of

TOKEN = secrets.token_hex(16)  # stands where each reader's own word for stopping goes
LONGEST_LINE = 800  # bytes; Django writes those of 998 and more another way


def words_of(mail, shared=None):
    """(subject, text, HTML) of a Mail, in the language and the zone of who reads it.

    `shared` is a dict that a worker keeps for one batch: the letter about a post goes to hundreds of people, and but
    for the link by which each stops it, it is the same. Whether it is, the writing itself tells: a template that
    asks anything of its reader is written for each.
    """
    kind = kind_named(mail.kind)
    language = getattr(mail.to, "language", "") or settings.LANGUAGE_CODE
    zone = zone_of(mail.to) if mail.to else "UTC"
    stop_url, token = mail.stop_url, mail.stop_token
    key = None
    if shared is not None:
        about = json.dumps(mail.context, sort_keys=True, cls=DjangoJSONEncoder)
        key = (mail.kind, language, str(zone), bool(stop_url), bool(mail.answer_address), mail.to is None, about)
        if key in shared:
            mail.twins = shared[key]
            return _for_reader(mail.twins.words, token)
        stop_url = stop_url.replace(token, TOKEN) if token else stop_url
    reader = Reader(mail.to) if mail.to else None
    with translation.override(language), timezone.override(zone):
        said = {
            "to": reader,
            "reason": kind.reason_for(mail.context),
            "stop_url": stop_url,
            "answer_above": bool(mail.answer_address),
            "site_name": settings.PORTAL_NAME,
            "portal_url": settings.PORTAL_URL,
        }
        words = _written(mail.kind, mail.context | said)
    if key and not (reader and reader.is_asked):
        mail.twins = shared[key] = Twins(words)
    return _for_reader(words, token)


class Twins:
    """Letters that are the same but for their readers' words for stopping, in the place of which TOKEN stands."""

    def __init__(self, words):
        self.words = words  # (subject, text, HTML)
        self.body = None  # as the mail server gets it, once the first was written (serializing.py)

    def body_for(self, token):
        return self.body and self.body.replace(TOKEN.encode(), token.encode())

    def keep(self, body, token):
        """Keep the body of the first one, unless some line of it is near the length from which Django writes another
        way, or an encoding hides the word."""
        token, *words = (each.encode() for each in (token, *self.words[1:]))
        is_whole = body.count(token) == sum(each.count(TOKEN.encode()) for each in words)
        if is_whole and max(map(len, body.splitlines())) < LONGEST_LINE:
            self.body = body.replace(token, TOKEN.encode())


def _written(kind, context):
    room, name = kind.rsplit("/", 1)
    subject = " ".join(render_to_string(f"{room}/mail/{name}.subject.txt", context).split())[:250]
    text = render_to_string(f"{room}/mail/{name}.txt", context).strip() + "\n"
    return subject, text, render_to_string(f"{room}/mail/{name}.html", context)


def _for_reader(words, token):
    return tuple(part.replace(TOKEN, token) for part in words) if token else words


class Reader:
    """The Person a letter is written for; knows whether the letter asked anything of them."""

    def __init__(self, person):
        self._person, self.is_asked = person, False

    def __getattr__(self, name):
        self.is_asked = True
        return getattr(self._person, name)

    def __bool__(self):
        return True  # that there is one is in the key

    def __str__(self):
        self.is_asked = True
        return str(self._person)
