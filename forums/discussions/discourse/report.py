"""What an import says at its end: what came, what did not, and why."""

from collections import Counter
from dataclasses import dataclass, field

ROWS = [
    ("people", "People"),
    ("boards", "Boards"),
    ("topics", "Topics"),
    ("tags", "  tags on them"),
    ("posts", "Posts"),
    ("replies", "  that reply to another"),
    ("accepted", "  accepted as the answer"),
    ("polls", "  polls in them"),
    ("likes", "  likes of them"),
    ("actions", "Staff actions"),
    ("placeholders", "Gaps kept as placeholders"),
]


@dataclass
class Report:
    """Counts of what this run brought, and the files it left out with the reason."""

    came: Counter = field(default_factory=Counter)
    here_already: int = 0
    grown: int = 0
    left_out: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def is_empty(self):
        """Whether there was nothing to read at all."""
        return not (self.came or self.here_already or self.left_out)

    @property
    def speed(self):
        """Rows of posts a second, over the whole run."""
        posts = sum(self.came[key] for key in ("posts", "actions"))
        return posts / self.seconds if self.seconds else 0.0

    def lines(self):
        """The report as lines of text."""
        if self.is_empty:
            return ["There is no topic in it: no file whose name ends in .json."]
        lines = self._of_what_came() if self.came else ["Nothing new came: nothing was changed."]
        if self.here_already:
            lines.append(f"Here already, and left as they are: {self.here_already:,} topics.")
        if self.grown:
            lines.append(f"Of these, {self.grown:,} hold more posts in the archive than were imported.")
        if self.came["absent"]:
            lines.append(f"The files name {self.came['absent']:,} posts that they do not hold: these are gaps here.")
        if self.left_out:
            lines += ["", f"Left out: {len(self.left_out):,}"]
            lines += [f"  {name}: {why}" for name, why in self.left_out.items()]
        return lines

    def _of_what_came(self):
        rows = [f"{label:<28}{self.came[key]:>10,}" for key, label in ROWS]
        return [f"{'What came':<28}{'':>10}", *rows, "", f"In {self.seconds:.1f} s, {self.speed:,.0f} posts a second."]
