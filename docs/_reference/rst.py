"""Parts of pages in reStructuredText, which docstrings are written in."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterable, Sequence
from typing import Any, cast

from sphinx.ext.napoleon import Config
from sphinx.ext.napoleon.docstring import GoogleDocstring

_NAPOLEON = Config(napoleon_use_param=True, napoleon_use_rtype=False, napoleon_use_ivar=False)
_MARKS = "=-~"


def title(text: str, level: int = 0) -> str:
    """Return a heading."""
    return f"{text}\n{_MARKS[level] * len(text)}\n"


def page(name: str, *parts: str) -> str:
    """Return a page of its parts, each followed by an empty line."""
    return "\n\n".join((title(name), *(part.strip("\n") for part in parts if part))) + "\n"


def indented(text: str, width: int = 3) -> str:
    """Return a text with every line moved to the right."""
    return "\n".join(" " * width + line if line.strip() else "" for line in text.splitlines())


def directive(name: str, argument: str, *body: str, **options: str) -> str:
    """Return a directive with its options and content."""
    head = [f".. {name}:: {argument}", *(f"   :{key}: {value}".rstrip() for key, value in options.items())]
    return "\n".join(head) + "\n\n" + "\n\n".join(indented(part) for part in body if part) + "\n"


def code(text: str, language: str = "python") -> str:
    """Return a block of code."""
    return directive("code-block", language, text)


def prose(docstring: str | None, *, attributes: bool = True) -> str:
    """Return a docstring with its sections as fields.

    Args:
        docstring: the docstring, in Google's style.
        attributes: keep the section of attributes, as a table.
    """
    text = _with_code(inspect.cleandoc(docstring or ""))
    text, table = _without_attributes(text)
    converted = str(GoogleDocstring(text, cast(Any, _NAPOLEON)))
    return f"{converted}\n\n{table}" if attributes and table else converted


def _with_code(text: str) -> str:
    """Return a docstring whose indented examples are marked as code, where no ``::`` does that."""
    lines: list[str] = []
    last = ""
    for line in text.splitlines():
        starts = line.startswith("    ") and lines and not lines[-1].strip() and last and not last.startswith(" ")
        if starts and not last.endswith(":"):
            lines += [".. code-block:: python", ""]
        lines.append(line)
        last = line if line.strip() else last
    return "\n".join(lines)


def _without_attributes(text: str) -> tuple[str, str]:
    """Return a docstring without its section of attributes, and that section as a list of definitions."""
    found = re.search(r"^Attributes:\n((?:^(?:[ ]{4}.*)?\n?)+)", text, re.MULTILINE)
    if found is None:
        return text, ""
    body = inspect.cleandoc(found[1])
    items = re.findall(r"^(\w+): ((?:.|\n(?!\w))*)", body, re.MULTILINE)
    lines = [f"``{name}``\n{indented(_flat(meaning))}" for name, meaning in items]
    return text[: found.start()] + text[found.end() :], "\n\n".join(lines)


def _flat(text: str) -> str:
    return " ".join(line.strip() for line in text.splitlines())


def first_sentence(docstring: str | None) -> str:
    """Return the first line of a docstring."""
    return _flat(inspect.cleandoc(docstring or "").partition("\n\n")[0])


def signature(function: Any, *, result: bool = True) -> str:
    """Return the parameters and the result of a function as one writes them, without ``self``."""
    found = inspect.signature(function)
    module = sys.modules[inspect.unwrap(function).__module__]
    shown = [_parameter(one, module) for one in found.parameters.values() if one.name not in {"self", "cls"}]
    kinds = [one.kind for one in found.parameters.values() if one.name not in {"self", "cls"}]
    if inspect.Parameter.KEYWORD_ONLY in kinds and inspect.Parameter.VAR_POSITIONAL not in kinds:
        shown.insert(kinds.index(inspect.Parameter.KEYWORD_ONLY), "*")
    returned = (
        "" if found.return_annotation is found.empty or not result else f" -> {_kind(found.return_annotation, module)}"
    )
    return f"({', '.join(shown)}){returned}"


def _parameter(one: inspect.Parameter, module: Any) -> str:
    stars = "*" if one.kind is one.VAR_POSITIONAL else "**" if one.kind is one.VAR_KEYWORD else ""
    kind = "" if one.annotation is one.empty else f": {_kind(one.annotation, module)}"
    value = "" if one.default is one.empty else f" = {_default(one.default)}" if kind else f"={_default(one.default)}"
    return f"{stars}{one.name}{kind}{value}"


def _default(value: Any) -> str:
    return getattr(value, "__name__", "...") if callable(value) else re.sub(r"<([\w.]+).*>", r"\1", repr(value))


def _kind(annotation: Any, module: Any) -> str:
    """Return an annotation as text; names that are private to a module are replaced by what they stand for."""
    text = annotation if isinstance(annotation, str) else inspect.formatannotation(annotation)
    text = re.sub(r"\b_[A-Z]\w*\b", lambda name: _kind(getattr(module, name[0], name[0]), module), text)
    return re.sub(r"\b(?:trunkline|collections|typing|datetime|dlt)\.(?:\w+\.)*(?=\w)", "", text).replace(
        "NoneType", "None"
    )


def table(head: Sequence[str], rows: Iterable[Sequence[str]], widths: str = "auto") -> str:
    """Return a table."""
    lines = [".. list-table::", "   :header-rows: 1", f"   :widths: {widths}", "   :class: reference-table", ""]
    for row in (head, *rows):
        lines += [f"   {'*' if not number else ' '} - {_flat(cell)}" for number, cell in enumerate(row)]
    return "\n".join(lines) + "\n"


def toctree(*names: str, caption: str = "", depth: int = 1, hidden: bool = False) -> str:
    """Return a table of contents."""
    options = {
        "maxdepth": str(depth),
        **({"caption": caption} if caption else {}),
        **({"hidden": ""} if hidden else {}),
    }
    return directive("toctree", "", "\n".join(names), **options)
