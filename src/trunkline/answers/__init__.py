"""The JSON of answers as Python values: entities, pages and their neighbours, decoding, storing.

May import `transport` and what is below it.
"""
