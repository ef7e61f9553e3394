"""JSON entities as Mastodon's serializers build them.

Each kind of entity is built for many rows at once with a fixed number of queries. Callers decide before (see
`rules.visibility`) which rows the viewer may see. This package may import `rules`, `http` (the viewer of a request) and
`store`.
"""
