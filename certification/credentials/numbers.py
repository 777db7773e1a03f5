"""Numbers of credentials: "CCXP-482913Y".

Drawn by lot, so that nobody walks the register by counting up, and nobody learns from two numbers how many lie between.
The last character checks the six digits: a slip of one digit, or two that changed places, is told from a number that
was never given. It comes from letters that sound and look like no digit (no B, G, I, O, Q, S, Z), of which 19 are left;
19 is prime and 2 has the order 18 in it, so every place weighs differently.
"""

import re
import secrets

PREFIX = "CCXP"
DIGITS = 6
LETTERS = "ACDEFHJKLMNPRTUVWXY"


def draw():
    """A new number by lot. Whether somebody has it already is the caller's question to the database."""
    digits = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    return f"{PREFIX}-{digits}{check_letter(digits)}"


def check_letter(digits):
    """The letter that belongs to a string of digits."""
    weighed = sum(int(digit) << place for place, digit in enumerate(reversed(digits), start=1))
    return LETTERS[weighed % len(LETTERS)]


def read(text):
    """The number in what somebody typed ("ccxp 482 913 y"), as it is written; None where it is no number at all."""
    found = re.fullmatch(rf"(?:{PREFIX})?(\d{{{DIGITS}}})([A-Z])", re.sub(r"[\s.\-–—_/#]", "", text).upper())
    return f"{PREFIX}-{found[1]}{found[2]}" if found else None


def is_well_formed(number):
    """Whether the check letter fits: if it does not, somebody made a slip in typing."""
    return check_letter(number[-DIGITS - 1 : -1]) == number[-1]
