"""Reduce a copy of Mastodon.py to ``facts/mastodonpy_imports.json``: names that its modules have from each other.

Programs can import these from either module. The folder is ``mastodon`` of a copy of Mastodon.py, which is not part of
the repository. Run this after it changed::

    python tests/contract/reduce_mastodonpy_imports.py FOLDER

Left out are modules of others, which Mastodon.py passes on in ``compat``, and names under which one part of the client
is known to another (``Internals``, ``MastoUtility``).
"""

from __future__ import annotations

import ast
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

TARGET = Path(__file__).parent / "facts" / "mastodonpy_imports.json"


def main(folder: Path) -> None:
    """Write the reduced file."""
    trees = {path.stem: ast.parse(path.read_text(encoding="utf-8")) for path in folder.glob("*.py")}
    names = {module: sorted(imported(trees, module)) for module in sorted(trees) if module != "__init__"}
    entries = [f"{json.dumps(module)}: {json.dumps(found)}" for module, found in names.items() if found]
    TARGET.write_text("{\n" + ",\n".join(entries) + "\n}\n")


def imported(trees: dict[str, ast.Module], module: str) -> set[str]:
    """Return the names that a module imports from others of the package.

    ``from ... import *`` counts in ``Mastodon`` alone, from which programs import classes of answers.
    """
    found = set[str]()
    for statement in statements(trees[module].body):
        if not isinstance(statement, ast.ImportFrom):
            continue
        path = ("mastodon." * bool(statement.level)) + (statement.module or "")
        source = path.removeprefix("mastodon.")
        if source == path:
            continue
        for alias in statement.names:
            if alias.name == "*" and module == "Mastodon":
                found |= {name for name in defined(trees[source]) | imported(trees, source) if name[0] != "_"}
            elif alias.name != "*" and alias.asname is None and (source != "compat" or alias.name.startswith("IMPL_")):
                found.add(alias.name)
    return found - {"Mastodon"}


def statements(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    """Return the statements of a module, with those that depend on a condition."""
    for statement in body:
        yield statement
        if isinstance(statement, ast.If | ast.Try):
            handlers = [part for handler in getattr(statement, "handlers", []) for part in handler.body]
            yield from statements([*statement.body, *handlers, *statement.orelse])


def defined(tree: ast.Module) -> set[str]:
    """Return the names of classes, functions and variables."""
    targets = [target for part in tree.body if isinstance(part, ast.Assign) for target in part.targets]
    classes = {part.name for part in tree.body if isinstance(part, ast.ClassDef | ast.FunctionDef)}
    return classes | {target.id for target in targets if isinstance(target, ast.Name)}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
