"""Writing an application: one section a page, every field saved as it is left, with scripts or without."""

import uuid

from django.core.exceptions import ValidationError
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as written
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from .forms import SectionForm, WorkForm, said_elsewhere
from .models import Application, Newer, NotWritable
from .models.writing import parts_of
from .questions import JOB_FIELDS, question_named
from .states import State


@require_http_methods(["GET", "HEAD", "POST"])
def section(request, slug):
    """One section. A button may ask for more than saving: `then` is "next", "add", "remove-7" or "really-7"."""
    application = Application.objects.open_of(request.user)
    found = application and next((each for each in application.sections if each.slug == slug), None)
    if found is None:
        raise Http404
    if not application.is_writable:
        return redirect("certification:application")
    options = {"application": application} | ({} if found.is_work else {"section": found})
    form = (WorkForm if found.is_work else SectionForm)(request.POST or None, **options)
    if request.method == "POST":
        try:
            if form.save():
                return _go_on(request, application, found)
        except NotWritable:
            return redirect("certification:application")
    return render(request, f"certification/applications/{'work' if found.is_work else 'section'}.html", {
        "application": application,
        "section": found,
        "form": form,
        "months": _counted(application),
        "comments": application.asked_changes.get(slug, []) if application.state == State.CHANGES_REQUESTED else [],
        "place": application.sections.index(found) + 1,
        "following": _after(application, found),
        "token": uuid.uuid4(),
    })  # fmt: skip


@require_POST
def fields(request):
    """Save one field: `field`, `value`, and the `version` the page has of it. Answers JSON for autosave.js."""
    application = Application.objects.open_of(request.user)
    name, version = request.POST.get("field", ""), request.POST.get("version", "")
    if application is None or not version.isascii() or not version.isdigit() or len(version) > 9:
        return JsonResponse({"said": _("Your application is not open for writing any more.")}, status=410)
    try:
        saved = application.save_field(name, request.POST.get("value", ""), version=int(version))
    except KeyError:
        return JsonResponse({"said": _("This field is gone: it was removed in another window.")}, status=410)
    except NotWritable:
        return JsonResponse({"said": _("Your application is not open for writing any more.")}, status=410)
    except ValidationError as error:
        return JsonResponse({"said": " ".join(error.messages)}, status=422)
    except Newer as newer:
        said = said_elsewhere(newer, _question(application, name))
        return JsonResponse({"said": said, "version": newer.version}, status=409)
    said = _("Saved %(time)s") % {"time": written(timezone.localtime(), "H:i")}
    counted = {"counted": _counted(application), "counted_at": application.times_saved}
    return JsonResponse({"said": said, "version": saved} | counted)


def _question(application, name):
    pk, field = parts_of(name)
    return JOB_FIELDS[field] if pk else question_named(name, application.framework)[1]


def _go_on(request, application, found):
    """All is saved; where the button leads."""
    then = request.POST.get("then", "")
    here = reverse("certification:section", args=[found.slug])
    if found.is_work and then == "add":
        job = application.add_job(by=request.user, token=_token(request))
        return redirect(f"{here}#job-{job.pk}")
    kind, _dash, pk = then.partition("-")
    if found.is_work and kind in ("remove", "really") and pk.isascii() and pk.isdigit() and len(pk) < 16:
        return _remove(request, application, int(pk), kind == "really")
    if then == "next":
        following = _after(application, found)
        return redirect("certification:section", following.slug) if following else redirect("certification:submission")
    return redirect(here)


def _remove(request, application, pk, is_sure):
    job = next((each for each in application.work if each.pk == pk), None)
    if job is not None and not is_sure and (job.employer or job.role or job.duties):
        return render(request, "certification/applications/removal.html", {"job": job})
    application.remove_job(pk, by=request.user)
    return redirect("certification:section", "work")


def _token(request):
    try:
        return uuid.UUID(request.POST.get("token", ""))
    except ValueError:
        return None


def _after(application, found):
    place = application.sections.index(found) + 1
    return application.sections[place] if place < len(application.sections) else None


def _counted(application):
    """The months so far, as a sentence."""
    count, needed = application.months, application.months_needed
    said = _("%(now)d of %(needed)d full-time months") % {"now": count.full_time, "needed": needed}
    if count.full_time >= needed:
        said = _("%(now)d full-time months; %(needed)d are asked for, so that is enough") % {
            "now": count.full_time,
            "needed": needed,
        }
    extra = []
    if count.overlapping:
        extra.append(_("months with two jobs count once"))
    if count.part_time:
        extra.append(_("part-time months (%(count)d) are judged by the reviewers") % {"count": count.part_time})
    return f"{said}; {', '.join(extra)}." if extra else f"{said}."
