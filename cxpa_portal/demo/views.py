"""For development only: who can sign in, and the mail that went out. The addresses exist only with DEBUG on."""

from email.header import decode_header, make_header

from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from members.mail.delivery import message_of
from members.mail.kinds import all_kinds
from members.mail.models import Mail

from .cast import PASSWORD, second_factor, the_cast

LETTERS_SHOWN = 100
STRUCTURE = {"Content-Type", "MIME-Version"}  # headers that say nothing to a person
# A letter carries its styles in its lines, because mail programs drop style sheets. Nothing else may run or load.
LETTER_POLICY = {"script-src": [NONE], "style-src": [SELF, UNSAFE_INLINE], "frame-ancestors": [SELF]}


@login_not_required
@never_cache
@require_safe
def sign_ins(request):
    """The cast: one row per role, with what there is to see and, for staff, the code of this half minute."""
    rows = [{"role": role, "code": second_factor(role)} for role in the_cast()]
    context = {"rows": rows, "password": PASSWORD}
    return render(request, "cxpa_portal/demo/sign_ins.html", context)


@login_not_required
@never_cache
@require_safe
def mail(request):
    """The outbox, the newest letter first."""
    # A letter gets its subject when it is written, which is when it is sent; until then its kind says what it is.
    labels = {kind.name: kind.label for kind in all_kinds()}
    letters = [
        {"mail": mail, "title": mail.subject or labels.get(mail.kind, mail.kind)}
        for mail in Mail.objects.defer("text", "html", "context")[:LETTERS_SHOWN]
    ]
    return render(request, "cxpa_portal/demo/mail.html", {"letters": letters})


@login_not_required
@never_cache
@require_safe
def letter(request, pk):
    """One letter as a mail program has it: headers, text, and the HTML in a frame of its own."""
    found = get_object_or_404(Mail, pk=pk)
    message = message_of(found)
    headers = [(name, _decoded(value)) for name, value in message.message().items() if name not in STRUCTURE]
    context = {"mail": found, "headers": headers, "text": message.body}
    response = render(request, "cxpa_portal/demo/letter.html", context)
    response._csp_replace = {"frame-src": [SELF]}
    return response


@login_not_required
@never_cache
@require_safe
@xframe_options_sameorigin
def letter_html(request, pk):
    """The HTML of a letter, for the frame in its page."""
    found = get_object_or_404(Mail, pk=pk)
    message_of(found)
    # Links of the letter lead out of the frame, as they lead out of a mail program.
    response = HttpResponse(found.html.replace("<head>", '<head><base target="_top">', 1))
    response._csp_replace = LETTER_POLICY
    return response


def _decoded(value):
    """A header in readable letters; on the wire everything but ASCII is encoded."""
    return str(make_header(decode_header(str(value))))
