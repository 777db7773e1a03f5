from django.dispatch import receiver

from certification.applications.models import Application
from certification.applications.signals import application_approved

from .models import Authorization


@receiver(application_approved, sender=Application, dispatch_uid="exams.grant_right_to_sit")
def grant_right_to_sit(sender, application, by, **kwargs):
    Authorization.grant(application, by=by)
