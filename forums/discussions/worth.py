"""What an answer is worth by what came of it: for the order of answers, and for search."""

WEIGHTS = {"worked": 1.0, "partly": 0.5, "not": 0.0}  # "never" tried says nothing of the answer
BEFORE = 2  # an answer begins as if two had told of it, one of whom it helped: one voice is not yet a verdict


def reported(outcomes):
    """How many of `Post.outcomes` told how it went."""
    return sum(outcomes.get(kind, 0) for kind in WEIGHTS)


def worth(outcomes):
    """Between 0 and 1 of `Post.outcomes`; 0.5 where nobody told. 7 of 9 is more than 1 of 1, and 0 of 3 less than
    nothing told."""
    good = sum(outcomes.get(kind, 0) * weight for kind, weight in WEIGHTS.items())
    return (good + BEFORE / 2) / (reported(outcomes) + BEFORE)
