"""The whole comparison: each area with either library."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.contract.facts_types import facts

from .cases import calls
from .compare import Difference, of_call, of_constructor, of_entity, of_script, of_surface
from .constructors import constructors
from .recorded import recorded
from .run import Library
from .world import World, world

AREAS = ("surface", "constructors", "scripts", "calls", "recorded")
"""What is compared."""

_Compare = Callable[[str, Any, Any], Iterator[Difference]]


def differences(theirs: Library, ours: Library, folder: Path, areas: tuple[str, ...] = AREAS) -> list[Difference]:
    """Do everything with both, and compare.

    Args:
        folder: an empty folder for what the programs write.
        areas: some of `AREAS`.
    """
    with world() as server:
        return list(_Comparison(theirs, ours, folder, server).of(areas))


class _Comparison:
    def __init__(self, theirs: Library, ours: Library, folder: Path, server: World) -> None:
        self._libraries = (theirs, ours)
        self._folder = folder
        self._world = server
        self._job = {"url": server.proxy.url, "token": server.token, "things": server.things}

    def of(self, areas: tuple[str, ...]) -> Iterator[Difference]:
        if "surface" in areas:
            yield from self._both({"area": "surface"}, of_surface)
        if "constructors" in areas:
            yield from self._both({"area": "constructors", "cases": constructors(self._world)}, of_constructor)
        if "scripts" in areas:
            api = facts("mastodonpy_api")
            fields = {name: sorted(known) for name, known in facts("return_types").items()}
            job = {"area": "scripts", "return_types": api["return_types"], "fields": fields}
            yield from self._both(job, of_script)
        if "calls" in areas:
            yield from self._both({"area": "calls", "cases": calls(self._world)}, of_call)
        if "recorded" in areas:
            yield from self._recorded()

    def _recorded(self) -> Iterator[Difference]:
        theirs = self._libraries[0]
        plain = [case for case in calls(self._world) if case["id"].endswith("()")]
        asked = theirs.run(self._folder / "plain", {**self._job, "area": "calls", "cases": plain})
        values, entities = recorded(plain, asked)
        self._folder = self._folder / "recorded"
        yield from self._both({"area": "calls", "cases": values}, of_call)
        yield from self._both({"area": "entities", "cases": entities}, of_entity)

    def _both(self, job: dict[str, Any], compare: _Compare) -> Iterator[Difference]:
        theirs, ours = (one.run(self._folder, {**self._job, **job}) for one in self._libraries)
        for case, outcome in theirs.items():
            here = ours.get(case)
            if here is None and compare is not of_surface:
                raise ValueError(f"{case} was not done with both")
            yield from compare(case, outcome, here)
