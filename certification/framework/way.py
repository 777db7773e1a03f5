"""The way to the credential in steps, with honest times, as the rules of the day have them."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def way_under(rules):
    """Steps for components/track.html."""
    days = {"review": rules.review_promise_days, "decide": rules.decision_promise_days}
    return [
        _step(
            _("Write your application"),
            _("An evening or two, whenever it suits you"),
            _(
                "Your work, your education, and a piece of work for each of the five areas. "
                "Everything is saved as you leave it."
            ),
        ),
        _step(
            _("Send it and pay"),
            _("A few minutes; a bank transfer takes some days"),
            _("By bank transfer, with an invoice."),
        ),
        _step(
            _("It is read and decided"),
            _("%(review)d working days for the review, %(decide)d for the decision") % days,
            _(
                "People who do this work read it; somebody else decides. "
                "You see where it stands, and why if it takes longer."
            ),
        ),
        _step(_("Sit the exam"), _exam_time(rules), _exam(rules)),
        _step(
            _("Hold the credential"),
            _years(rules.cycle_months),
            _("Then you renew it with %(credits)d hours of learning, many of them from events you come to anyway.")
            % {"credits": rules.credits_needed},
        ),
    ]


def _step(title, when, sentence):
    return {"title": title, "when": when, "sentence": sentence, "state": "ahead"}


def _exam_time(rules):
    return ngettext(
        "Within %(months)d month of the approval, on a day you choose",
        "Within %(months)d months of the approval, on a day you choose",
        rules.rights_months,
    ) % {"months": rules.rights_months}


def _exam(rules):
    said = _("%(count)d questions in English, in a test centre or at your own computer.") % {
        "count": rules.exam_questions
    }
    if rules.exam_minutes:
        said += " " + _("You have %(minutes)d minutes.") % {"minutes": rules.exam_minutes}
    return said


def _years(months):
    if months % 12:
        return ngettext("%(count)d month", "%(count)d months", months) % {"count": months}
    return ngettext("%(count)d year", "%(count)d years", months // 12) % {"count": months // 12}
