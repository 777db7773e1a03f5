"""The framework and the rules of the program in force."""

import pytest

from certification.framework.first_edition import lay_down
from certification.framework.models import Competency, Framework, ProgramRules, Statement
from members.subjects.models import Subject


@pytest.fixture
def framework(db):
    """The framework in force, laid down anew where a test with real threads emptied the tables."""
    lay_down(Framework, Competency, Statement, ProgramRules, Subject)
    return Framework.objects.in_force()


@pytest.fixture
def rules(framework):
    """Rules with fees since 2022: US$495 for members, US$645 for others."""
    return ProgramRules.objects.get_or_create(
        effective_from="2022-01-01", defaults={"fee_member": 49500, "fee_other": 64500}
    )[0]
