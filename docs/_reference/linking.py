"""Links to the reference from names: those of docstrings, and code such as ``status_post`` in prose.

In docstrings a name in single backticks is something of this package; where it has no entry and is nothing that can be
imported, that is a fault of the docstring, and a warning. In prose a piece of code that is the name of an entry, and of
one alone, becomes a link to it.
"""

from __future__ import annotations

import builtins
import re
from collections import defaultdict
from functools import cache
from importlib import import_module
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util import logging

logger = logging.getLogger(__name__)

_NAME = re.compile(r"(?:mastodon\.|Mastodon\.|trunkline\.(?:\w+\.)*)?(\w+)(?:\(\))?")
_ALIASES = {"Core": "trunkline.Mastodon", "SyncCore": "trunkline.Mastodon"}


class Names:
    """Entries of the reference by their last names."""

    def __init__(self, app: Sphinx) -> None:
        self._domain = app.env.domains.python_domain
        self._builder = app.builder
        self._found: dict[str, list[str]] = defaultdict(list)
        for name in self._domain.objects:
            self._found[name.rpartition(".")[2]].append(name)

    def entry(self, text: str) -> str | None:
        """Return the full name of the entry that a name stands for; methods of clients come before others."""
        last = text.rpartition(".")[2]
        if text in self._domain.objects or f"trunkline.{text}" in self._domain.objects:
            return text if text in self._domain.objects else f"trunkline.{text}"
        if last in _ALIASES:
            return _ALIASES[last]
        found = self._found[last]
        ours = [
            name
            for name in found
            if name == f"trunkline.Mastodon.{last}" or (name.count(".") <= 2 and last[0].isupper())
        ]
        exact = [name for name in found if name.endswith(f".{text}")]
        return next(iter(ours or (exact if len(exact) == 1 else [])), None)

    def link(self, entry: str, docname: str, content: nodes.Node) -> nodes.reference:
        """Return a link to an entry."""
        target = self._domain.objects[entry]
        uri = self._builder.get_relative_uri(docname, target.docname) + "#" + target.node_id
        return nodes.reference("", "", content, internal=True, refuri=uri, reftitle=entry)


def leave_builtins(app: Sphinx, tree: nodes.document) -> None:
    """Let types such as ``list`` and ``datetime`` be no links: Sphinx would find methods and fields of these names."""
    for node in list(tree.findall(addnodes.pending_xref)):
        if node.get("refdomain") == "py" and node["reftype"] == "class" and node["reftarget"].islower():
            node.replace_self(nodes.Text(node["reftarget"]))


@cache
def _names(app: Sphinx) -> Names:
    """Return the entries, which are known when all pages were read."""
    return Names(app)


def resolve(app: Sphinx, env: Any, node: Any, content: nodes.Node) -> nodes.Node | None:
    """Link a name of a docstring or signature that Sphinx has not found."""
    if node.get("refdomain") != "py":
        return None
    target = node["reftarget"].lstrip("~.")
    entry = _names(app).entry(target)
    if entry is not None:
        return _names(app).link(entry, node["refdoc"], content)
    if node["reftype"] == "obj" and not _exists(target):
        logger.warning("there is nothing called %r in this package", target, location=node, type="ref")
    return content


def _exists(name: str) -> bool:
    """Return True for a name of this package that the reference leaves out, and for what is no name at all."""
    if not re.fullmatch(r"[\w.]+", name) or (name.islower() and "." not in name) or hasattr(builtins, name):
        return True
    if name.startswith("trunkline."):
        parts = name.split(".")
        for end in range(len(parts), 0, -1):
            try:
                value: Any = import_module(".".join(parts[:end]))
            except ImportError:
                continue
            return all((value := getattr(value, part, None)) is not None for part in parts[end:])
        return False
    return name.rpartition(".")[2] in _all_names()


def _all_names() -> set[str]:
    """Return all names that the code of the package defines."""
    if not _DEFINED:
        from pathlib import Path

        import trunkline

        for path in Path(trunkline.__path__[0]).rglob("*.py"):
            _DEFINED.update(re.findall(r"^\s*(?:(?:async )?def |class )?(\w+)", path.read_text("utf-8"), re.MULTILINE))
    return _DEFINED


_DEFINED: set[str] = set()


def link_code(app: Sphinx, tree: nodes.document, docname: str) -> None:
    """Make links of the names in prose that have an entry."""
    if docname.startswith("reference/"):
        return
    names = _names(app)
    for literal in list(tree.findall(nodes.literal)):
        found = _NAME.fullmatch(literal.astext())
        if (
            found is None
            or isinstance(literal.parent, nodes.reference | nodes.title)
            or not _is_telling(literal.astext())
        ):
            continue
        entry = names.entry(found[1])
        if entry is not None and (entry.startswith("trunkline.Mastodon.") or found[1][0].isupper()):
            literal.replace_self(names.link(entry, docname, literal.deepcopy()))


def _is_telling(name: str) -> bool:
    """Return False for a word that may mean anything: a column, an option, an argument."""
    return any(mark in name for mark in "_.(") or not name.islower()


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect with Sphinx."""
    app.connect("doctree-read", leave_builtins)
    app.connect("missing-reference", resolve)
    app.connect("doctree-resolved", link_code)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
