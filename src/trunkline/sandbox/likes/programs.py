"""The ids that programs see which control the sandbox: those that clients of its API see."""

from __future__ import annotations

from typing import Any

from trunkline.sandbox.likes.entities import kind_of
from trunkline.sandbox.likes.identity import Identity, is_id_name

_IDS = frozenset({"reply_to", "quote", "media"})
_RESULTS = {"accounts": "account", "upload": "", "announce": ""}
"""Methods whose result is an id, or has ids for values, and their kind."""


def arguments_of(identity: Identity, arguments: dict[str, Any]) -> dict[str, Any]:
    """Return the arguments of a method with the ids of the sandbox."""
    given = {name: _given(identity, name, value) for name, value in arguments.items()}
    if isinstance(path := given.get("path"), str):
        given["path"] = "/".join(_part(identity, part) for part in path.split("/"))
    return given


def answer_of(identity: Identity, do: str, value: Any) -> Any:
    """Return the result of a method with the ids of the family."""
    if do in _RESULTS:
        kind = _RESULTS[do]
        if isinstance(value, str):
            return identity.shown(value, kind)
        return {name: identity.shown(one, kind) for name, one in value.items()}
    return _shown(identity, value, "account" if do == "person" else "")


def _part(identity: Identity, part: str) -> str:
    return part if part.isdigit() and identity.given(part) == "0" else identity.given(part)


def _given(identity: Identity, name: str, value: Any) -> Any:
    if isinstance(value, dict):
        return {inner: _given(identity, inner, one) for inner, one in value.items()}
    if isinstance(value, list):
        return [_given(identity, name, one) for one in value]
    if isinstance(value, str) and (name in _IDS or is_id_name(name)):
        return identity.given(value)
    return value


def _shown(identity: Identity, value: Any, kind: str, name: str = "") -> Any:
    if isinstance(value, dict):
        own = kind_of(value) or kind
        return {inner: _shown(identity, one, own, inner) for inner, one in value.items()}
    if isinstance(value, list):
        return [_shown(identity, one, kind, name) for one in value]
    if isinstance(value, str) and value.isdigit() and is_id_name(name):
        return identity.shown(value, "account" if "account" in name else kind if name == "id" else "")
    return value
