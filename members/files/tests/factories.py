"""What tests upload."""

import pytest
from django.core.files.storage import FileSystemStorage

from members.files.models import File


@pytest.fixture(autouse=True, scope="session")
def _files_of_tests(tmp_path_factory):
    """What tests upload goes with them."""
    File._meta.get_field("upload").storage = FileSystemStorage(tmp_path_factory.mktemp("files"), base_url=None)
