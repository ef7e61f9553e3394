"""Accounts, what they are to each other, and what a person sets."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from .steps import has, lacks, nothing, refused, some, step


def people(world: Any) -> None:
    """Walk."""
    mia, noah, lena = (world["people"][name]["id"] for name in ("mia", "noah", "lena"))
    own, other, locked = (world["as"][name] for name in ("mia", "noah", "lena"))
    step("account", lambda: own.account(noah), {"id": noah, "acct": "noah", "locked": False, "followers_count": 0})
    refused("an account that is not there", lambda: own.account(1), 404, "Record not found")
    step("accounts", lambda: own.accounts([noah, lena]), [{"id": noah}, {"id": lena}])
    step("account_lookup", lambda: world["nobody"].account_lookup("noah"), {"id": noah})
    step("account_search", lambda: own.account_search("noa", limit=3), has("acct", "noah"))
    step(
        "account_relationships",
        lambda: own.account_relationships([noah, lena]),
        [{"id": noah, "following": False}, {"id": lena}],
    )
    step(
        "account_follow",
        lambda: own.account_follow(noah, reblogs=False, notify=True),
        {"following": True, "notifying": True, "showing_reblogs": False},
    )
    refused("following oneself", lambda: own.account_follow(mia), 403, "Following your own account is not allowed")
    step("account_followers", lambda: own.account_followers(noah), [{"id": mia}])
    step("account_following", lambda: own.account_following(mia), [{"id": noah}])
    step("account_familiar_followers", lambda: locked.account_familiar_followers(noah), [{"id": noah, "accounts": []}])
    step("account_pin", lambda: own.account_pin(noah), {"endorsed": True})
    step("endorsements", own.endorsements, [{"id": noah}])
    step("account_unpin", lambda: own.account_unpin(noah), {"endorsed": False})
    step("account_endorse", lambda: own.account_endorse(noah), {"endorsed": True})
    step("account_unendorse", lambda: own.account_unendorse(noah), {"endorsed": False})
    step("account_note_set", lambda: own.account_note_set(noah, "A good one"), {"note": "A good one"})
    step("a request to follow", lambda: own.account_follow(lena), {"following": False, "requested": True})
    step("follow_requests", locked.follow_requests, [{"id": mia}])
    step("follow_request_reject", lambda: locked.follow_request_reject(mia), {"followed_by": False})
    own.account_follow(lena)
    step("follow_request_authorize", lambda: locked.follow_request_authorize(mia), {"followed_by": True})
    step("account_unfollow", lambda: own.account_unfollow(lena), {"following": False})
    step("account_remove_from_followers", lambda: other.account_remove_from_followers(mia), {"followed_by": False})
    step(
        "account_mute",
        lambda: own.account_mute(noah, notifications=False, duration=60),
        {"muting": True, "muting_notifications": False},
    )
    step("mutes", own.mutes, [{"id": noah}])
    step("account_unmute", lambda: own.account_unmute(noah), {"muting": False})
    step("account_block", lambda: own.account_block(noah), {"blocking": True})
    step("blocks", own.blocks, [{"id": noah}])
    step("account_unblock", lambda: own.account_unblock(noah), {"blocking": False})
    step("domain_block", lambda: own.domain_block("bad.example"), nothing)
    step("domain_blocks", own.domain_blocks, ["bad.example"])
    step("domain_unblock", lambda: own.domain_unblock("bad.example"), nothing)
    step("account_lists", lambda: own.account_lists(noah), [])
    step("account_featured_tags", lambda: own.account_featured_tags(noah), [])
    step("follows", lambda: own.follows("noah"), {"following": True})
    step("directory", lambda: own.directory(limit=3, order="new", local=True), lambda found: len(found) == 3)
    step("suggestions_v1", own.suggestions_v1, some)
    step("suggestions_v2", own.suggestions_v2, lambda found: found[0].account.id and found[0].sources)
    unwanted = step("suggestions", own.suggestions, some)[0].id
    step("suggestion_delete", lambda: own.suggestion_delete(unwanted), nothing)
    step("a suggestion that was removed", own.suggestions_v1, lacks("id", unwanted))
    _profile(own, mia)
    _push(own)
    _collections(world, own, other)


def _profile(own: Any, mia: str) -> None:
    picture = Path("picture.png").read_bytes()
    step(
        "account_update_credentials",
        lambda: own.account_update_credentials(
            display_name="Mia M.",
            note="I swim",
            avatar=picture,
            avatar_mime_type="image/png",
            discoverable=True,
            fields=[("Pronouns", "she")],
            bot=False,
        ),
        {"display_name": "Mia M.", "fields": [{"name": "Pronouns", "value": "she"}], "source": {"note": "I swim"}},
    )
    refused("a long name", lambda: own.account_update_credentials(display_name="x" * 41), 422)
    step("preferences", own.preferences, {"posting:default:visibility": "public", "reading:expand:media": "default"})
    step("profile", own.profile, {"id": mia, "display_name": "Mia M."})
    step(
        "profile_update",
        lambda: own.profile_update(
            note="Hello", header=io.BytesIO(picture), header_mime_type="image/png", show_media=False
        ),
        {"note": "Hello", "show_media": False},
    )
    step("account_delete_avatar", own.account_delete_avatar, {"avatar": lambda url: "missing" in url})
    step("account_delete_header", own.account_delete_header, {"header": lambda url: "missing" in url})
    tag = step("featured_tag_create", lambda: own.featured_tag_create("fish"), {"name": "fish"})
    step("featured_tags", own.featured_tags, [{"name": "fish"}])
    step("featured_tag_suggestions", own.featured_tag_suggestions, [])
    step("featured_tag_delete", lambda: own.featured_tag_delete(tag), nothing)
    step("tag", lambda: own.tag("fish"), {"name": "fish", "following": False, "featuring": False})
    step("tag_follow", lambda: own.tag_follow("fish"), {"following": True})
    step("followed_tags", own.followed_tags, has("name", "fish"))
    step("tag_unfollow", lambda: own.tag_unfollow("fish"), {"following": False})
    step("tag_feature", lambda: own.tag_feature("fish"), {"featuring": True})
    step("tag_unfeature", lambda: own.tag_unfeature("fish"), {"featuring": False})
    step("annual_reports", own.annual_reports, {"annual_reports": []})
    step("annual_report_state", lambda: own.annual_report_state(2025), {"state": "ineligible"})
    refused("annual_report", lambda: own.annual_report(2025), 404, "Record not found")
    refused("annual_report_read", lambda: own.annual_report_read(2025), 404, "Record not found")
    step("annual_report_generate", lambda: own.annual_report_generate(2025), nothing)
    step("markers_set", lambda: own.markers_set("home", 12), {"home": {"last_read_id": "12", "version": 1}})
    step("markers_get", lambda: own.markers_get(["home"]), {"home": {"last_read_id": "12"}})


def _push(own: Any) -> None:
    keys = step("push_subscription_generate_keys", own.push_subscription_generate_keys, lambda found: len(found) == 2)
    refused("no subscription", own.push_subscription, 404, "Not Found")
    step(
        "push_subscription_set",
        lambda: own.push_subscription_set("https://push.example/mia", keys[1], mention_events=True),
        {"endpoint": "https://push.example/mia", "alerts": {"mention": True}, "server_key": some},
    )
    step("push_subscription", own.push_subscription, {"alerts": {"mention": True}})
    step(
        "push_subscription_update",
        lambda: own.push_subscription_update(follow_events=True),
        {"alerts": {"follow": True}},
    )
    step("push_subscription_delete", own.push_subscription_delete, nothing)


def _collections(world: Any, own: Any, other: Any) -> None:
    noah, olaf = (world["people"][name]["id"] for name in ("noah", "olaf"))
    own.account_follow(noah)
    made = step(
        "collection_create",
        lambda: own.collection_create("Friends", discoverable=True),
        {"collection": {"name": "Friends", "item_count": 0}},
    )
    collection = made.collection.id
    item = step(
        "collection_item_add",
        lambda: own.collection_item_add(collection, noah),
        {"collection_item": {"account_id": noah, "state": "accepted"}},
    )
    step("collection", lambda: own.collection(collection), {"collection": {"item_count": 1}})
    step(
        "collection_update",
        lambda: own.collection_update(collection, name="Old friends"),
        {"collection": {"name": "Old friends"}},
    )
    step("account_collections", lambda: own.account_collections(own.me()), {"collections": [{"name": "Old friends"}]})
    step(
        "account_in_collections", lambda: other.account_in_collections(noah), {"collections": [{"name": "Old friends"}]}
    )
    step("collection_item_revoke", lambda: other.collection_item_revoke(collection, item.collection_item.id), nothing)
    second = step(
        "another is added", lambda: own.collection_item_add(collection, olaf), {"collection_item": {"account_id": olaf}}
    )
    step("collection_item_delete", lambda: own.collection_item_delete(collection, second.collection_item.id), nothing)
    step("collection_delete", lambda: own.collection_delete(collection), nothing)
    refused("a collection that is gone", lambda: own.collection(collection), 404, "Record not found")
