"""ActivityPub documents of actors: Person, Service, Group, and the server itself."""

from __future__ import annotations

import json
from typing import Any

from trunkline.sandbox.rules.accounts import account_uri
from trunkline.sandbox.serializers.accounts import AccountBatch
from trunkline.sandbox.serializers.common import Json
from trunkline.sandbox.store.database import Row, Store
from trunkline.sandbox.store.times import iso, start_of_day
from trunkline.sandbox.web.people import media_type
from trunkline.sandbox.web.vocabulary import KEY_NAME, PUBLIC, PUBLIC_KEY, actor_context

INSTANCE_ACTOR = "mastodon.internal"


def seconds(ms: int) -> str:
    """Format a time as documents do: `2026-10-14T19:03:32Z`."""
    return f"{iso(ms)[:19]}Z"


def emoji_tag(emoji: Json, base: str) -> Json:
    """Build the Emoji in the `tag` of a document."""
    return {
        "id": f"{base}/emojis/{emoji['shortcode']}",
        "type": "Emoji",
        "name": f":{emoji['shortcode']}:",
        "icon": {"type": "Image", "mediaType": media_type(emoji["url"]), "url": emoji["url"]},
    }


# Source: https://github.com/mastodon/mastodon/blob/main/app/serializers/activitypub/actor_serializer.rb
def actor(store: Store, base: str, domain: str, row: Row) -> Json:
    """Build the document of a local account."""
    uri = account_uri(row, base)
    shown = AccountBatch(store, base, None, [row["id"]]).get(row["id"])
    document: Json = {
        "@context": actor_context({"emojis"} if shown["emojis"] else set()),
        "id": uri,
        "webfinger": f"{row['username']}@{domain}",
        "type": "Group" if row["is_group"] else "Service" if row["bot"] else "Person",
        "following": f"{uri}/following",
        "followers": f"{uri}/followers",
        "inbox": f"{uri}/inbox",
        "outbox": f"{uri}/outbox",
        "featured": f"{uri}/collections/featured",
        "featuredTags": f"{uri}/collections/tags",
        "preferredUsername": row["username"],
        "name": shown["display_name"] or row["username"],
        "summary": shown["note"],
        "url": shown["url"],
        "manuallyApprovesFollowers": bool(row["locked"]),
        "discoverable": bool(row["discoverable"]),
        "indexable": bool(row["indexable"]),
        "published": seconds(start_of_day(row["created_at"])),
        "memorial": bool(row["memorial"]),
        "showFeatured": bool(row["show_featured"]),
        "showMedia": bool(row["show_media"]),
        "showRepliesInMedia": bool(row["show_media_replies"]),
        "interactionPolicy": {"canFeature": {"automaticApproval": _may_feature(row, uri)}},
        "featuredCollections": f"{uri}/featured_collections",
        "publicKey": _key(uri),
        "tag": [emoji_tag(emoji, base) for emoji in shown["emojis"]],
        "attachment": [
            {"type": "PropertyValue", "name": field["name"], "value": field["value"]} for field in shown["fields"]
        ],
        "endpoints": {"sharedInbox": f"{base}/inbox"},
    }
    return document | _only_if_there(store, base, row, shown)


def _only_if_there(store: Store, base: str, row: Row, shown: Json) -> Json:
    """Return what the document has only of accounts that have it."""
    found: dict[str, Any] = {}
    if row["suspended"]:
        found["suspended"] = True
    else:
        if row["avatar_path"]:
            found["icon"] = _picture(shown["avatar"], row["avatar_description"])
        if row["header_path"]:
            found["image"] = _picture(shown["header"], row["header_description"])
    if row["moved_to_id"] is not None:
        target = store.row("SELECT * FROM accounts WHERE id = ?", (row["moved_to_id"],))
        found |= {} if target is None else {"movedTo": account_uri(target, base)}
    if json.loads(row["attribution_domains"]):
        found["attributionDomains"] = json.loads(row["attribution_domains"])
    return found


def _picture(url: str, description: str) -> Json:
    summary = {"summary": description} if description else {}
    return {"type": "Image", "mediaType": media_type(url), "url": url, **summary}


def _may_feature(row: Row, uri: str) -> list[str]:
    if not row["discoverable"]:
        return [uri]
    return [f"{uri}/followers" if row["locked"] else PUBLIC]


def _key(uri: str) -> Json:
    return {"id": f"{uri}#{KEY_NAME}", "owner": uri, "publicKeyPem": PUBLIC_KEY}


def instance_actor(base: str) -> Json:
    """Build the document of the server itself."""
    uri = f"{base}/actor"
    return {
        "@context": actor_context(set()),
        "id": uri,
        "type": "Application",
        "preferredUsername": INSTANCE_ACTOR,
        "inbox": f"{uri}/inbox",
        "outbox": f"{uri}/outbox",
        "publicKey": _key(uri),
        "endpoints": {"sharedInbox": f"{base}/inbox"},
        "url": f"{base}/about/more?instance_actor=true",
        "manuallyApprovesFollowers": True,
    }
