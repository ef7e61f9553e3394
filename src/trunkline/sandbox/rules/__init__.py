"""The rules of Mastodon: validation, visibility, timelines, notifications, relationships, search.

Functions here read and write rows. They know nothing of JSON entities, streams or endpoints. This package may import
`media`, `http` (parameters and errors) and `store`, and `trunkline.text`.
"""
