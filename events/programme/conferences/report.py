"""What an import says: one line per row, and totals that add up to the number of rows."""

import csv
import json
from collections import Counter
from dataclasses import asdict, dataclass, field

ADDED, HERE, CHANGED, MERGED, REFUSED = "added", "already there", "changed", "merged as duplicate", "refused"
OUTCOMES = [ADDED, CHANGED, HERE, MERGED, REFUSED]


@dataclass
class Line:
    row: int  # counted from 1
    name: str
    starts: str
    outcome: str
    why: str = ""
    event: int | None = None  # the event's id

    def __str__(self):
        about = " · ".join(part for part in [self.name, self.starts] if part)
        return f"{self.row:>6}  {self.outcome:<20} {about}" + (f": {self.why}" if self.why else "")


@dataclass
class Report:
    lines: list[Line] = field(default_factory=list)

    def say(self, row, name, starts, outcome, why=""):
        """One row's line; returns it, so that its event can be named when it is known."""
        line = Line(row, name, starts, outcome, why)
        self.lines.append(line)
        return line

    @property
    def totals(self):
        counted = Counter(line.outcome for line in self.lines)
        return {outcome: counted[outcome] for outcome in OUTCOMES}

    @property
    def refused(self):
        return [line for line in self.lines if line.outcome == REFUSED]

    def in_order(self):
        return sorted(self.lines, key=lambda line: line.row)

    def summary(self):
        """The totals as lines of text."""
        rows = [f"{outcome:<20}{count:>6,}" for outcome, count in self.totals.items()]
        return [*rows, f"{'rows in all':<20}{sum(self.totals.values()):>6,}"]

    def write(self, path):
        """Into a file: JSON or CSV, by its name."""
        lines = [asdict(line) for line in self.in_order()]
        if path.suffix == ".json":
            path.write_text(json.dumps({"totals": self.totals, "rows": lines}, ensure_ascii=False, indent=1))
            return
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, fieldnames=list(asdict(Line(0, "", "", ""))))
            writer.writeheader()
            writer.writerows(lines)
