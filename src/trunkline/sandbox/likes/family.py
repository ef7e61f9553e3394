"""The declaration of a family of servers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, Literal

from starlette.types import ASGIApp

from trunkline.sandbox.likes.calls import NONE, Calls
from trunkline.sandbox.likes.ids import IdCodec

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer that is always the same.

    Attributes:
        status: HTTP status.
        body: text, sent as it is, or a value that is sent as JSON.
        content_type: content type of a text.
        headers: further headers.
    """

    status: int
    body: Any = ""
    content_type: str = "text/plain; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Links:
    """The `Link` header of some lists.

    Attributes:
        calls: the lists.
        next: with what pages an address of older rows comes: every page that has rows, or those that are full.
        previous: the parameter that leads to newer rows; without it there is no such address.
        cursor: what these parameters hold: an id that only the server knows, as on Mastodon, the id of the row, or the
            time of it.
        older: the parameter that leads to older rows.
        skips: the next page begins one row too late.
        defaults: parameters that the addresses have whether or not the request had them.
        repeats: False if the addresses repeat no parameter of the request.
    """

    calls: Calls
    next: Literal["always", "full"] = "full"
    previous: Literal["min_id", "since_id"] | None = "min_id"
    cursor: Literal["hidden", "row", "time"] = "hidden"
    older: str = "max_id"
    skips: bool = False
    defaults: Mapping[str, str] = field(default_factory=dict)
    repeats: bool = True


@dataclass(frozen=True, slots=True)
class BodyReading:
    """The bodies that some calls read.

    Attributes:
        calls: the calls.
        kinds: beginnings of the content types that are read. Any other body is as good as none.
        refusal: the answer to any other body, where it is refused.
    """

    calls: Calls
    kinds: tuple[str, ...]
    refusal: Reply | None = None


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of an entity.

    Attributes:
        keep: names of all fields of Mastodon's that this software knows; `None` for all.
        drop: names that this software does not know.
        add: fields with values that Mastodon does not know, or has other values in.
    """

    keep: frozenset[str] | None = None
    drop: frozenset[str] = frozenset()
    add: Mapping[str, Any] = field(default_factory=dict)

    def apply(self, entity: dict[str, Any]) -> None:
        """Change the fields of an entity, in place."""
        for name in list(entity):
            if name in self.drop or (self.keep is not None and name not in self.keep):
                del entity[name]
        entity.update(deepcopy(dict(self.add)))


def names(text: str) -> frozenset[str]:
    """Return the words of a text."""
    return frozenset(text.split())


@dataclass(frozen=True, slots=True)
class NodeInfo:
    """The documents about the software.

    Attributes:
        software: name, version and whatever else is said of it.
        documents: the paths and their versions, as `/.well-known/nodeinfo` lists them.
        usage: what is told of the people.
        metadata: the field of this name.
    """

    software: Mapping[str, str]
    documents: Mapping[str, str]
    usage: tuple[str, ...] = ("total",)
    metadata: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Servers of one software.

    Attributes:
        ids: the spelling of ids.
        calls: the calls that there are, of the API, the well-known addresses and nodeinfo.
        lacks: the answer to any other path.
        wrong_method: the answer to a path with another method.
        odd_id: the answer where the path has something that is no id at all; by default there is no such object.
        open: the calls that need no token; `None` where it is as on Mastodon.
        error: gives the answer for a refusal from its status, message, method and path.
        links: the lists that have a `Link` header; the first that fits counts.
        readings: the bodies that calls read; the first that fits counts, and other calls read all.
        numbered: lists that are sent as an object, whose names are places in a longer list.
        aliases: paths of Mastodon's for paths that are answered like them.
        whole: lists that are answered as a whole, without pages.
        fixed: calls whose answer is always the same.
        check: returns the refusal of the parameters of a request, from its method, path and parameters.
        ignores: names of parameters that calls ignore.
        overlapping: lists whose pages begin with the row before them again, if they have room for more than one.
        min_id_is_since_id: a page with `min_id` begins with the newest rows.
        posts_nothing: a post without text, media and poll is published.
        kept_back: returns the status that answers for a scheduled one, from that and the account.
        fields: fields of the kinds of entities that `kind_of` tells apart, of `instance_v1` and `instance_v2`, and of
            other objects, which have the name of the field that they are in behind a dot: `.thumbnail`.
        finish: changes an entity of a kind further, in place.
        nodeinfo: the documents about the software.
        json_type: content type of JSON.
        headers: headers of every answer; an empty value removes one.
        own_headers: headers that the web server adds to every answer, pages and files too.
        websocket: there are streams, by WebSocket.
        wire: a further layer over the WebSockets of the sandbox, where the software has other ways.
        streaming: the answer to a request for a stream that is no WebSocket.
        folder: path of the server below its host, such as `/social`.
    """

    ids: IdCodec
    calls: Calls
    lacks: Reply
    wrong_method: Reply
    error: Callable[[int, str, str, str], Reply]
    nodeinfo: NodeInfo
    odd_id: Reply | None = None
    open: Calls | None = None
    links: tuple[Links, ...] = ()
    readings: tuple[BodyReading, ...] = ()
    numbered: Calls = NONE
    aliases: Mapping[str, str] = field(default_factory=dict)
    whole: Calls = NONE
    fixed: tuple[tuple[Calls, Reply], ...] = ()
    check: Callable[[str, str, Mapping[str, Any]], Reply | None] | None = None
    ignores: tuple[tuple[Calls, frozenset[str]], ...] = ()
    overlapping: Calls = NONE
    min_id_is_since_id: bool = False
    posts_nothing: bool = False
    kept_back: Callable[[dict[str, Any], dict[str, Any]], dict[str, Any]] | None = None
    fields: Mapping[str, Fields] = field(default_factory=dict)
    finish: Callable[[str, dict[str, Any]], None] | None = None
    json_type: str = JSON
    headers: Mapping[str, str] = field(default_factory=dict)
    own_headers: Sequence[tuple[str, str]] = ()
    websocket: bool = False
    wire: Callable[[ASGIApp], ASGIApp] | None = None
    streaming: Reply | None = None
    folder: str = ""
