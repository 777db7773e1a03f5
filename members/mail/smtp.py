"""Django's SMTP backend, which also knows whether the text of a letter was on its way when something broke."""

from django.core.mail.backends import smtp


class EmailBackend(smtp.EmailBackend):
    is_giving = False

    @property
    def connection_class(self):
        return _watched(super().connection_class, self)

    def send_messages(self, email_messages):
        self.is_giving = False
        return super().send_messages(email_messages)


def _watched(connection_class, backend):
    class Watched(connection_class):
        def data(self, message):
            # From here on nobody knows what became of it, until the server has answered.
            backend.is_giving = True
            answer = super().data(message)
            backend.is_giving = False
            return answer

    return Watched
