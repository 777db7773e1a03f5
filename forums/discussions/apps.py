from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DiscussionsConfig(AppConfig):
    name = "forums.discussions"
    verbose_name = _("Discussions")

    def ready(self):
        from . import by_mail, drafts
        from .models import attachments
        from .search import grades, narrowing

        by_mail.register()
        drafts.register()
        attachments.register()
        narrowing.add()
        grades.add()
