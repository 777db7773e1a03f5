"""Applications in every state."""

import pytest
from django.utils import timezone

from certification.applications.models import Answer, Application, Review


@pytest.fixture
def write_application():
    """`write_application(application, without=())`: fill in every field of it, those named aside."""
    story = "I asked forty customers where it hurts, drew their way, and changed two letters and one form. " * 2
    job = {"employer": "Northwind Bank", "role": "CX lead", "began_month": 1, "began_year": 2018, "is_current": True}
    job |= {"duties": "Listening, mapping and mending, all week long, for everyone."}

    def write(application, without=()):
        answers = {"legal_name": application.person.name, "path": "degree", "school": "Utrecht", "graduated": "2012"}
        answers["qualification"] = "BA in Psychology"
        for number in range(1, 6):
            answers |= {f"involvement-{number}": "managed", f"story-{number}": story}
        Answer.objects.bulk_create(
            Answer(application=application, name=name, value=value, saved_at=timezone.now())
            for name, value in answers.items()
            if name not in without
        )
        application.jobs.create(**{name: value for name, value in job.items() if name not in without})
        return application

    return write


@pytest.fixture
def make_application(rules, issuer, ann, carol, request, write_application):
    """`make_application(state="draft", person=ann)`: an application that came to `state` through its verbs."""

    def review(application, recommendation):
        rex = request.getfixturevalue("rex")
        application.take(by=rex, employer="Contoso Insurance")
        comments = {"about": "Which of your names is on your passport?"} if recommendation == Review.CHANGES else None
        application.recommend(recommendation, by=rex, reason="As the rules say.", comments=comments)

    def decide(application, verb, recommendation, **reason):
        review(application, recommendation)
        getattr(application, verb)(by=request.getfixturevalue("dora"), **reason)

    def run_out(application):
        Application.objects.filter(pk=application.pk).update(runs_out_at=timezone.now())
        application.run_out(now=timezone.now())

    ways = {
        "draft": [],
        "withdrawn": [lambda it: it.withdraw(by=it.person)],
        "expired": [run_out],
        "awaiting_payment": [lambda it: it.submit(by=it.person)],
    }
    paid = ways["awaiting_payment"] + [lambda it: it.invoice.settle(by=carol, amount=it.invoice.total)]
    ways |= {
        "in_review": paid,
        "recommended": [*paid, lambda it: review(it, Review.APPROVE)],
        "approved": [*paid, lambda it: decide(it, "approve", Review.APPROVE)],
        "denied": [*paid, lambda it: decide(it, "deny", Review.DENY, reason="Too little of your own work.")],
        "changes_requested": [*paid, lambda it: decide(it, "ask_for_changes", Review.CHANGES)],
    }

    def make(state="draft", person=None):
        application = write_application(Application.start(person or ann))
        for take_step in ways[state]:
            take_step(application)
        return Application.objects.get(pk=application.pk)

    return make
