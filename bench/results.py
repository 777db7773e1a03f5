"""Results: rows with a goal, a table to read and a file for machines."""

import json
from dataclasses import asdict, dataclass, field


@dataclass
class Row:
    """One figure. `at_most` or `at_least` is its goal; without either there is none yet."""

    name: str
    value: float | None
    unit: str
    at_most: float | None = None
    at_least: float | None = None
    note: str = field(default="", compare=False)  # for the reader of the table

    @property
    def goal(self):
        return self.at_most if self.at_least is None else self.at_least

    @property
    def ok(self):
        """Whether the goal is met; None where there is no goal. What could not be measured is not met."""
        if self.goal is None:
            return None
        if self.value is None:
            return False
        return self.value <= self.goal if self.at_least is None else self.value >= self.goal

    def as_json(self):
        about = asdict(self)
        return {key: about[key] for key in ("name", "value", "unit")} | {"goal": self.goal, "ok": self.ok}


def is_wanted(name, only):
    """Whether `only` (a part such as "forums", a whole name, or empty for all) asks for the row `name`."""
    return not only or name == only or name.startswith(f"{only}.")


def table(rows):
    """The rows as lines of text."""
    lines = [("", "value", "goal", "", "")]
    lines += [(row.name, f"{_figure(row.value)} {row.unit}".strip(), _goal(row), _word(row), row.note) for row in rows]
    widths = [max(len(line[column]) for line in lines) for column in range(4)]
    return "\n".join(
        "  ".join([*(cell.ljust(width) for cell, width in zip(line, widths, strict=False)), line[4]]).rstrip()
        for line in lines
    )


def write(rows, path):
    """Write the rows as JSON: a list of {name, value, unit, goal, ok}."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps([row.as_json() for row in rows], indent=1) + "\n")


def report(rows, path):
    """Print the table, write the file, and return the exit status: 1 when a goal was missed."""
    write(rows, path)
    print(table(rows))
    print(f"\nWritten to {path}.")
    return int(any(row.ok is False for row in rows))


def _figure(value):
    return "not measured" if value is None else f"{value:g}"


def _goal(row):
    if row.goal is None:
        return ""
    return f"{'≤' if row.at_least is None else '≥'} {row.goal:g}"


def _word(row):
    return {None: "", True: "ok", False: "MISSED"}[row.ok]
