"""A passed exam becomes a credential, in the transaction that recorded the result."""

from django.dispatch import receiver

from certification.exams.models import Sitting
from certification.exams.signals import sitting_passed

from .models import Credential


@receiver(sitting_passed, sender=Sitting, dispatch_uid="credentials.award_for_sitting")
def award_for_sitting(sender, sitting, by, **kwargs):
    application = sitting.authorization.application
    Credential.award(
        application.person, name=application.legal_name, framework=application.framework, sitting=sitting, by=by
    )
