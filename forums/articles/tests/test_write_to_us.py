"""Anyone writes to the people who run the portal; programs do not."""

import uuid

import pytest

pytestmark = pytest.mark.django_db
ADDRESS = "/contact/"


def message(**changes):
    told = {
        "name": "Nia Fields",
        "address": "nia@firm.example",
        "about": "A link to nowhere",
        "words": "On the page of networks, the third link.",
        "token": str(uuid.uuid4()),
    }
    return told | changes


def test_a_message_is_one_letter_to_us(client, mails):
    form = message(about="Two\nlines")
    assert "on its way" in client.post(ADDRESS, form).content.decode()
    client.post(ADDRESS, form)
    (mail,) = mails()
    assert mail.address == "community@cxpa.example"
    assert mail.subject == "Nia Fields writes: Two lines"
    assert "nia@firm.example" in mail.text
    assert "the third link" in mail.text


def test_who_is_signed_in_need_not_say_who_they_are(ann_client, ann, mails):
    page = ann_client.get(ADDRESS).content.decode()
    assert ann.email in page
    ann_client.post(ADDRESS, message(name=ann.name, address=ann.email))
    assert f"signed in as {ann.name}" in mails()[0].text


def test_what_is_missing_is_said(client, mails):
    page = client.post(ADDRESS, message(address="nia", words="")).content.decode()
    assert "There is a slip in this address." in page
    assert "There is no message yet." in page
    assert "A link to nowhere" in page
    assert mails() == []


def test_a_program_that_fills_in_everything_sends_nothing(client, mails):
    assert "on its way" in client.post(ADDRESS, message(nickname="Cheap maps")).content.decode()
    assert mails() == []


def test_many_in_an_hour_are_too_many(client, mails):
    for _number in range(5):
        client.post(ADDRESS, message())
    late = client.post(ADDRESS, message(words="The sixth."))
    assert late.status_code == 429
    assert "The sixth." in late.content.decode()
    assert len(mails()) == 5


@pytest.mark.parametrize("path", ["/", "/nowhere/", "/about/help/"])
def test_help_and_contact_are_one_click_away(client, path, db):
    page = client.get(path).content.decode()
    for address in ["/about/help/", "/about/contact/", "/policies/accessibility/"]:
        assert f'href="{address}"' in page
