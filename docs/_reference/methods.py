"""Pages of the methods of both clients, one for each module that describes calls."""

from __future__ import annotations

import inspect
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from trunkline import AsyncMastodon, Mastodon
from trunkline.clients.all_endpoints import Endpoints
from trunkline.errors import MastodonVersionError
from trunkline.protocol.endpoint import Endpoint
from trunkline.protocol.request import Facts, Request

from .examples import ID, evaluated, example
from .mastodon_pages import page_of
from .rst import code, directive, page, prose, signature, table, toctree

_OWN_PAGES = {
    "client": ("core", "client", "attributes", "server_version", "server_time", "stored_login", "old_internals"),
    "paging": ("pagination", "classic_pagination"),
    "streams": ("sync_streaming", "classic_streaming"),
    "helpers": (
        "async_refresh_waiting",
        "blurhashes",
        "client_filters",
        "filtering",
        "helpers",
        "push_messages",
        "status_length",
        "timeline_availability",
    ),
}
_TITLES = {
    "client": "The client and its settings",
    "paging": "Paging",
    "streams": "Streams",
    "helpers": "Helpers",
    "oauth": "OAuth: log in and out",
    "oembed": "oEmbed",
    "instance": "The server",
    "filters_v1": "Filters (old)",
    "filters_v2": "Filters",
}


def names() -> list[str]:
    """Return the names of everything public that a client has."""
    return [name for name in dir(Mastodon) if not name.startswith("_")]


def pages() -> dict[str, str]:
    """Return the pages by their paths."""
    grouped: dict[str, list[str]] = defaultdict(list)
    for name in names():
        grouped[_page_of(name)].append(name)
    made = {f"methods/{module}.rst": _subject(module, found) for module, found in sorted(grouped.items())}
    return {**made, "methods/index.rst": _index(grouped)}


def _index(grouped: dict[str, list[str]]) -> str:
    own = list(_OWN_PAGES)
    admin = sorted(name for name in grouped if name.startswith("admin"))
    calls = sorted(set(grouped) - set(own) - set(admin))
    rows = [
        (", ".join(f":py:meth:`{name} <trunkline.Mastodon.{name}>`" for name in grouped[module]), f":doc:`{module}`")
        for module in (*own, *calls, *admin)
    ]
    return page(
        "Methods",
        f"`Mastodon` has {len(names())} public methods and attributes. `AsyncMastodon` has the same, as coroutines: "
        "``await mastodon.status_post(...)``. What differs is said at the method.",
        "Each entry says which token scope the call needs, since which version of Mastodon servers have it, and what "
        "is sent. Ids may be texts, numbers, or the objects themselves. :doc:`/explanations/paging` explains pages.",
        toctree(*own, *calls, *admin, hidden=True),
        table(("methods", "page"), rows, "80 20"),
    )


def _subject(module: str, found: list[str]) -> str:
    entries = [_entry(name) for name in found]
    settings = [_settings()] if module == "client" else []
    errors = "" if module in _OWN_PAGES else "What every call can raise is in :doc:`/reference/errors`."
    return page(title_of(module), errors, ".. py:currentmodule:: trunkline", *settings, *entries)


def title_of(module: str) -> str:
    """Return the heading of the page for a module."""
    if module in _TITLES:
        return _TITLES[module]
    words = module.replace("_", " ").replace("ip ", "IP ")
    return "Moderation: " + words.removeprefix("admin ") if words.startswith("admin ") else words.capitalize()


def _settings() -> str:
    """Return the entries of the classes, whose arguments are those of their base."""
    from trunkline.clients.core import Core

    def entry(cls: type, text: str) -> str:
        return directive("py:class", f"{cls.__name__}{signature(cls, result=False)}", text)

    shared = inspect.cleandoc(Core.__doc__ or "").partition("\n")[2]
    return (
        entry(Mastodon, prose(_first(Mastodon) + "\n" + shared))
        + "\n"
        + directive(
            "py:class", "AsyncMastodon(...)", _first(AsyncMastodon) + "\n\nThe arguments are those of `Mastodon`."
        )
    )


def _first(cls: type) -> str:
    return inspect.cleandoc(cls.__doc__ or "").replace(" See `Core` for its arguments.", "") + "\n"


def _page_of(name: str) -> str:
    """Return the page of a method: that of the module that describes its call, or that has its code."""
    described = getattr(Endpoints, name, None)
    if isinstance(described, Endpoint):
        return described.describe.__module__.rpartition(".")[2].replace("health", "streams")
    method = inspect.getattr_static(Mastodon, name)
    own: list[str] = [inspect.unwrap(method).__module__] if inspect.isfunction(method) else []
    homes = own + [base.__module__ for base in Mastodon.__mro__ if name in vars(base)]
    ends = [home.rpartition(".")[2] for home in homes]
    found = [home for home, module in zip(ends, homes, strict=True) if module.startswith("trunkline.endpoints.")]
    found += [key for home in ends for key, modules in _OWN_PAGES.items() if home in modules]
    if not found:
        raise LookupError(f"no page for {name} of {', '.join(homes)}; add the module to docs/_reference/methods.py")
    return found[0]


def _entry(name: str) -> str:
    static = inspect.getattr_static(Mastodon, name)
    if isinstance(static, property):
        return directive("py:property", f"Mastodon.{name}", prose(static.__doc__) or "See `Mastodon`.")
    if not callable(static) and not isinstance(static, staticmethod):
        return directive("py:attribute", f"Mastodon.{name}", prose(getattr(static, "__doc__", "")))
    method = getattr(Mastodon, name)
    facts: Facts | None = getattr(method, "facts", None)
    told = list(_told(name, method, facts))
    options = {"staticmethod": ""} if isinstance(static, staticmethod) else {}
    return directive(
        "py:method",
        f"Mastodon.{name}{signature(method)}",
        prose(inspect.getdoc(method)),
        "\n".join(told),
        code(example(name)) if facts else "",
        **options,
    )


def _told(name: str, method: Any, facts: Facts | None) -> Iterator[str]:
    """Yield what is known about a call, as fields."""
    if facts is not None:
        request = first_request(name)
        scope, since = _scope(facts), _since(facts)
        parts = [f"``{request.method} {shown_path(request.path)}``"] if request else []
        documented = request and page_of(request.path)
        if documented:
            parts.append(f"`Mastodon's page <https://docs.joinmastodon.org/methods/{documented}/>`__")
        yield ".. rst-class:: facts\n"
        yield " · ".join([*parts[:1], scope, since, *parts[1:]]) + "\n"
        if facts.deprecated:
            yield f"Deprecated by Mastodon: {facts.deprecated}.\n"
    yield from _asynchronous(name, method)


def _asynchronous(name: str, method: Any) -> Iterator[str]:
    other = getattr(AsyncMastodon, name, None)
    if other is None:
        yield "`AsyncMastodon` does not have it."
    elif not inspect.iscoroutinefunction(other):
        kind = "an asynchronous iterator" if inspect.isasyncgenfunction(other) else "the same, without ``await``"
        yield f"With `AsyncMastodon` it is {kind}."


def _scope(facts: Facts) -> str:
    if not facts.scopes:
        return "no token needed"
    return "scope " + " or ".join(f"``{scope}``" for scope in facts.scopes)


def _since(facts: Facts) -> str:
    text = "in every Mastodon" if facts.since == "0.0.0" else f"since Mastodon {facts.since}"
    if facts.changed:
        text += f", changed in {facts.changed}"
    newer = "; ".join(f"``{name}`` since {version}" for name, version in facts.params_since.items())
    return f"{text}; {newer}" if newer else text


def first_request(name: str) -> Request[Any] | None:
    """Return the request of a method's example, the first of several; ``None`` if it needs none or others first."""
    described: Any = getattr(Mastodon, name)
    client = Mastodon("id", "secret", "token", "example.org")
    try:
        args, kwargs = evaluated(name)
        step: Any = next(described.flow(client, *args, **kwargs))
    except (NameError, StopIteration, MastodonVersionError):  # it needs an answer, sends nothing, or exists no more
        return None
    return step if isinstance(step, Request) else None


def shown_path(path: str) -> str:
    """Return a path with ``{id}`` in place of ids."""
    return path.partition("?")[0].replace(ID, "{id}")
