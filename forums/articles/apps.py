from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    name = "forums.articles"
    verbose_name = _("Articles and pages")

    def ready(self):
        from forums.reading import ways

        from . import digest, drafts, news, staying
        from .models import files
        from .views import contact

        ways.register(
            "articles:articles",
            label=_("Articles"),
            sentence=_("Longer reads by members and by CXPA."),
            position=70,
        )

        contact.register()
        digest.register()
        drafts.register()
        files.register()
        news.register()
        staying.register()
