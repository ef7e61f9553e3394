"""Differences between what became of the same thing with either library."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

_MESSAGE = 40
_LONG = 160
_LOOK_UPS = ("GET /api/v1/instance", "GET /api/v2/instance")
_TRUTH = {"0": "false", "1": "true"} | {name: name for name in ("false", "true")}
_WORDS = ", in other words"
_OF_ANSWERS = (
    *("field", "value", "warnings", "result: _pagination", "result: a subclass", "result: type"),
    *("sent: authorization", "sent: header", "sent: look-ups", "sent: slash"),
)
"""Kinds that have nothing to do with the arguments: they go by the method alone."""

_RANDOM = ("auth", "privkey", "pubkey")
_SORTS = {"nonsense, ": " nonsense ", "token, ": " token", "recorded, ": " answer "}


@dataclass(frozen=True)
class Difference:
    """One difference.

    Attributes:
        kind: what differs, such as `sent: query`.
        subject: of which method, entity or name, with the field or parameter.
        case: in which case it was seen.
    """

    kind: str
    subject: str
    case: str
    theirs: str
    ours: str

    @property
    def key(self) -> tuple[str, str]:
        """What the lists of known differences go by."""
        return self.kind, self.subject


def short(value: Any) -> str:
    """A value as one line of text."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
    return text if len(text) <= _LONG else f"{text[:_LONG]}..."


def unlike(kind: str, subject: str, case: str, theirs: Any, ours: Any) -> Iterator[Difference]:
    """Yield a difference where two values are not equal."""
    if theirs != ours:
        yield Difference(kind, subject, case, short(theirs), short(ours))


# -- calls ------------------------------------------------------------------------------------------------------------


def of_call(case: str, theirs: dict[str, Any], ours: dict[str, Any]) -> Iterator[Difference]:
    """Compare what became of a call. What makes no sense, or has no good token, is apart from the rest."""
    subject = re.sub(r"( answer)? \d+( of .*)?$", "", case)
    sort = next((name for name, part in _SORTS.items() if part in case), "")
    found = _of_call(case, subject if " answer " not in case else f"{subject}()", theirs, ours)
    for one in found:
        if one.kind.startswith(_OF_ANSWERS) or one.kind.endswith(_WORDS):
            yield replace(one, subject=one.subject.partition("(")[0])
        else:
            yield replace(one, kind=f"{sort}{one.kind}")


def _of_call(case: str, subject: str, theirs: dict[str, Any], ours: dict[str, Any]) -> Iterator[Difference]:
    wrong, wrong_here = theirs.get("error"), ours.get("error")
    sent = [bool(one["requests"]) for one in (theirs, ours)]
    if all(sent) or (wrong is None and wrong_here is None):
        yield from of_requests(case, subject, theirs["requests"], ours["requests"])
    if wrong is None and wrong_here is None:
        yield from unlike("warnings", subject, case, theirs["warnings"], ours["warnings"])
        if not case.startswith("create_app"):  # what it returns is made up
            yield from of_values(case, subject, theirs["result"], ours["result"])
    elif wrong is None:
        when = "after" if sent[1] else "before"
        yield Difference(
            f"refused here alone, {when} a request", subject, case, short(theirs["result"]), short(wrong_here)
        )
    elif wrong_here is None:
        when = "after" if sent[0] else "before"
        yield Difference(f"refused there alone, {when} a request", subject, case, short(wrong), short(ours["result"]))
    else:
        yield from of_errors(case, subject, wrong, wrong_here)
        where = "here" if sent[0] else "there"
        yield from unlike(f"error: before a request {where} alone", subject, case, *sent)


def of_errors(case: str, subject: str, theirs: dict[str, Any], ours: dict[str, Any]) -> Iterator[Difference]:
    """Compare exceptions."""
    kind = "error: a subclass" if theirs["class"] in ours["bases"] else "error: class"
    yield from unlike(kind, subject, case, theirs["class"], ours["class"])
    if theirs["class"] == ours["class"]:
        lacking = [one for one in theirs["bases"] if one not in ours["bases"]]
        yield from unlike("error: bases", theirs["class"], case, lacking, [])
        yield from unlike("error: cause", subject, case, theirs["cause"], ours["cause"])
        yield from unlike("error: number of args", subject, case, len(theirs["args"]), len(ours["args"]))
        kind = "error: args" if "MastodonAPIError" in [theirs["class"], *theirs["bases"]] else "error: message"
        for one, other in zip(theirs["args"], ours["args"], strict=False):
            yield from unlike(kind, subject, case, one[:_MESSAGE], other[:_MESSAGE])


def of_requests(case: str, subject: str, theirs: Any, ours: Any) -> Iterator[Difference]:
    """Compare what was sent."""
    lists = [[" ".join(_place(one)) for one in sent] for sent in (theirs, ours)]
    others = [[one for one in sent if one not in _LOOK_UPS] for sent in lists]
    yield from unlike("sent: requests", subject, case, *others)
    if others[0] == others[1]:
        yield from unlike("sent: look-ups of the version", subject, case, *lists)
    pending = list(ours)
    for sent in theirs:
        other = next((one for one in pending if _place(one) == _place(sent)), None)
        if other is None:
            continue
        slashes = [one["path"].endswith("/") for one in (sent, other)]
        yield from unlike("sent: slash at the end", re.sub(r"/\d+", "/:id", sent["path"]), case, *slashes)
        pending.remove(other)
        yield from unlike("sent: form", subject, case, sent["form"], other["form"])
        yield from _parameters("sent: query", case, sent["query"], other["query"])
        bodies = [_comparable(one) for one in (sent, other)]
        if sent["form"] == other["form"]:
            bodies = [sent["body"], other["body"]]
        yield from _parameters("sent: body", case, *bodies)
        for name in ("authorization", "idempotency-key"):
            yield from unlike(f"sent: {name}", subject, case, sent["headers"].get(name), other["headers"].get(name))
        for name in ("accept", "user-agent"):
            yield from unlike("sent: header", name, case, sent["headers"].get(name), other["headers"].get(name))


def _parameters(kind: str, case: str, theirs: dict[str, Any], ours: dict[str, Any]) -> Iterator[Difference]:
    """Compare parameters, each by itself."""
    for name in sorted({*theirs, *ours}):
        subject = f"{re.split('[( ]', case, maxsplit=1)[0]}: {name}"
        one, other = theirs.get(name, "not sent"), ours.get(name, "not sent")
        words = _WORDS if _spelt(one) == _spelt(other) else ""
        yield from unlike(f"{kind}{words}", subject, case, one, other)


def _spelt(values: Any) -> Any:
    """Parameters in one spelling: times, truth values, and file names that are made up."""
    if isinstance(values, str):
        return values
    plain = [re.sub(r"\+00:00$", "Z", re.sub(r"^mastodonpyupload_.*|.*\.png$", "a name", one)) for one in values]
    return [_TRUTH.get(one.lower(), one) for one in plain]


def _place(sent: dict[str, Any]) -> tuple[str, str]:
    return sent["method"], sent["path"].rstrip("/")


def _comparable(sent: dict[str, Any]) -> dict[str, list[str]]:
    """A body as it would be in a form, so that bodies of two encodings can be compared."""
    if sent["form"] != "json":
        return {
            name: [one.lower() if one in ("True", "False") else one for one in all_]
            for name, all_ in sent["body"].items()
        }
    return {name: [one.strip('"') for one in values] for name, values in sent["body"].items()}


# -- values -----------------------------------------------------------------------------------------------------------


def of_values(case: str, subject: str, theirs: Any, ours: Any, inside: bool = False) -> Iterator[Difference]:
    """Compare two described values; the subject of what is inside of an object is its class and field."""
    kind = "value" if inside else "result"
    if not isinstance(theirs, dict) or not isinstance(ours, dict):
        yield from unlike(f"{kind}: {_sort(theirs, ours)}", subject, case, theirs, ours)
        return
    sort = "a subclass" if theirs["type"] in ours.get("also", []) else "type"
    yield from unlike(f"{kind}: {sort}", subject, case, theirs["type"], ours["type"])
    yield from unlike(f"{kind}: length", subject, case, theirs.get("length"), ours.get("length"))
    for name in ("_pagination_next", "_pagination_prev"):
        yield from _pages(f"{kind}: {name}", subject, case, theirs.get(name), ours.get(name))
    if "fields" in theirs and "fields" in ours:
        yield from _fields(case, theirs, ours)
    for one, other in zip(theirs.get("items", []), ours.get("items", []), strict=False):
        yield from of_values(case, subject, one, other, inside)


def _pages(kind: str, subject: str, case: str, theirs: Any, ours: Any) -> Iterator[Difference]:
    """Compare what a page knows of its neighbours; what it knows here besides does not count."""
    if theirs is None or ours is None:
        yield from unlike(f"{kind}: none", subject, case, theirs, ours)
        return
    for name, value in theirs.items():
        yield from unlike(f"{kind}: {name}", subject, case, value, ours.get(name))


def _fields(case: str, theirs: dict[str, Any], ours: dict[str, Any]) -> Iterator[Difference]:
    cls, here = theirs["type"], ours["fields"]
    for name, value in theirs["fields"].items():
        if name in _RANDOM:
            continue
        if name in here:
            yield from of_values(case, f"{cls}.{name}", value, here[name], inside=True)
        else:
            kind = "field: absent instead of None" if value == "None" else "field: absent"
            yield Difference(kind, f"{cls}.{name}", case, short(value), "")
    for name in here:
        if name not in theirs["fields"]:
            yield Difference("field: there here alone", f"{cls}.{name}", case, "", short(here[name]))


def _sort(theirs: Any, ours: Any) -> str:
    """Say in which way two values differ."""
    if not isinstance(theirs, str) or not isinstance(ours, str):
        return "type"
    one, other = theirs.split(" ", 1), ours.split(" ", 1)
    if one[0] == "datetime" and other[0] == "datetime":
        return "time zone" if one[1].partition(" ")[0] != other[1].partition(" ")[0] else "time"
    if len(one) == len(other) and one[-1].strip("'") == other[-1].strip("'"):
        return "type"
    if one[0] != other[0] and (one[-1].strip("'") == other[-1].strip("'")):
        return "type"
    return "content"


# -- other areas ------------------------------------------------------------------------------------------------------


def of_entity(case: str, theirs: dict[str, Any], ours: dict[str, Any]) -> Iterator[Difference]:
    """Compare how an object is read."""
    if "error" in theirs or "error" in ours:
        yield from unlike("reading: error", case, case, theirs.get("error"), ours.get("error"))
        return
    cls = theirs.get("type", "")
    for way, value in theirs.get("list", {}).items():
        yield from unlike(
            f"list: {way}", case.partition(" ")[0], case, _plain(value), _plain(ours.get("list", {}).get(way))
        )
    for way, value in theirs.get("reads", {}).items():
        yield from unlike(f"reading: {way}", cls, case, _plain(value), _plain(ours.get("reads", {}).get(way)))
    there, here = theirs.get("fields", {}), ours.get("fields", {})
    for way, fields in there.items():
        for name in fields:
            one, other = (_plain(ways.get(way, {}).get(name)) for ways in (there, here))
            items = [_plain(ways.get("item", {}).get(name)) for ways in (there, here)]
            if way == "item" or [one, other] != items:  # else it is told of the item already
                yield from unlike(f"reading: {way}", f"{cls}.{name}", case, one, other)


def _plain(value: Any) -> Any:
    """A described value without what it is an instance of besides."""
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items() if key != "also"}
    return [_plain(one) for one in value] if isinstance(value, list) else value


def of_surface(case: str, theirs: Any, ours: Any) -> Iterator[Difference]:
    """Compare names and signatures; what is there here alone does not count."""
    sort, _, subject = case.partition(" ")
    if ours is None:
        yield Difference(f"{sort}: absent", subject, case, short(theirs.get("signature", theirs)), "")
        return
    for what, value in theirs.items():
        other = ours.get(what)
        if isinstance(value, dict):
            for name, one in value.items():
                if not isinstance(other, dict) or name not in other:
                    yield Difference(f"{sort}: {what}: absent", f"{subject}.{name}", case, short(one), "")
                else:
                    yield from unlike(f"{sort}: {what}", f"{subject}.{name}", case, one, other[name])
        elif isinstance(value, list) and what != "signature" and isinstance(other, list):
            yield from unlike(f"{sort}: {what}: lacking", subject, case, [one for one in value if one not in other], [])
        else:
            yield from unlike(f"{sort}: {what}", subject, case, value, other)


def of_constructor(case: str, theirs: dict[str, Any], ours: dict[str, Any]) -> Iterator[Difference]:
    """Compare clients."""
    if "error" in theirs and "error" in ours:
        yield from of_errors(case, f"Mastodon({case})", theirs["error"], ours["error"])
    elif "error" in theirs or "error" in ours:
        kind = f"refused {'here' if 'error' in ours else 'there'} alone"
        found = [short(one.get("error", "a client")) for one in (theirs, ours)]
        yield Difference(kind, f"Mastodon({case})", case, *found)
    else:
        yield from of_requests(case, f"Mastodon({case})", theirs["requests"], ours["requests"])
        yield from of_requests(case, f"Mastodon({case})", theirs["requests when made"], ours["requests when made"])
        yield from unlike("client: call", f"Mastodon({case})", case, theirs["call"], ours["call"])
        for name, value in theirs["attributes"].items():
            yield from unlike("client: attribute", name, case, value, ours["attributes"][name])


def of_script(case: str, theirs: Any, ours: Any) -> Iterator[Difference]:
    """Compare what scripts report."""
    for name, value in theirs.items():
        kind = f"script: {case.partition(': ')[2]}"
        yield from unlike(kind, name, case, _plain(value), _plain(ours.get(name)))
