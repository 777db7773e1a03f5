"""Bringing a list of conferences into the programme.

`rows` reads what one row says · `merging` finds rows that say the same · `importer` compares with what is here and
writes · `report` says per row what was done and why not.
"""
