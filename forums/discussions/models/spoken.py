"""What a topic and a post have in common: somebody speaks, by name or by what is known of them."""

from django.contrib.auth import get_user_model

from .behind import Behind


class Spoken:
    """For a model with `author` and `speaks_as`, the words that stand in place of a name ("" for who has one)."""

    @property
    def is_nameless(self):
        return bool(self.speaks_as)

    @property
    def voice(self):
        """Who speaks, in words: a name, or what a nameless author is known by."""
        return self.speaks_as or str(self.author)

    @property
    def first_voice(self):
        """The same as one would call them: the first name."""
        return self.speaks_as or self.author.first_name

    @property
    def initials(self):
        """What stands in for a face; nothing for who shows none."""
        return "" if self.speaks_as or not self.author else self.author.initials

    def is_by(self, person):
        """Whether `person` wrote it, also without a name. One query at most; none where it was read along."""
        if not person.is_authenticated:
            return False
        if not self.speaks_as:
            return person.pk == self.author_id
        if self.__dict__.get("reader_pk") == person.pk:
            return self.is_mine
        return self._is_written_by(person)

    def masked(self, person):
        """Who is shown, and recorded, when `person` does something with it: whoever wrote without a name stays so."""
        return get_user_model().objects.nameless() if self.speaks_as and self.is_by(person) else person

    def _is_written_by(self, person):
        return Behind.is_behind(person, self)
