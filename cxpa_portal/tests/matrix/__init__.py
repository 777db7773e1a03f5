"""The table of who may see what, a file for each floor: add a row to the floor of your room.

A row is an address as the resolver has it; a word after it names what it is opened for (an audience, "hidden"), which
`world.address_of` fills in. `docs/architecture.md` has the same table in words.
"""

from . import certification, events, forums, members, whole

MATRIX = whole.ROWS | forums.ROWS | members.ROWS | events.ROWS | certification.ROWS
