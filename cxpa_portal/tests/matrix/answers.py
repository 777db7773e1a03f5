"""The answers of the table: one for each member of the cast."""

# What a GET answers: 200 · "in": to the sign-in page and back · "on": leads on · 404 (also for what is not yours) ·
# 403: you see it, but this is not yours to do · 405: only a POST does something here.
OUTSIDE = ["stranger", "sam"]  # sam is suspended: his session counts for nothing
ACCOUNTS = ["cleo", "bob"]  # a free account, a lapsed member
MEMBERS = ["ann", "eli", "hana", "olga", "rex", "dora"]
# Who walks after whom, in the same world: making it takes longer than many pages.
GROUPS = [[*OUTSIDE, *ACCOUNTS, "maya", "carol"], MEMBERS]


def answers(outside, accounts, members, maya=None, carol=None, **single):
    """A row of the table: one answer per member of the cast."""
    row = dict.fromkeys(OUTSIDE, outside) | dict.fromkeys(ACCOUNTS, accounts) | dict.fromkeys(MEMBERS, members)
    return row | {"maya": maya or members, "carol": carol or members} | single


PUBLIC = answers(200, 200, 200)
SIGNED_IN = answers("in", 200, 200)
POST_ONLY = answers("in", 405, 405)
GUESTS_ONLY = answers(200, "on", "on")
CONFIRM_FIRST = answers("in", "confirm", "confirm")
