"""Names of modules and classes, and what `inspect` says of them."""

from __future__ import annotations

import inspect
import pkgutil
import re
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType
from typing import Any
from unittest.mock import create_autospec, patch

import mastodon

from .show import failure, name_of

_CONSTANTS = (bool, int, float, str, bytes, type(None))
_OWN = ("mastodon", "trunkline")
_LONG = 120
_UNIVERSAL = {name for cls in (object, dict, list, str) for name in dir(cls)}


def outcomes(job: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Describe every module and class that there is, and the modules that the job names besides."""
    names = [f"mastodon.{one.name}" for one in pkgutil.iter_modules(mastodon.__path__)]
    classes: dict[str, type] = {}
    for name in ["mastodon", *names]:
        yield f"module {name}", _module(name, classes)
    for name, cls in sorted(classes.items()):
        yield f"class {name}", _class(cls)
        for method in sorted(dir(cls) if cls.__name__ == "Mastodon" else vars(cls)):
            if not method.startswith("__") or (method == "__init__" and "__init__" in vars(cls)):
                found = inspect.getattr_static(cls, method)
                if callable(getattr(cls, method, None)) and not isinstance(found, type):
                    yield f"method {name}.{method}", _method(cls, method)
    yield "tools", _tools()


def _module(name: str, classes: dict[str, type]) -> dict[str, Any]:
    try:
        module = import_module(name)
    except Exception as error:  # noqa: BLE001 (any error is what is reported)
        return {"import": failure(error)}
    found = {}
    for attribute in dir(module):
        value = getattr(module, attribute)
        if attribute.startswith("__") and attribute not in ("__version__", "__all__"):
            continue
        if getattr(value, "__module__", None) in ("typing", "__future__") or attribute == "annotations":
            continue
        found[attribute] = _kind(value)
        if isinstance(value, type) and attribute == name_of(value) and value.__module__.startswith(_OWN):
            classes.setdefault(attribute, value)
    return {"import": "works", "names": found}


def _kind(value: Any) -> str:
    if isinstance(value, type):
        return f"class {name_of(value)}"
    if isinstance(value, ModuleType):
        return f"module {value.__name__}"
    if inspect.isfunction(value):
        return "function"
    if isinstance(value, _CONSTANTS):
        return f"{value!r:.120}"
    return type(value).__name__


def _class(cls: type) -> dict[str, Any]:
    return {
        "bases": [name_of(one) for one in cls.__mro__[1:] if one.__module__ not in ("builtins", "typing", "abc")],
        "built-in bases": [one.__name__ for one in cls.__mro__[1:] if one.__module__ == "builtins"],
        "annotations": {name: _annotation(one) for name, one in vars(cls).get("__annotations__", {}).items()},
        "attributes": {
            name: _kind(getattr(cls, name, None))
            for name in vars(cls)
            if not name.startswith("__") and not callable(getattr(cls, name, None))
        },
    }


def _annotation(value: Any) -> str:
    text = str(value).replace("typing.", "").replace("'", "")
    text = re.sub(r"\b(mastodon|trunkline)(\.\w+)*\.", "", text)
    text = re.sub(r"^<class (.*)>$", r"\1", text)
    text = re.sub(r"\b(Id|IdType)\b", "MaybeSnowflakeIdType", text)
    return re.sub(r"^Optional\[(.*)\]$", r"\1 | None", text)


def _method(cls: type, name: str) -> dict[str, Any]:
    static, found = inspect.getattr_static(cls, name), getattr(cls, name)
    described: dict[str, Any] = {
        "static": isinstance(static, staticmethod),
        "is a function": inspect.isfunction(found),
        "name": getattr(found, "__name__", None),
        "documented": bool(getattr(found, "__doc__", None)),
        "returns": _annotation(getattr(found, "__annotations__", {}).get("return", "nothing said")),
    }
    try:
        parameters = inspect.signature(found).parameters.values()
    except Exception as error:  # noqa: BLE001 (any error is what is reported)
        return {**described, "signature": f"raises {type(error).__name__}"}
    kept = [one for one in parameters if one.kind is not one.KEYWORD_ONLY]
    described["signature"] = [
        f"{'*' * (one.kind is one.VAR_POSITIONAL)}{'**' * (one.kind is one.VAR_KEYWORD)}{one.name}{_default(one)}"
        for one in kept
    ]
    return described


def _default(parameter: inspect.Parameter) -> str:
    default = parameter.default
    if default is parameter.empty:
        return ""
    return f"={list(default) if isinstance(default, tuple) else default!r:.60}"


def _tools() -> dict[str, Any]:
    """What tools that look into classes find."""
    cls = mastodon.Mastodon
    tools = {
        "inspect.getmembers(isfunction)": lambda: sorted(
            name for name, _ in inspect.getmembers(cls, inspect.isfunction) if not name.startswith("_")
        ),
        "create_autospec": lambda: sorted(name for name in dir(create_autospec(cls)) if not name.startswith("_")),
        "patch.object(autospec)": _patched,
        "vars of the class": lambda: sorted(
            {name for one in cls.__mro__ for name, found in vars(one).items() if inspect.isfunction(found)}
            - _UNIVERSAL
            - {name for name in dir(cls) if name.startswith("_")}
        ),
    }
    found = {}
    for name, tool in tools.items():
        try:
            found[name] = tool()
        except Exception as error:  # noqa: BLE001 (any error is what is reported)
            found[name] = f"raises {type(error).__name__}: {error}"[:_LONG]
    return found


def _patched() -> str:
    with patch.object(mastodon.Mastodon, "status_post", autospec=True) as mocked:
        mastodon.Mastodon(api_base_url="http://127.0.0.1:1", access_token="a").status_post("x")
        return f"{len(mocked.call_args.args)} arguments"
