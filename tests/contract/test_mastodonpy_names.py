"""Names and signatures of Mastodon.py are all there."""

from __future__ import annotations

import ast
import builtins
import inspect
from importlib import import_module
from pathlib import Path
from typing import Any

import mastodon
import mastodon.defaults
import mastodon.errors
import trunkline
from mastodon import AsyncMastodon, Mastodon
from trunkline.protocol.endpoint import Endpoint
from trunkline.protocol.ratelimit import RateLimiter

from .facts_types import facts
from .mastodonpy_differences import LISTENERS, MODULES
from .tables import over

API = facts("mastodonpy_api")
IMPORTS = [(module, name) for module, names in facts("mastodonpy_imports").items() for name in names]
MODULE_NAMES = [(module, name) for module, names in API["modules"].items() for name in [None, *names]]
HOMES = [name for name, defined in API["modules"].items() if defined and name != "utility"]
LISTENER_METHODS = [(cls, name) for cls, known in API["listeners"].items() for name in known["methods"]]


def function(owner: type, name: str) -> Any:
    """Return the plain function of a method, with its ``self``."""
    found = inspect.getattr_static(owner, name)
    if isinstance(found, Endpoint):
        return found.describe
    return found.__func__ if isinstance(found, staticmethod) else found


def positional(called: Any) -> list[inspect.Parameter]:
    """Return the positional parameters."""
    return [
        p for p in inspect.signature(called).parameters.values() if p.kind is not p.KEYWORD_ONLY and p.name != "self"
    ]


def default(text: str | None) -> Any:
    """Return the value of a default as written."""
    if text is None:
        return inspect.Parameter.empty
    return getattr(mastodon.defaults, text) if text.startswith("_DEFAULT") else ast.literal_eval(text)


def differences(called: Any, known: list[list[str | None]]) -> list[str]:
    """Return the differences of a signature from the facts."""
    ours = positional(called)
    names, expected = [p.name for p in ours], [str(name) for name, _ in known]
    if names != expected:
        return [f"the names are {names}, not {expected}"]
    return [
        f"{p.name} defaults to {p.default!r}, not {text}"
        for p, (_, text) in zip(ours, known, strict=True)
        if not same(p.default, default(text))
    ]


def same(one: Any, other: Any) -> bool:
    """Return True if two defaults are equal; a tuple equals a list."""
    return list(one) == other if isinstance(one, tuple) and isinstance(other, list) else bool(one == other)


def keyword_only(called: Any) -> list[inspect.Parameter]:
    """Return the keyword-only parameters."""
    return [p for p in inspect.signature(called).parameters.values() if p.kind is p.KEYWORD_ONLY]


def test_the_facts_are_whole() -> None:
    """The list of facts is complete."""
    sizes = {name: len(API[name]) for name in ("methods", "return_types", "errors", "exports", "modules", "listeners")}
    assert sizes == {
        "methods": 287,
        "return_types": 147,
        "errors": 19,
        "exports": 24,
        "modules": 40,
        "listeners": 6,
    }


@over("name", API["exports"])
def test_export(name: str) -> None:
    assert hasattr(mastodon, name)
    assert name in mastodon.__all__
    assert hasattr(import_module("mastodon.Mastodon"), name)


@over("name", API["methods"])
def test_method(name: str) -> None:
    called = function(Mastodon, name)
    assert differences(called, API["methods"][name]) == []
    assert all(p.default is not p.empty for p in keyword_only(called)), "a new parameter must not be required"
    assert hasattr(AsyncMastodon, name) or name.startswith("stream_"), "the asynchronous client has it too"


@over("name", API["static_methods"])
def test_static_method(name: str) -> None:
    assert isinstance(inspect.getattr_static(Mastodon, name), staticmethod)


def test_construction() -> None:
    assert differences(Mastodon.__init__, API["init"]) == []
    assert differences(AsyncMastodon.__init__, API["init"]) == []


@over("name", API["instance_attributes"])
def test_instance_attribute(name: str) -> None:
    client = Mastodon(api_base_url="example.social", rate_limiter=RateLimiter())
    assert hasattr(client, name)


@over("name", API["errors"])
def test_error(name: str) -> None:
    error = getattr(mastodon.errors, name)
    known = [getattr(builtins, base, None) or getattr(mastodon.errors, base) for base in API["errors"][name]]
    assert all(issubclass(error, base) for base in known)


@over("name", API["return_types"])
def test_return_type(name: str) -> None:
    from trunkline.entities import Entity

    for module in ("return_types", "Mastodon"):
        found = getattr(import_module(f"mastodon.{module}"), name)
        assert issubclass(found, Entity)
        assert found.__name__ == name


@over("name", API["type_names"])
def test_name_for_types(name: str) -> None:
    assert hasattr(import_module("mastodon.types_base"), name)


@over("module, name", MODULE_NAMES)
def test_module(module: str, name: str | None) -> None:
    path = "mastodon" if module == "__init__" else f"mastodon.{module}"
    found = import_module(path)
    if name is not None:
        assert hasattr(found, name) != (f"{module}.{name}" in MODULES)


@over("module, name", IMPORTS)
def test_name_that_a_module_has_from_another(module: str, name: str) -> None:
    """It is the same object wherever it is imported from."""
    found = import_module(f"mastodon.{module}")
    assert name in found.__all__
    homes = [import_module(f"mastodon.{home}") for home in HOMES]
    assert getattr(found, name) in [getattr(home, name) for home in homes if hasattr(home, name)]


def test_the_files_are_those_of_the_usual_library() -> None:
    folder = Path(mastodon.__file__).parent
    files = {str(path.relative_to(folder)) for path in folder.rglob("*") if "__pycache__" not in path.parts}
    assert files == {*(f"{module}.py" for module in API["modules"]), "py.typed"}


@over("module", API["modules"])
def test_each_module_says_what_it_hands_on(module: str) -> None:
    """All of ``__all__`` is there, and every name that a program may import is in it."""
    found = import_module("mastodon" if module == "__init__" else f"mastodon.{module}")
    assert len(found.__all__) == len(set(found.__all__))
    assert all(hasattr(found, name) for name in found.__all__)
    known = {
        name for name in API["modules"][module] if not name.startswith("_UNION") and f"{module}.{name}" not in MODULES
    }
    assert known <= set(found.__all__)
    assert found.__doc__
    assert len(found.__doc__.splitlines()) == 1


def test_the_objects_are_those_of_the_package() -> None:
    assert mastodon.Mastodon is trunkline.Mastodon
    assert all(
        getattr(mastodon, name) is getattr(trunkline, name) for name in {*mastodon.__all__} - {"AttribAccessDict"}
    )


@over("name", API["listeners"])
def test_listener_class(name: str) -> None:
    known = API["listeners"][name]
    found = getattr(import_module(f"mastodon.{known['module']}"), name)
    assert set(known["bases"]) <= {base.__name__ for base in inspect.getmro(found)}


@over("listener, name", LISTENER_METHODS)
def test_listener_method(listener: str, name: str) -> None:
    known = API["listeners"][listener]
    owner = getattr(import_module(f"mastodon.{known['module']}"), listener)
    found = differences(getattr(owner, name), known["methods"][name])
    assert bool(found) == (f"{listener}.{name}" in LISTENERS), found


def test_no_difference_is_listed_in_vain() -> None:
    assert set(LISTENERS) <= {f"{listener}.{name}" for listener, name in LISTENER_METHODS}
    assert set(MODULES) <= {f"{module}.{name}" for module, name in MODULE_NAMES}
