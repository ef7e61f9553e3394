"""No module of the package imports, over any number of others, itself.

`lint-imports` keeps the layers; circles inside one layer are found here. Imports in functions and for types count.
"""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter

import grimp
import pytest


def imports(package: str) -> dict[str, set[str]]:
    """The modules that each module imports."""
    graph = grimp.build_graph(package, cache_dir=None)
    return {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}


@pytest.mark.parametrize("package", ["trunkline", "mastodon"])
def test_there_is_no_circle(package: str) -> None:
    graph = imports(package)
    assert len(graph) > 30
    list(TopologicalSorter(graph).static_order())


def test_a_circle_would_be_found() -> None:
    graph = imports("trunkline")
    graph["trunkline.errors"] = {"trunkline.cli.app"}
    with pytest.raises(CycleError):
        list(TopologicalSorter(graph).static_order())
