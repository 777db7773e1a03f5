"""In a whole real community, what people look for stands among the first five hits."""

import logging

import pytest
from django.contrib.auth.models import AnonymousUser

from forums.discussions.models import SearchWord, TopicOrigin
from forums.discussions.search.asked import Asked
from forums.discussions.search.spelling import look
from forums.discussions.tests.archive_queries import MISSPELT, QUERIES

pytestmark = [pytest.mark.archive, pytest.mark.django_db]

FIRST = 5
AT_LEAST = 36


def test_at_least_36_of_40_are_among_the_first_five(imported_archive):
    assert (len(QUERIES), len(MISSPELT)) == (40, 10)
    SearchWord.reckon()
    numbers = {pk: int(number) for pk, number in TopicOrigin.objects.values_list("topic", "external_id")}
    missed = []
    for words, expected in QUERIES:
        hits = look(Asked(words, AnonymousUser())).found.hits[:FIRST]
        if not expected & {numbers[hit.topic.pk] for hit in hits}:
            missed.append((words, [hit.topic.title for hit in hits]))
    logging.warning("missed: %s", missed)
    assert len(QUERIES) - len(missed) >= AT_LEAST, missed
