"""Where uploads are kept: never under an address that a web server hands out."""

from django.conf import settings
from django.core.files.storage import FileSystemStorage, storages


def kept_files():
    """The storage called "files" where the settings have one (a private bucket), else a folder of this machine."""
    if "files" in settings.STORAGES:
        return storages["files"]
    return FileSystemStorage(location=settings.VAR_DIR / "files", base_url=None)
