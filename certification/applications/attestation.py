"""What an applicant states when sending. A change of the words is a new version; old submissions keep theirs."""

import hashlib
import json

VERSION = "2026-11"
TEXT = """\
What I have written is true and my own, to the best of my knowledge.
I agree that CXPA may ask me, my employers or my school for proof of it, now or later, and that an application with \
untrue statements is refused, or the credential withdrawn.
I keep to the code of conduct of CXPA, as an applicant, as a candidate and with the credential.
I do not pass on questions of the exam.
I know that the fee is for the reading of my application, and what is given back if I turn out not to be eligible."""


def lines():
    """The sentences of the statement, one per item."""
    return TEXT.split("\n")


def fingerprint_of(content):
    """SHA-256 over the statement and the content as sent: whoever changes either later can be found out."""
    whole = json.dumps({"statement": TEXT, "content": content}, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(whole.encode()).hexdigest()
