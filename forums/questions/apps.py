from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QuestionsConfig(AppConfig):
    name = "forums.questions"
    verbose_name = _("Questions and answers")

    def ready(self):
        from forums.reading import ways
        from members.mail.kinds import register

        from . import found, page_parts, promise, receivers  # noqa: F401  receivers: connects them

        register(
            "forums/questions/outcome",
            label=_("What came of an answer that helped me"),
            reason=_("You get this because you said that an answer helped."),
        )
        ways.register(
            "questions:promise",
            label=_("The answer promise"),
            sentence=_("How soon a question is answered here, month by month."),
            position=50,
        )
        ways.register(
            "questions:desk",
            label=_("The answer desk"),
            sentence=_("Volunteers who look after what nobody has answered yet."),
            position=60,
            is_for=ways.members,
        )
        page_parts.register()
        found.register()
        promise.register()
