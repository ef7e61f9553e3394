"""Pages of the other public classes and functions, by the package that has them."""

from __future__ import annotations

import inspect
from types import ModuleType
from typing import Any

import trunkline
from trunkline import errors

from .rst import directive, page, prose, signature, title


def pages() -> dict[str, str]:
    """Return the pages by their paths."""
    import trunkline.pipeline.follow
    import trunkline.pipeline.load
    import trunkline.pipeline.purge
    import trunkline.pipeline.refresh
    import trunkline.sandbox
    import trunkline.sandbox.pytest_plugin
    import trunkline.streaming
    import trunkline.text

    pipeline = trunkline.pipeline
    return {
        "library.rst": page(
            "Other names of trunkline",
            "What ``trunkline`` itself has besides the clients, the entities and the errors.",
            *_members(trunkline, [name for name in trunkline.__all__ if name not in _ELSEWHERE]),
        ),
        "streaming.rst": page(
            "Stream events",
            ".. currentmodule:: trunkline.streaming",
            "Events have a class for each kind, made for ``match``. :doc:`/streaming` is the guide.",
            *_members(trunkline.streaming, trunkline.streaming.__all__),
        ),
        "text.rst": page("Text", prose(trunkline.text.__doc__), *_members(trunkline.text, trunkline.text.__all__)),
        "source.rst": page(
            "The source and its options",
            *_members(pipeline, pipeline.__all__),
            *_members(pipeline.load, ["load"]),
            *_members(pipeline.refresh, ["refresh"]),
            *_members(pipeline.follow, ["follow"]),
            *_members(pipeline.purge, ["purge"]),
        ),
        "sandbox.rst": page(
            "Sandbox",
            prose(trunkline.sandbox.__doc__),
            *_members(trunkline.sandbox, trunkline.sandbox.__all__),
            *_sandbox_values(),
            title("Fixtures of pytest", 1),
            *_fixtures(trunkline.sandbox.pytest_plugin),
        ),
    }


_ELSEWHERE = {"Mastodon", "AsyncMastodon", *errors.__all__, *trunkline.streaming.__all__}


def _members(module: ModuleType, names: list[str]) -> list[str]:
    return [f".. py:currentmodule:: {module.__name__}", *(_member(name, getattr(module, name)) for name in names)]


def _member(name: str, value: Any) -> str:
    if inspect.isclass(value):
        return _class(name, value)
    if callable(value):
        return directive("py:function", f"{name}{signature(_plain(value))}", prose(inspect.getdoc(value)))
    return directive("py:data", name, _described(value))


def _plain(function: Any) -> Any:
    """Return the function behind dlt's decorator, whose signature is that of the decorated one."""
    return getattr(function, "_deco_f", inspect.unwrap(function))


def _described(value: Any) -> str:
    if isinstance(value, dict):
        return "\n\n".join(f"``{key}``: {meaning}" for key, meaning in value.items())
    return f"``{value!r}``"


def _class(name: str, cls: type) -> str:
    members = [_attribute(cls, one) for one in _own_names(cls)]
    try:
        made_by = signature(cls, result=False)
    except ValueError:
        made_by = ""
    return directive("py:class", name + made_by, prose(cls.__doc__), *filter(None, members))


def _own_names(cls: type) -> list[str]:
    """Return the public names that a class has from this package."""
    ours = [base for base in cls.__mro__ if base.__module__.startswith("trunkline")]
    found = dict.fromkeys(name for base in ours for name in vars(base) if not name.startswith("_"))
    return [name for name in found if inspect.getdoc(getattr(cls, name, None))]


def _attribute(cls: type, name: str) -> str:
    static = inspect.getattr_static(cls, name)
    doc = inspect.getdoc(getattr(cls, name))
    if isinstance(static, property):
        return directive("py:property", name, prose(static.__doc__))
    if inspect.isfunction(static) or isinstance(static, staticmethod | classmethod):
        return directive("py:method", f"{name}{signature(getattr(cls, name))}", prose(doc))
    return ""


def _sandbox_values() -> list[str]:
    from trunkline.sandbox import actors, clock, outcomes

    found = [
        (name, value)
        for module in (actors, outcomes, clock)
        for name, value in vars(module).items()
        if inspect.isclass(value) and value.__module__ == module.__name__ and not name.startswith("_")
    ]
    return ["What its methods return:", *(_member(name, value) for name, value in found)]


def _fixtures(module: ModuleType) -> list[str]:
    from _pytest.fixtures import FixtureFunctionDefinition

    found = {name: value for name, value in vars(module).items() if isinstance(value, FixtureFunctionDefinition)}
    return [
        f".. py:currentmodule:: {module.__name__}",
        *(
            directive("py:function", name, prose(inspect.getdoc(value._get_wrapped_function())))  # its own docstring
            for name, value in found.items()
        ),
    ]
