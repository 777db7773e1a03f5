"""The line of the asking form by which a question is put to one expert: "You are asking Ann"."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forums.discussions.asking import additions
from forums.discussions.models import Topic
from forums.reading.hearing import readers_of
from members.connections.models import is_between

from .matching import people_near
from .models import Expertise, NotReferable, Referral
from .models.referrals import full_words
from .places import places_of

OTHERS = 3  # experts with a place who are offered in place of one who has none


def register():
    additions.register(
        "expert",
        field=lambda: forms.CharField(
            label=gettext_lazy("Whom you ask"), required=False, max_length=130, widget=forms.HiddenInput
        ),
        template="forums/experts/_addressed.html",
        told=told,
        check=check,
        begun=begun,
    )


def address(expertise):
    """How the form names an expert and the subject: "ann-okafor journey-mapping"."""
    return f"{expertise.person.handle} {expertise.subject.slug}"


def expertise_named(value):
    """The Expertise of "handle" or "handle subject", the best of that person without a subject; None where there is
    none to be seen."""
    handle, _space, slug = str(value or "").replace("\x00", "").partition(" ")
    found = Expertise.objects.shown().filter(person__handle=handle) if handle else Expertise.objects.none()
    found = list(found.select_related("person", "subject").best_first())
    return next((each for each in found if each.subject.slug == slug), found[0] if found else None)


def told(form):
    """What the line says: the expert, their places, and others with a place where they have none. None where nobody is
    asked by name."""
    expertise = addressed(form)
    if expertise is None:
        return None
    places = places_of([expertise.person])[expertise.person_id]
    is_open = places.left and not is_between(form.person, expertise.person)
    return {
        "expertise": expertise,
        "places": places,
        "is_open": is_open,
        "sentence": places.sentence_of(expertise.person) if not places.left else closed_words(expertise.person),
        "others": [] if is_open else others_for(expertise, form.person),
    }


def others_for(expertise, asker):
    """(value of the field, Expertise, Places) of others who have a place: in the same subject, then in others of its
    competency, the best first."""
    found = people_near(expertise.subject, without=[expertise.person_id, asker.pk])[: OTHERS * 4]
    places = places_of([each.person for each in found])
    free = {each.person_id: each for each in reversed(found) if places[each.person_id].left}
    chosen = [each for each in found if free.get(each.person_id) is each][:OTHERS]
    return [(address(each), each, places[each.person_id]) for each in chosen]


def check(form):
    """What can be known before it is sent; a place is taken, or found gone, only when the topic is begun."""
    value = form.cleaned_data.get("expert")
    expertise = addressed(form) if value else None
    if not value:
        return
    if expertise is None:
        form.add_error("expert", _("This expert takes no questions any more. Ask everybody, or choose another one."))
        return
    expert, board = expertise.person, form.cleaned_data.get("board")
    if expert.pk == form.person.pk:
        form.add_error("expert", _("This is you. Ask somebody else, or everybody."))
    if not (form.person.is_member or form.person.is_staff):
        form.add_error("expert", _("Asking an expert by name is for members. You can ask everybody."))
    if form.cleaned_data.get("kind") not in (None, Topic.QUESTION):
        form.add_error("kind", _("What you ask %(name)s is a question. Choose that.") % {"name": expert})
    if board and not can_write_on(board, expert):
        words = _("%(name)s cannot write on this board. Choose another one, or ask everybody.")
        form.add_error("board", words % {"name": expert})
    places = places_of([expert])[expert.pk]
    if not form.errors.get("expert") and not places.left:
        form.add_error("expert", full_words(expert, places.month) if places.monthly else closed_words(expert))


def begun(topic, form):
    """Take the place. Raises NotReferable, by which the topic is not begun."""
    if not form.cleaned_data.get("expert"):
        return
    expertise = addressed(form)
    if expertise is None:
        raise NotReferable(_("This expert takes no questions any more. Ask everybody, or choose another one."))
    Referral.ask(expertise, topic=topic, by=form.person)


def can_write_on(board, expert):
    return readers_of(Topic(board=board)).filter(pk=expert.pk).exists() and board.can_be_posted_to_by(expert)


def closed_words(expert):
    return _("%(name)s takes no questions by name just now.") % {"name": expert}


def addressed(form):
    """The Expertise that the field of `form` names, asked once a form."""
    if not hasattr(form, "_addressed"):
        form._addressed = expertise_named(form["expert"].value())
    return form._addressed
