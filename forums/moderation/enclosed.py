"""Files that go with a text moderators look at. They open at the files' own address, by the files' own rights."""

from django.db.models import Q

from forums.discussions.models import Attachment, attachments

from .models import Case


def register():
    """Let whoever decides about a held text open what goes with it."""
    attachments.let_see(_decides_about)


def files_of(case):
    """The Attachments that go with the text of `case`, the oldest first; one query, or none."""
    if case.is_objection:
        return files_of(case.objection.decision) if case.objection.is_against_a_text else []
    if case.post_id:
        return list(Attachment.objects.of(case.post)) if case.post.has_files else []
    held = case.held
    return list(Attachment.objects.in_hand(held.person, held.files_key)) if held.files_key else []


def _decides_about(person, attachment):
    """Whether it belongs to a held text in whose case `person` decides."""
    if not person.is_authenticated or not person.is_moderator:
        return False
    held = Q(held__person=attachment.person_id, held__files_key=attachment.draft_key, post=None)
    return Case.objects.reaching(person).filter(held).exclude(held__files_key="").exists()
