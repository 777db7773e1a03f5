from datetime import timedelta

import pytest
from django.utils import timezone

from certification.applications.models import Application
from certification.exams.models import Authorization, Sitting
from certification.framework.models import ProgramRules


@pytest.fixture
def sat_yesterday(framework, dora):
    """`sat_yesterday(person, legal_name=…)`: an exam that was yesterday and waits for its result."""

    def make(person, legal_name=""):
        now = timezone.now()
        application = Application.objects.create(
            person=person,
            framework=framework,
            rules=ProgramRules.objects.latest("effective_from"),
            state="approved",
            decided_at=now,
            decided_by=dora,
        )
        application.answers.create(name="legal_name", value=legal_name, saved_at=now)
        authorization = Authorization.grant(application, by=dora)
        return Sitting.objects.create(
            authorization=authorization,
            scheduled_for=now - timedelta(days=1),
            place="Zurich",
            provider_reference=f"P-{authorization.pk}",
        )

    return make
