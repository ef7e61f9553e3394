"""The generated community: a believable Mastodon of any size, the same for the same seed.

    populate(store, size=1_000, seed=1, now=datetime.now(UTC))

The modules, in the order in which they run:

- `calendar`, `dice`: points in time, and repeatable randomness.
- `people`, `graph`: accounts, follows, blocks and mutes.
- `originals`, `replies`: posts, replies and boosts.
- `agenda`, `reactions`, `polls`, `follows`: events between and after the posts.
- `notifications`, `conversations`: their effects on local accounts.
- `personal_data`, `instance`: lists, tags, drafts; rules and announcements.

This package may import `rules`, `media` and `store`.
"""
