"""What was sent with a text stands on its case; it opens to whoever decides, and to nobody else before it is out."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from forums.discussions.models import Attachment
from forums.moderation import holding
from forums.moderation.models import Held

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(newcomer, newcomer_client, topic):
    """A reply with a file, of somebody new."""
    file = SimpleUploadedFile("stages.txt", b"One, two, three, four.", "text/plain")
    Attachment.send(file, by=newcomer, key=f"reply:{topic.pk}")
    sent = {"body": "Ours has four, see the file.", "draft_key": f"reply:{topic.pk}"}
    newcomer_client.post(reverse("forums:reply", args=[topic.pk]), sent)
    return Held.objects.get()


def address_of(text):
    return Attachment.objects.get(draft_key=text.files_key).file.url


def test_a_moderator_sees_and_opens_what_waits(maya_client, held):
    page = maya_client.get(held.case.get_absolute_url()).content.decode()
    assert "stages.txt" in page
    assert address_of(held) in page
    assert maya_client.get(address_of(held)).status_code == 200


def test_nobody_else_does(client, ann_client, newcomer_client, held):
    assert newcomer_client.get(address_of(held)).status_code == 200
    assert {browser.get(address_of(held)).status_code for browser in [client, ann_client]} <= {302, 404}


def test_a_moderator_opens_no_drafts(maya_client, newcomer, topic):
    file = SimpleUploadedFile("draft.txt", b"Not sent.", "text/plain")
    sent = Attachment.send(file, by=newcomer, key=f"reply:{topic.pk}")
    assert maya_client.get(sent.file.url).status_code == 404


def test_what_is_out_stands_on_its_case_by_the_rights_of_its_topic(maya, maya_client, ann_client, held, make_flag):
    address = address_of(held)
    holding.publish(held.case, by=maya)
    assert "stages.txt" in maya_client.get(held.case.get_absolute_url()).content.decode()
    assert ann_client.get(address).status_code == 200
    case = make_flag(post=Held.objects.get().post).case
    case.hide(by=maya, words="It names a customer.")
    assert ann_client.get(address).status_code == 404
    assert maya_client.get(address).status_code == 200
