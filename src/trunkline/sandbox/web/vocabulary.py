"""The JSON-LD contexts of ActivityPub documents, and other constants of the protocol."""

from __future__ import annotations

from typing import Any

ACTIVITYSTREAMS = "https://www.w3.org/ns/activitystreams"
PUBLIC = f"{ACTIVITYSTREAMS}#Public"
# Nobody has the private half: the sandbox signs nothing.
PUBLIC_KEY = """-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAsRUw31qO5xNTNcVh/n0L
gUEK5zbpvadIEKAcowDobqX4iGqxpj2RWNGQkV0/Z0f+N4u7cADaF/LnPoOlLAOB
GN5JlV/OslhbxMPv2ooLFCpi7NbaFKqd31QUpm6AoSjqV7EX20nD641Jr3Vbqkmf
zfli2IYVA5Hi75420AXBu8S3y24T3ks/UujnpNmNXdHwD8rOsDcWWddyrwhhD5Rt
/iDtj0d6QLowNujfHK/MB8a6UZlHbQotAyMQyqrFLKqKr3uayof6Ysw/m8UdTYFL
ZiPmXXsB0iSGgN3jnM6+r7kWNffVS6qU71uOYdm4hO3wiSdnMO0msasvSyOSkuUv
fwIDAQAB
-----END PUBLIC KEY-----
"""
KEY_NAME = "rsa-5a4fcf8c83ff"


def _link(name: str) -> dict[str, str]:
    """Return the definition of a term whose value is an address."""
    return {"@id": name, "@type": "@id"}


_POLICIES: dict[str, Any] = {
    "gts": "https://gotosocial.org/ns#",
    "interactionPolicy": _link("gts:interactionPolicy"),
    "canFeature": _link("https://w3id.org/fep/7aa9#canFeature"),
    "canQuote": _link("gts:canQuote"),
    "automaticApproval": _link("gts:automaticApproval"),
    "manualApproval": _link("gts:manualApproval"),
}
_ACTOR: dict[str, Any] = {
    "manuallyApprovesFollowers": "as:manuallyApprovesFollowers",
    "toot": "http://joinmastodon.org/ns#",
    "featured": _link("toot:featured"),
    "featuredTags": _link("toot:featuredTags"),
    "alsoKnownAs": _link("as:alsoKnownAs"),
    "movedTo": _link("as:movedTo"),
    "schema": "http://schema.org#",
    "PropertyValue": "schema:PropertyValue",
    "value": "schema:value",
    "discoverable": "toot:discoverable",
    "suspended": "toot:suspended",
    "memorial": "toot:memorial",
    "indexable": "toot:indexable",
    "attributionDomains": {"@id": "toot:attributionDomains", "@container": "@set"},
    "showFeatured": "toot:showFeatured",
    "showMedia": "toot:showMedia",
    "showRepliesInMedia": "toot:showRepliesInMedia",
    **_POLICIES,
}
_NOTE: dict[str, Any] = {
    "ostatus": "http://ostatus.org#",
    "atomUri": "ostatus:atomUri",
    "inReplyToAtomUri": "ostatus:inReplyToAtomUri",
    "conversation": "ostatus:conversation",
    "sensitive": "as:sensitive",
    "toot": "http://joinmastodon.org/ns#",
    "votersCount": "toot:votersCount",
    "quote": _link("https://w3id.org/fep/044f#quote"),
    "quoteUri": "http://fedibird.com/ns#quoteUri",
    "_misskey_quote": "https://misskey-hub.net/ns#_misskey_quote",
    "quoteAuthorization": _link("https://w3id.org/fep/044f#quoteAuthorization"),
    **_POLICIES,
    "litepub": "http://litepub.social/ns#",
    "directMessage": "litepub:directMessage",
}
# Terms that are defined only where they are used, by the name of what uses them.
_PARTS: dict[str, dict[str, Any]] = {
    "media": {"blurhash": "toot:blurhash", "focalPoint": {"@container": "@list", "@id": "toot:focalPoint"}},
    "focus": {"focalPoint": {"@container": "@list", "@id": "toot:focalPoint"}},
    "tags": {"Hashtag": "as:Hashtag"},
    "emojis": {"Emoji": "toot:Emoji"},
}


def actor_context(parts: set[str]) -> list[Any]:
    """Return the context of an actor that uses `parts`: `tags`, `emojis`, `focus`."""
    return [
        ACTIVITYSTREAMS,
        "https://w3id.org/security/v1",
        "https://purl.archive.org/socialweb/webfinger",
        _ACTOR | _terms(parts),
    ]


def note_context(parts: set[str]) -> list[Any]:
    """Return the context of notes that use `parts`: `media`, `tags`, `emojis`."""
    return [ACTIVITYSTREAMS, _NOTE | _terms(parts)]


def _terms(parts: set[str]) -> dict[str, Any]:
    return {name: definition for part in sorted(parts) for name, definition in _PARTS[part].items()}


def collection(address: str, kind: str = "OrderedCollection", **content: Any) -> dict[str, Any]:
    """Build a collection, or a page of one, without what is `None`."""
    head = {"@context": ACTIVITYSTREAMS, "id": address, "type": kind}
    return head | {name: value for name, value in content.items() if value is not None}
