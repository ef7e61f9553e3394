"""The sandbox's objects have the same keys as those that a real 4.7 server was recorded with.

The published corpus was recorded with glitch-soc, whose additions are left out.
"""

from collections import defaultdict
from functools import cache

import pytest
from tests.recorded import CORPORA, exchanges

NOT_RECORDED = {("mastodon", "PreviewCard"), ("mastodon", "StatusEdit"), ("unpublished", "StatusEdit")}
GLITCH = {"local_only", "content_type", "reactions"}
# How objects in the exchanges are recognised: keys that only this kind of object has.
MARKS = {
    "Status": {"spoiler_text", "account", "content", "reblog"},
    "Account": {"acct", "note", "followers_count"},
    "MediaAttachment": {"preview_url", "blurhash", "meta"},
    "Poll": {"options", "multiple"},
    "PreviewCard": {"provider_name", "embed_url", "author_name"},
    "Relationship": {"showing_reblogs", "blocked_by"},
    "Notification": {"group_key", "account", "type"},
    "Mention": {"username", "url", "acct", "id"},
    "Quote": {"state", "quoted_status"},
    "FeaturedTag": {"statuses_count", "last_status_at", "name"},
    "Tag": {"name", "history"},
    "StatusEdit": {"content", "spoiler_text", "created_at", "account", "media_attachments"},
    "ScheduledStatus": {"scheduled_at", "params"},
    "ScheduledStatus::Params": {"with_rate_limit", "idempotency"},
    "Profile": {"formatted_note"},
    "Source": {"privacy", "quote_policy"},
    "Role": {"permissions", "collection_limit"},
    "Conversation": {"unread", "last_status"},
}
# Keys that an object has only sometimes.
SOMETIMES = {
    "Status": {"pinned"},
    "Account": {"source", "role", "suspended", "limited", "moved", "memorial", "mute_expires_at"},
    "Notification": {"status", "report", "event", "filtered", "fallback", "collection", "moderation_warning"},
}
SMALL = {"Mention": 4}


def kind_of(value):
    for kind, marks in MARKS.items():
        if marks <= value.keys() and len(value) <= SMALL.get(kind, 99):
            return kind
    return None


def collect(value, found):
    """Note the keys of every object inside `value` under its kind."""
    if isinstance(value, list):
        for item in value:
            collect(item, found)
    elif isinstance(value, dict):
        kind = kind_of(value)
        if kind is not None:
            found[kind].add(frozenset(value) - SOMETIMES.get(kind, set()) - GLITCH)
        for item in value.values():
            collect(item, found)


@cache
def recorded(corpus):
    found: dict[str, set[frozenset[str]]] = defaultdict(set)
    for exchange in exchanges(corpus):
        authorised = exchange["path"].startswith("/api/") and exchange["status"] == 200
        if "4.7" in exchange["server"] and authorised:
            collect(exchange["body"], found)
    return found


@pytest.fixture
def shown(world, ann, bob):
    """Bodies of the sandbox in which every kind of object occurs."""
    world.store.insert("preview_cards", {"url": "https://news.example.org/1", "title": "News", "created_at": 0})
    ann.follow(bob)
    post = ann.say("@bob #tag https://news.example.org/1", language="en")
    bob.say("x", poll={"options": ["a", "b"], "expires_in": 300})
    bob.say("y", media_ids=[str(world.media(bob))], quoted_status_id=post["id"])
    bodies = [
        ann.get("/api/v1/timelines/home"),
        bob.post(f"/api/v1/statuses/{post['id']}/reblog"),
        bob.post(f"/api/v1/statuses/{post['id']}/favourite"),
        ann.get("/api/v1/accounts/verify_credentials"),
        ann.get(f"/api/v1/accounts/{bob.id}"),
        ann.get(f"/api/v1/accounts/relationships?id[]={bob.id}"),
        ann.post("/api/v1/featured_tags", json={"name": "tag"}),
        ann.get("/api/v1/tags/tag"),
        ann.get("/api/v1/profile"),
        ann.get("/api/v1/notifications"),
        ann.post("/api/v1/statuses", json={"status": "later", "scheduled_at": "2027-01-01T00:00:00Z"}),
        ann.get(f"/api/v1/statuses/{post['id']}/history"),
    ]
    ann.say("@bob psst", visibility="direct")
    found: dict[str, set[frozenset[str]]] = defaultdict(set)
    collect([*bodies, ann.get("/api/v1/conversations")], found)
    return found


@pytest.mark.parametrize(
    ("corpus", "kind"),
    [(c, kind) for c in CORPORA for kind in MARKS if c != "other software" and (c, kind) not in NOT_RECORDED],
)
def test_the_keys_are_those_of_a_real_server(corpus, kind, shown):
    real = recorded(corpus)[kind]
    assert real, f"the corpus has no {kind}"
    assert shown[kind], f"the sandbox showed no {kind}"
    for keys in shown[kind]:
        assert keys in real, {
            "missing": sorted(min(real, key=lambda one: len(one ^ keys)) - keys),
            "extra": sorted(keys - min(real, key=lambda one: len(one ^ keys))),
        }


def test_an_edit_has_the_documented_keys(shown):
    documented = {"content", "spoiler_text", "sensitive", "created_at", "account", "media_attachments", "emojis"}
    assert shown["StatusEdit"] == {frozenset(documented)}
