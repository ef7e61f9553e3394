"""Results from the JSON of responses: the `Entity` base class, pages and their neighbours, decoding and storing.

May use `transport` and what is below it.
"""
