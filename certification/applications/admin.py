"""Cases in the admin: each sees theirs, reads all of it on one screen, and acts through the verbs."""

from django.contrib import admin, messages
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from members.audit.kept import ReadAdmin
from members.days import in_words

from .case import Case
from .models import Application
from .months import count_months
from .promises import promised_decision, promised_review
from .states import State


class QueueFilter(admin.SimpleListFilter):
    title, parameter_name = _("queue"), "queue"

    def lookups(self, request, model_admin):
        return [
            ("review", _("To review")),
            ("decide", _("To decide")),
            ("payment", _("Waits for payment")),
            ("mine", _("I have a part in it")),
        ]

    def queryset(self, request, queryset):
        queues = {
            "review": queryset.to_review,
            "decide": queryset.to_decide,
            "payment": queryset.awaiting_payment,
            "mine": lambda: queryset.filter(parts__person=request.user),
        }
        return queues[self.value()]() if self.value() in queues else queryset


@admin.register(Application)
class ApplicationAdmin(ReadAdmin):
    list_display = ["applicant", "state", "waits_since", "promised", "on_it", "revision", "submitted_at"]
    list_filter = [QueueFilter, "state", "framework"]
    list_select_related = ["person", "rules"]
    search_fields = ["person__name", "person__email"]
    date_hierarchy = "started_at"
    ordering = ["review_began_at", "pk"]

    class Media:
        css = {"all": ["staff/case.css"]}

    def get_queryset(self, request):
        return super().get_queryset(request).for_staff(request.user).prefetch_related("reviews__part__person")

    @admin.display(description=_("applicant"), ordering="person__name")
    def applicant(self, obj):
        return obj.person.name

    @admin.display(description=_("waits since"), ordering="review_began_at")
    def waits_since(self, obj):
        return obj.recommended_at or obj.review_began_at or obj.submitted_at or obj.started_at

    @admin.display(description=_("promised"))
    def promised(self, obj):
        if obj.state != State.IN_REVIEW:
            return "–"
        day = promised_decision(obj) if obj.recommended_at else promised_review(obj)
        return f"{in_words(day)} ({_now('late')})" if day < timezone.localdate() else in_words(day)

    @admin.display(description=_("who is on it"))
    def on_it(self, obj):
        """Its readers now; reads the prefetched reviews."""
        now = [each for each in obj.reviews.all() if each.revision == obj.revision and not each.returned_at]
        return ", ".join(each.part.person.name for each in now) or "–"

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """The page of a case. A POST does one thing (`act`), and comes back with the words when it cannot."""
        application = self.get_object(request, object_id)
        if application is None or not self.has_view_permission(request, application):
            raise Http404
        case = Case(application, request.user)
        if request.method == "POST":
            done, forms = case.do(request.POST)
            if done:
                self.message_user(request, _now("Done, and kept in the history below."), messages.SUCCESS)
                mine = self.get_queryset(request).filter(pk=application.pk).exists()
                return redirect(request.path if mine else "admin:applications_application_changelist")
        else:
            forms = case.forms()
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": application,
            "title": application.person.name,
            "media": self.media,
            "application": application,
            "case": case,
            "forms": forms,
            "months": count_months(application.work),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "certification/applications/admin/case.html", context)
