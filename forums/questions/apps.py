from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QuestionsConfig(AppConfig):
    name = "forums.questions"
    verbose_name = _("Questions and answers")

    def ready(self):
        from forums.reading import ways
        from members.mail.kinds import BY_MAIL_AND_NOTICE, Group, register

        from . import digest, found, moving, page_parts, promise, receivers  # noqa: F401  those that receive

        register(
            "forums/questions/outcome",
            label=_("What came of an answer that helped me"),
            reason=_("You get this because you said that an answer helped."),
            group=Group.ANSWERS,
            channels=BY_MAIL_AND_NOTICE,
            quiet=True,
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
        digest.register()
        promise.register()
