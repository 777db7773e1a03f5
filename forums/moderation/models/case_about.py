"""What a case is about: a post, a text that is not out yet, or an objection."""

from forums.discussions.models import Behind


class About:
    """The questions a Case answers alike, whichever of the three it has."""

    @property
    def is_held(self):
        """Whether it is about a text that is not out yet."""
        return self.post_id is None and self.held_id is not None

    @property
    def is_objection(self):
        return self.objection_id is not None

    @property
    def title(self):
        return self.post.topic.title if self.post_id else self._waiting.title

    @property
    def excerpt(self):
        return (self.post if self.post_id else self._waiting).excerpt

    @property
    def html(self):
        return (self.post if self.post_id else self._waiting).html

    @property
    def voice(self):
        """Who speaks, in words: never more than readers will see."""
        return (self.post if self.post_id else self._waiting).voice

    @property
    def is_nameless(self):
        return (self.post if self.post_id else self._waiting).is_nameless

    @property
    def is_new_topic(self):
        if self.post_id:
            return self.post.number == 1
        return self.is_held and self.held.topic_id is None

    @property
    def author(self):
        """The Person who has to hear of it, also behind words in place of a name: never to be shown."""
        return Behind.person_of(self.post) if self.post_id else self._waiting.person

    @property
    def named_person(self):
        """The Person behind it, where they speak by name; else None."""
        if self.is_nameless:
            return None
        return self.post.author if self.post_id else self._waiting.person

    def is_by(self, person):
        """Whether `person` wrote what it is about."""
        return self.post.is_by(person) if self.post_id else self._waiting.is_by(person)

    @property
    def _waiting(self):
        return self.objection if self.is_objection else self.held
