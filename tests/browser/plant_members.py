"""plant_members.py ATTEST DATA SITE COUNT: members who are signed in and old enough for their checks to count.

Prints the secrets of their sessions as JSON. Signing up takes a mail and a password each, and a new account's
checks wait for a week: a browser story has time for neither.
"""

import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "rigs"))

import ledger  # noqa: E402

attest, data, site, count = sys.argv[1:]
members = ledger.add_members(attest, pathlib.Path(data), site, int(count))
print(json.dumps([member.secret for member in members]))
