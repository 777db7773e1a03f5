import subprocess
import sys
import time

import pytest

from cxpa_portal.embedded import processes

USE_FOR_A_MOMENT = (
    "from cxpa_portal import embedded; from cxpa_portal.embedded import keeper; keeper.UNUSED_FOR = 0.5; "
    "print(embedded.redis_url(folder), flush=True)"
)


def wait_until_gone(folder, seconds=60):
    until = time.monotonic() + seconds
    while (left := processes.working_in(folder / "redis", "valkey-server")) and time.monotonic() < until:
        time.sleep(0.1)
    return left


@pytest.mark.parametrize("ending", ["", "; import os, signal; os.kill(os.getpid(), signal.SIGKILL)"])
def test_servers_that_nobody_uses_end_by_themselves(fresh, elsewhere, ending):
    used = elsewhere(USE_FOR_A_MOMENT + ending, fresh)
    assert used.communicate(timeout=120)[0].startswith("unix://")
    assert wait_until_gone(fresh) == []


def test_servers_stay_while_somebody_uses_them(fresh, elsewhere):
    using = elsewhere(USE_FOR_A_MOMENT + "; import time; time.sleep(60)", fresh)
    assert using.stdout.readline().startswith("unix://")
    assert wait_until_gone(fresh, seconds=1.5) != []
    using.kill()
    assert wait_until_gone(fresh) == []


def test_what_a_killed_portal_left_is_known_by_its_mark(tmp_path):
    sleep = [sys.executable, "-c", "import time; print(flush=True); time.sleep(60)"]
    left = subprocess.Popen(sleep, env={processes.MARK: f"{tmp_path}"}, stdout=subprocess.PIPE)
    other = subprocess.Popen(sleep, env={processes.MARK: f"{tmp_path}-2"}, stdout=subprocess.PIPE)
    try:
        left.stdout.readline()
        assert [process.pid for process in processes.marked(tmp_path)] == [left.pid]
        processes.end(processes.marked(tmp_path))
        assert left.wait(timeout=5) != 0
        assert other.poll() is None
    finally:
        for process in (left, other):
            process.kill()
            process.communicate()
