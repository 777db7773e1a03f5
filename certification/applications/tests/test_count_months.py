from types import SimpleNamespace

import pytest

from certification.applications.employers import shared_employer
from certification.applications.models import Job
from certification.applications.months import count_months

JUNE_2026 = 2026 * 12 + 5


def job(began, ended=None, full=True):
    first = Job._index(*began)
    last = Job._index(*ended) if ended else None
    return SimpleNamespace(
        first_month=first,
        last_month=lambda now: now if ended is None else last,
        is_full_time=full,
    )


@pytest.mark.parametrize(
    ("jobs", "full", "part", "overlapping"),
    [
        ([], 0, 0, 0),
        ([job((2024, 1), (2024, 12))], 12, 0, 0),
        ([job((2026, 6))], 1, 0, 0),
        ([job((2024, 1), (2024, 12)), job((2024, 7), (2025, 6))], 18, 0, 6),
        ([job((2024, 1), (2024, 12)), job((2024, 1), (2024, 12))], 12, 0, 12),
        ([job((2024, 1), (2024, 12)), job((2024, 7), (2025, 6), full=False)], 12, 6, 0),
        ([job((2026, 1), (2030, 1))], 6, 0, 0),
    ],
)
def test_each_month_counts_once(jobs, full, part, overlapping):
    count = count_months(jobs, JUNE_2026)
    assert (count.full_time, count.part_time, count.overlapping) == (full, part, overlapping)


def test_what_is_not_said_yet_is_not_counted():
    jobs = [job((2024, 5), (2024, 1)), SimpleNamespace(first_month=None, last_month=lambda now: now, is_full_time=True)]
    assert count_months(jobs, JUNE_2026).unsaid == 2


@pytest.mark.parametrize(
    ("mine", "theirs", "is_shared"),
    [
        ("Acme", "ACME, Inc.", True),
        ("The Acme Group plc", "acme", True),
        ("Müller & Söhne GmbH", "Muller & Sohne", True),
        ("Acme Bank", "Acme", False),
        ("", "Acme", False),
        ("Inc.", "Ltd", False),
    ],
)
def test_one_employer_is_known_by_many_names(mine, theirs, is_shared):
    assert bool(shared_employer([mine], [theirs])) is is_shared
