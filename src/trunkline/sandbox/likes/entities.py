"""Entities in the JSON of an answer: what they are, and their ids."""

from __future__ import annotations

from typing import Any

from trunkline.sandbox.likes.family import Family
from trunkline.sandbox.likes.identity import Identity, is_id_name
from trunkline.sandbox.likes.requests import NOTHING

_MARKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("status", ("visibility", "spoiler_text", "account")),
    ("edit", ("content", "spoiler_text", "account")),
    ("account", ("acct", "note")),
    ("mention", ("acct", "username")),
    ("relationship", ("followed_by",)),
    ("scheduled", ("scheduled_at", "params")),
    ("params", ("text", "with_rate_limit")),
    ("notification", ("type", "account", "created_at")),
    ("media", ("preview_url", "meta")),
    ("poll", ("options", "votes_count")),
    ("conversation", ("accounts", "last_status")),
    ("list", ("replies_policy",)),
    ("card", ("provider_name", "embed_url")),
    ("source", ("text", "spoiler_text")),
    ("tag", ("name", "history")),
    ("emoji", ("shortcode",)),
    ("marker", ("last_read_id",)),
    ("application", ("client_id", "client_secret")),
    ("own_application", ("redirect_uri", "scopes")),
    ("own_profile", ("privacy", "note")),
    ("filter", ("context", "filter_action")),
    ("oauth_server", ("issuer", "token_endpoint")),
    ("search", ("accounts", "statuses", "hashtags")),
    ("activity", ("week", "logins")),
    ("preferences", ("posting:default:visibility",)),
)
_TEXTS = ("content", "text")
_ID_KINDS = {"relationship": "account", "mention": "account"}


def kind_of(entity: dict[str, Any]) -> str:
    """Return the kind of an entity, by the fields that it has; empty if it is none of those that are told apart."""
    for kind, marks in _MARKS:
        if all(mark in entity for mark in marks):
            return kind
    return ""


class Entities:
    """Translation of the JSON of answers, and of events.

    Args:
        family: gives the fields.
        identity: gives the ids.
    """

    def __init__(self, family: Family, identity: Identity) -> None:
        self._family = family
        self._identity = identity

    def translate(self, value: Any, within: str = "") -> Any:
        """Return a value as the family answers with it.

        Args:
            value: a JSON value.
            within: name of the field that it is in.
        """
        if isinstance(value, list):
            if is_id_name(within):
                return [self._id(one, within, "") for one in value]
            return [self.translate(one, within) for one in value]
        if not isinstance(value, dict):
            return value
        kind = kind_of(value)
        ids = {name: self._id(one, name, kind, within) for name, one in value.items() if is_id_name(name)}
        translated = {name: ids.get(name, one) for name, one in value.items()}
        for name, one in value.items():
            if isinstance(one, dict | list):
                translated[name] = self.translate(one, name)
        self.finish(kind or f".{within}", translated)
        return translated

    def finish(self, kind: str, entity: dict[str, Any]) -> None:
        """Give an entity the fields that it has in this family, in place."""
        if kind in {"status", "edit", "source"} and self._family.posts_nothing:
            entity.update({name: entity[name].replace(NOTHING, "") for name in _TEXTS if entity.get(name)})
            if entity.get("content") == "<p></p>":
                entity["content"] = ""
        if kind in self._family.fields:
            self._family.fields[kind].apply(entity)
        if self._family.finish is not None:
            self._family.finish(kind, entity)

    def _id(self, value: Any, name: str, kind: str, within: str = "") -> Any:
        if not isinstance(value, str) or not value.isdigit():
            return value
        if name == "id":
            kind = _ID_KINDS.get(kind, kind)
        elif name == "last_read_id":
            kind = "notification" if within == "notifications" else "status"
        else:
            kind = "account" if "account" in name else ""
        return self._identity.shown(value, kind)
