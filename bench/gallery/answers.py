"""Samples of where questions are answered and practice is kept: promises, experts, playbooks, soundings, articles."""

from django.urls import reverse

from forums.articles.models import Article
from forums.discussions.models import Topic
from forums.experts.models import Expertise
from forums.moderation.models import Case
from forums.playbooks.models import Doubt, Playbook
from forums.questions.models import FollowUp, Outcome
from forums.soundings.models import Sounding


def samples_of_answers(person):
    """Samples of questions and what they led to, of who answers, and of what follows when a text is reported."""
    return {
        **_of_the_floor(person),
        **_of_questions(person),
        **_of_experts(),
        **_of_playbooks(person),
        **_of_soundings(person),
        **_of_articles(),
        **_of_moderation(person),
    }


def _of_the_floor(person):
    """What begins from a topic besides reading it; feeds and files are no pages."""
    topic = Topic.objects.filter(board__audience="everyone", hidden_at=None).order_by("-post_count").first()
    return {
        "discussions/searches/<int:pk>/": [],
        "discussions/searches/<int:pk>/name/": [],
        "discussions/searches/<int:pk>/telling/": [],
        "discussions/searches/<int:pk>/removal/": [],
        "discussions/feeds/boards/<slug:slug>/": [],
        "discussions/feeds/tags/<slug:slug>/": [],
        "discussions/feeds/topics/<int:pk>/": [],
        "discussions/feeds/own/<str:token>/": [],
        "discussions/<int:pk>/print/": [reverse("forums:print", args=[topic.pk])],
        "discussions/<int:pk>/export.md": [],
        "discussions/<int:pk>/posts/<int:number>/seen/": [],
        "discussions/<int:pk>/posts/<int:number>/taking-back/": [],
        "sitemap-topics-<int:number>.xml": [],
        "sitemap-<slug:name>.xml": [],
    }


def _of_questions(person):
    outcome = Outcome.objects.filter(post__topic__in=Topic.objects.visible_to(person)).exclude(person=person).first()
    of_an_answer = [outcome.post.topic_id, outcome.post.number] if outcome else None
    followed = FollowUp.objects.exclude(acceptance__topic__author=person).order_by("pk").first()
    return {
        "questions/outcome/<str:token>/": [reverse("questions:told", args=[followed.token])] if followed else [],
        "questions/<int:pk>/kind/": [],
        "questions/<int:pk>/claim/": [],
        "questions/<int:pk>/claim/withdrawal/": [],
        "questions/<int:pk>/<int:number>/acceptance/": [],
        "questions/<int:pk>/<int:number>/reopening/": [],
        "questions/<int:pk>/<int:number>/outcome/": _at("questions:outcome", of_an_answer),
        "questions/<int:pk>/<int:number>/outcomes/": _at("questions:outcomes", of_an_answer),
    }


def _of_experts():
    """The offers of others are in `OTHER_EYES` and in stages: nobody but the expert opens them."""
    offer = Expertise.objects.shown().order_by("pk").first()
    return {
        "experts/<slug:slug>/": _at("experts:subject", offer and [offer.subject.slug]),
        "experts/questions/muting/<slug:slug>/": [],
        "experts/offers/<slug:slug>/": [],
        "experts/offers/<slug:slug>/rest/": [],
        "experts/offers/<slug:slug>/withdrawal/": [],
        "experts/people/<str:handle>/": _at("experts:expert", offer and [offer.person.handle]),
        "experts/people/<str:handle>/endorsement/": _at("experts:endorsement", offer and [offer.person.handle]),
        "experts/endorsements/<int:pk>/withdrawal/": [],
        "experts/referrals/<int:pk>/passing/": [],
        "experts/referrals/<int:pk>/refusal/": [],
    }


def _of_playbooks(person):
    """Each page of the first; making one begins from an accepted answer that has none yet."""
    book = Playbook.objects.visible_to(person).order_by("pk").first()
    passage = book.passages.order_by("position").first() if book else None
    doubt = Doubt.objects.filter(outcome="").first()
    solved = Topic.objects.visible_to(person).filter(author=person, accepted_count__gt=0).first()
    own = book and [book.pk]
    return {
        "playbooks/from/<int:pk>/": _at("playbooks:begin", solved and [solved.pk]),
        "playbooks/<int:pk>/<slug:slug>/": [book.get_absolute_url()] if book else [],
        "playbooks/<int:pk>/history/": _at("playbooks:history", own),
        "playbooks/<int:pk>/about/": _at("playbooks:about", own),
        "playbooks/<int:pk>/handover/": _at("playbooks:handover", own),
        "playbooks/<int:pk>/handover/answer/": [],
        "playbooks/<int:pk>/publication/": [],
        "playbooks/<int:pk>/check/": [],
        "playbooks/<int:pk>/passages/": _at("playbooks:addition", own),
        "playbooks/<int:pk>/passages/<int:passage>/": _at("playbooks:passage", passage and [book.pk, passage.pk]),
        "playbooks/<int:pk>/passages/<int:passage>/removal/": [],
        "playbooks/<int:pk>/passages/<int:passage>/rise/": [],
        "playbooks/<int:pk>/doubts/": _at("playbooks:doubt", own),
        "playbooks/<int:pk>/doubts/<int:doubt>/": _at("playbooks:answer", doubt and [doubt.playbook_id, doubt.pk]),
    }


def _of_soundings(person):
    """The author's and the asked one's view of a board; what an author writes of it is a stage of the author's."""
    boards = Sounding.objects.visible_to(person)
    asked = boards.exclude(author=person).exclude(synthesis=None).first()
    return {
        "soundings/<int:pk>/": [board.get_absolute_url() for board in boards.order_by("pk")[:2]],
        "soundings/<int:pk>/place/": [],
        "soundings/<int:pk>/withdrawal/": [],
        "soundings/<int:pk>/closure/": [],
        "soundings/<int:pk>/synthesis/": [],
        "soundings/<int:pk>/synthesis/agreement/": _at("soundings:agreement", asked and [asked.pk]),
        "soundings/<int:pk>/synthesis/publication/": [],
    }


def _of_articles():
    """An author's page, and a manuscript as its editor reads it."""
    signed = Article.objects.published().filter(kind="article").exclude(author=None).exclude(author__handle="").first()
    waiting = Article.objects.filter(state="review").first()
    return {
        "articles/by/<str:handle>/": _at("articles:author", signed and [signed.author.handle]),
        "articles/<int:pk>/": [],
        "articles/manuscripts/<int:pk>/": _at("articles:manuscript", waiting and [waiting.pk]),
        "articles/manuscripts/<int:pk>/text/": _at("articles:text", waiting and [waiting.pk]),
        "articles/manuscripts/<int:pk>/withdrawal/": [],
        "articles/manuscripts/<int:pk>/decision/": [],
    }


def _of_moderation(person):
    """One text that can be reported; what moderators see of a case is a stage of theirs."""
    topic = Topic.objects.filter(board__audience="everyone", hidden_at=None).exclude(author=person).first()
    case = Case.objects.order_by("pk").first()
    return {
        "moderation/flags/<int:pk>/<int:number>/": _at("moderation:flag", topic and [topic.pk, 1]),
        "moderation/<int:pk>/": _at("moderation:case", case and [case.pk]),
        "moderation/<int:pk>/claim/": [],
        "moderation/<int:pk>/undoing/": [],
        "moderation/<int:pk>/text/": [],
        "moderation/<int:pk>/text/withdrawal/": [],
    }


def _at(name, arguments):
    """The address of that name as a list of one; an empty list where the community has nothing to show there."""
    return [reverse(name, args=arguments)] if arguments else []
