"""Pages against a yardstick: pairs of short windows in turn, so that whatever else the machine does meets both."""

import os
import re
import shutil
import statistics
import subprocess
from dataclasses import dataclass

CONNECTIONS = 8
HEADERS = ["-H", "Accept-Encoding: identity"]


@dataclass
class Window:
    """What one run of wrk saw."""

    per_second: float
    p50: float  # milliseconds
    p99: float
    errors: int


@dataclass
class Compared:
    """A page beside the yardstick."""

    ratio: float  # median of page ÷ yardstick over the pairs
    page: Window  # the median window
    yardstick: float  # median requests per second
    spread: float  # of the yardstick: (most − least) ÷ median
    errors: int

    @property
    def note(self):
        return (
            f"{self.page.per_second:.0f} of {self.yardstick:.0f} requests/s, p50 {self.page.p50:.0f} ms, "
            f"p99 {self.page.p99:.0f} ms; the yardstick moved by {self.spread:.0%}"
        )


def program():
    """The path of wrk. Raises SystemExit with a sentence where there is none."""
    found = shutil.which(os.environ.get("WRK_PATH") or "wrk")
    if not found:
        raise SystemExit("wrk is needed: `make bench` installs it where it may, or set WRK_PATH to its path.")
    return found


def compare(page, yardstick, *, headers=None, other_headers=None, pairs=5, seconds=3):
    """`page` and `yardstick` (addresses) in turn, `pairs` times; `headers` go with the page, `other_headers` with the
    yardstick."""
    run(page, headers, 1), run(yardstick, other_headers, 1)  # both warm
    both = [(run(page, headers, seconds), run(yardstick, other_headers, seconds)) for _pair in range(pairs)]
    pages, measures = zip(*both, strict=True)
    rates = [window.per_second for window in measures]
    middle = statistics.median(rates)
    return Compared(
        ratio=statistics.median(first.per_second / max(second.per_second, 0.01) for first, second in both),
        page=sorted(pages, key=lambda window: window.per_second)[len(pages) // 2],
        yardstick=middle,
        spread=(max(rates) - min(rates)) / middle,
        errors=sum(window.errors for window in (*pages, *measures)),
    )


def run(address, headers, seconds):
    """One window of wrk on `address`."""
    command = [program(), "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "20s", "--latency", *HEADERS]
    for name, value in (headers or {}).items():
        command += ["-H", f"{name}: {value}"]
    said = subprocess.run([*command, address], capture_output=True, text=True, check=True, timeout=seconds + 60).stdout
    return Window(
        per_second=float(_found(r"Requests/sec:\s+([\d.]+)", said)),
        p50=_milliseconds(said, 50),
        p99=_milliseconds(said, 99),
        errors=sum(map(int, re.findall(r"(?:Non-2xx or 3xx responses: |connect |read |write |timeout )(\d+)", said))),
    )


def _milliseconds(said, percent):
    value, unit = re.search(rf"\s{percent}%\s+([\d.]+)(us|ms|s|m)\b", said).groups()
    return float(value) * {"us": 0.001, "ms": 1, "s": 1000, "m": 60_000}[unit]


def _found(pattern, text):
    return re.search(pattern, text)[1]
