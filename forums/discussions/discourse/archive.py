"""The files of an archive, one by one: memory holds one of them at a time."""

import lzma
import tarfile
import zlib
from dataclasses import dataclass

LARGEST = 64 * 1024 * 1024  # bytes of one file; the longest topics known are below 2 MB
BREAKS = (tarfile.TarError, EOFError, lzma.LZMAError, zlib.error, OSError)


class CannotRead(Exception):
    """There is no archive at this path."""


@dataclass(slots=True)
class File:
    """One file of the archive: its content, or the problem that kept it from being read."""

    name: str
    content: bytes = b""
    problem: str = ""


def files(path):
    """The `.json` files below the folder or in the tar archive `path`. Raises CannotRead."""
    if not path.exists():
        raise CannotRead(f"There is nothing at {path}.")
    if path.is_dir():
        return _of_folder(path)
    return _of_tar(path, _opened(path))


def _of_folder(path):
    for each in sorted(path.rglob("*.json"), key=lambda each: (len(each.name), f"{each}")):
        name = f"{each.relative_to(path)}"
        if each.name.startswith(".") or not each.is_file():
            continue
        try:
            if each.stat().st_size > LARGEST:
                yield _too_large(name)
            else:
                yield File(name, each.read_bytes())
        except OSError as error:
            yield File(name, problem=f"it cannot be read ({error.strerror})")


def _opened(path):
    try:
        return tarfile.open(path)
    except BREAKS as error:
        raise CannotRead(f"{path} is neither a folder nor a tar archive that can be read ({error}).") from error


def _of_tar(path, tar):
    last = "the very beginning"
    with tar:
        try:
            while (member := tar.next()) is not None:
                tar.members.clear()  # tarfile would remember every file it has passed
                plain_name = member.name.rsplit("/", 1)[-1]
                if not member.isfile() or not plain_name.endswith(".json") or plain_name.startswith("."):
                    continue
                last = member.name
                yield _too_large(last) if member.size > LARGEST else File(last, tar.extractfile(member).read())
        except BREAKS as error:
            yield File(path.name, problem=f"the archive breaks off after {last} ({error})")


def _too_large(name):
    return File(name, problem=f"it is larger than {LARGEST // 1024 // 1024} MB")
