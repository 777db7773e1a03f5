"""Pages one only comes to by doing something: half-way through signing in, and forms that came back."""

from django.urls import reverse

from cxpa_portal.demo.cast import PASSWORD, address_of, the_cast
from events.cxday.models import Campaign
from events.programme.models import Event
from forums.articles.models import Article
from forums.experts.models import Expertise, Referral
from forums.playbooks.models import Playbook
from forums.questions.models import Outcome
from forums.soundings.models import Sounding
from members.membership.models import Plan

from .addresses import reset_link

WRITTEN = "# What we tried\n\n- a map\n- **a meeting**\n\n| who | what |\n|---|---|\n| ops | `nothing` |"


def password_then_code(page, person):
    """Staff after their password, asked for the second factor."""
    staff = next(role for role in the_cast() if role.secret)
    page.goto(reverse("account_login"))
    page.fill("#id_login", staff.email)
    page.fill("#id_password", PASSWORD)
    _send(page)
    page.wait_for_url(f"**{reverse('mfa_authenticate')}*")


def code_by_mail(page, person):
    """Signing in by a code, which is on its way."""
    page.goto(reverse("account_request_login_code"))
    page.fill("#id_email", address_of("nobody"))  # who has no account sees the same page, and no letter is made
    _send(page)


def new_password(page, person):
    """The page behind the link of a letter."""
    page.goto(reset_link(person))


def sign_in_refused(page, person):
    page.goto(reverse("account_login"))
    page.fill("#id_login", "nobody@cxpa.example")
    page.fill("#id_password", "a wrong one")
    _send(page)


def join_refused(page, person):
    page.goto(reverse("account_signup"))
    page.fill("#id_email", "not an address")
    _send(page)


def ask_refused(page, person):
    page.goto(reverse("forums:ask"))
    _send(page)


def ask_preview(page, person):
    """The text as others will see it, beside what is being written."""
    page.goto(reverse("forums:ask"))
    page.fill("[name=title]", "Who owns the journey after the sale?")
    page.fill("#id_body", WRITTEN)
    page.locator("#preview table").first.wait_for()


def verify_no_such_number(page, person):
    page.goto(reverse("certification:register"))
    page.fill("main [name=q]", "CCXP-000000X")
    page.press("main [name=q]", "Enter")
    page.wait_for_load_state()


def invoice_address_refused(page, person):
    page.goto(reverse("billing:address"))
    _empty_and_send(page)


def membership_refused(page, person):
    """Joining with nothing that an invoice needs."""
    page.goto(reverse("membership:join", args=[Plan.objects.first().slug]))
    _empty_and_send(page)


def host_refused(page, person):
    campaign = Campaign.objects.exclude(published_at=None).first()
    page.goto(reverse("cxday:host", args=[campaign.year]))
    _send(page)


def claim_refused(page, person):
    page.goto(reverse("certification:claiming"))
    _send(page)


def work_refused(page, person):
    """A place of work with a year that is none."""
    page.goto(reverse("certification:section", args=["work"]))
    page.locator("main input:not([type=hidden])[name$=year]").first.fill("20")
    _send(page)


def walk_in_refused(page, person):
    now = Event.objects.published().upcoming().filter(host=person).order_by("starts_at").first()
    page.goto(reverse("events:door", args=[now.pk]))
    page.locator("main .form button").last.click()
    page.wait_for_load_state()


def expert_offer(page, person):
    """What one wrote of a subject, opened again."""
    offer = Expertise.objects.filter(person=person).order_by("pk").first()
    page.goto(reverse("experts:offer", args=[offer.subject.slug]))


def question_passed_on(page, person):
    page.goto(reverse("experts:passing", args=[_put_to(person).pk]))


def question_declined(page, person):
    """Saying no without a word to the one who asked."""
    page.goto(reverse("experts:declining", args=[_put_to(person).pk]))
    _send(page)


def _put_to(person):
    return Referral.objects.open().filter(expertise__person=person).order_by("pk").first()


def asked_for_a_view(page, person):
    """A half-formed idea, with a place that waits for an answer."""
    page.goto(Sounding.objects.asking(person).open().first().get_absolute_url())


def view_refused(page, person):
    asked_for_a_view(page, person)
    page.get_by_role("button", name="Give my view").click()
    page.wait_for_load_state()


def idea_refused(page, person):
    page.goto(reverse("soundings:new"))
    _send(page)


def outcome_refused(page, person):
    """Telling what came of an answer, and not what."""
    outcome = Outcome.objects.exclude(person=person).filter(post__topic__board__audience="everyone").first()
    page.goto(reverse("questions:outcome", args=[outcome.post.topic_id, outcome.post.number]))
    _send(page)


def playbook_looked_after(page, person):
    """A playbook as the person sees it who looks after it."""
    page.goto(Playbook.objects.filter(owner=person).order_by("pk").first().get_absolute_url())


def article_refused(page, person):
    page.goto(reverse("articles:write"))
    page.get_by_role("button", name="Send it to the editors").click()
    page.wait_for_load_state()


def article_to_change(page, person):
    """A manuscript that came back from the editors, as its author reads it."""
    article = Article.objects.filter(author=person, state="changes").first()
    page.goto(reverse("articles:manuscript", args=[article.pk]))


def article_changed(page, person):
    article = Article.objects.filter(author=person, state="changes").first()
    page.goto(reverse("articles:text", args=[article.pk]))


def contact_refused(page, person):
    page.goto(reverse("articles:contact"))
    _send(page)


STAGES = {
    None: [
        *(password_then_code, code_by_mail, new_password, sign_in_refused, join_refused, verify_no_such_number),
        contact_refused,
    ],
    "ann": [
        *(ask_refused, ask_preview, invoice_address_refused, host_refused, work_refused),
        *(outcome_refused, idea_refused, article_refused),
    ],
    "bob": [membership_refused],
    "hana": [claim_refused, walk_in_refused],
    "eli": [expert_offer, question_passed_on, question_declined, asked_for_a_view, view_refused],
    "ravi": [playbook_looked_after],
    "denise": [article_to_change, article_changed],
}


def _empty_and_send(page):
    for field in page.locator("main form").locator("input[type=text], textarea").all():
        field.fill("")
    _send(page)


def _send(page):
    page.locator("main form .button-primary").first.click()
    page.wait_for_load_state()
