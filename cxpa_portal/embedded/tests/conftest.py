import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from cxpa_portal import embedded
from cxpa_portal.embedded import processes

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def var(ground):
    """A folder as awkward as they come: too long for a Unix socket, with spaces."""
    folder = ground / ("a long name " * 8) / "a portal of mine" / "var"
    folder.parent.mkdir(parents=True)
    return folder


@pytest.fixture
def fresh(ground):
    """Another folder, for one test."""
    return Path(tempfile.mkdtemp(dir=ground)) / "var"


@pytest.fixture(scope="module")
def ground():
    """Where the folders are: not pytest's own, which as root is closed to the servers' account. All end with it."""
    with tempfile.TemporaryDirectory() as made:
        yield Path(made)
        for folder in Path(made).rglob("servers.lock"):
            embedded.stop(folder.parent)


@pytest.fixture
def elsewhere():
    """Start a Python process of its own that runs `code`; `folder` in it is the second argument."""
    started = []

    def run(code, folder):
        command = [sys.executable, "-c", f"import sys; from pathlib import Path; folder = Path(sys.argv[1]); {code}"]
        environment = os.environ | {"PYTHONPATH": f"{ROOT}"}
        started.append(
            subprocess.Popen([*command, folder], env=environment, stdout=subprocess.PIPE, text=True, cwd=ROOT)
        )
        return started[-1]

    yield run
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture
def postmasters():
    """The pids of PostgreSQL's main processes in a folder."""

    def find(var):
        found = processes.working_in(var / "postgres", "postgres")
        return [process.pid for process in found if process.cmdline()[0].endswith("/bin/postgres")]

    return find
