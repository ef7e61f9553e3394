"""Examination of an installation: what is there, and each problem with the commands that mend it."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterator, Sequence
from importlib.machinery import ModuleSpec
from importlib.metadata import Distribution, packages_distributions
from typing import Any, NamedTuple

from trunkline.about import __version__
from trunkline.face import mending
from trunkline.face.extras import CORE, MODULES, Extra, core, extras, import_errors
from trunkline.face.folder import PACKAGE, find_mastodon, is_ours
from trunkline.face.records import damage, distribution, files_under, is_editable, package_folders

OURS, THEIRS = "trunkline", "Mastodon.py"
_PATH_FILES = ("trunkline_mastodon.pth", "_trunkline.pth")


class Defect(NamedTuple):
    """Something that is broken.

    Attributes:
        problem: a sentence.
        commands: commands that mend it, in their order.
    """

    problem: str
    commands: list[str]


def examine() -> dict[str, Any]:
    """Return the report, made of values for JSON; it holds no values of environment variables but paths."""
    path = sys.path if sys.flags.safe_path else sys.path[1:]  # the first is the folder of the running script
    ours, theirs, spec = distribution(OURS), distribution(THEIRS), find_mastodon(path)
    of_extras = extras(OURS) if ours else {}
    problems = [*_about_ours(ours), *_about_theirs(theirs), *_about_folders(path, theirs)]
    problems += _about_imports(spec, ours, theirs, mixed=bool(problems))
    problems += _about_extras(ours, of_extras) if ours else []
    return {
        "ok": not problems,
        "python": {
            "version": platform.python_version(),
            "implementation": platform.python_implementation(),
            "executable": sys.executable,
        },
        "platform": platform.platform(),
        "trunkline": {
            "version": __version__,
            "path": PACKAGE,
            "distribution": ours.version if ours else None,
            "editable": bool(ours and is_editable(ours)),
        },
        "Mastodon.py": {"version": theirs.version, "path": str(theirs.locate_file(""))} if theirs else None,
        "mastodon": _imported_library(spec, theirs),
        "extras": {name: extra._asdict() for name, extra in of_extras.items()},
        "problems": [problem._asdict() for problem in problems],
    }


def _imported_library(spec: ModuleSpec | None, theirs: Distribution | None) -> dict[str, str | None] | None:
    """Return which library is imported as `mastodon`."""
    if spec is None:
        return None
    if is_ours(spec):
        return {"path": spec.origin, "distribution": OURS, "version": __version__}
    if theirs and (is_editable(theirs) or _folder(spec) in package_folders(theirs, "mastodon")):
        return {"path": spec.origin, "distribution": THEIRS, "version": theirs.version}
    name = next(iter(_other_owners()), None)
    found = distribution(name) if name else None
    return {"path": spec.origin, "distribution": name, "version": found.version if found else None}


def _folder(spec: ModuleSpec) -> str:
    return os.path.dirname(os.path.realpath(spec.origin or ""))


def _other_owners() -> set[str]:
    """Return the names of other distributions that bring a `mastodon`."""
    return set(packages_distributions().get("mastodon", ())) - {OURS, THEIRS}


def _about_ours(ours: Distribution | None) -> Iterator[Defect]:
    if ours is None:
        yield Defect(f"No distribution of the trunkline in {PACKAGE} is installed.", [mending.install(OURS)])
        return
    folders = package_folders(ours, OURS)
    if os.path.realpath(PACKAGE) not in folders:
        listed = os.environ.get("PYTHONPATH", "").split(os.pathsep)
        by_path = os.path.dirname(PACKAGE) in map(os.path.abspath, filter(None, listed))
        yield Defect(
            f"trunkline is imported from {PACKAGE}, and installed in {', '.join(folders) or 'another folder'}.",
            [mending.forget_path() if by_path else mending.reinstall(ours)],
        )
    elif ours.version != __version__:
        yield Defect(f"trunkline is {__version__}, its metadata {ours.version}.", [mending.reinstall(ours)])
    found = damage(ours, OURS, *_PATH_FILES)._replace(strange=[])
    if any(found):
        yield Defect(f"Files of trunkline are damaged: {found}.", [mending.reinstall(ours)])


def _about_theirs(theirs: Distribution | None) -> Iterator[Defect]:
    if theirs is None or is_editable(theirs) or not theirs.files:
        return
    found = damage(theirs, "mastodon")
    if any(found):
        folder = str(theirs.locate_file("mastodon"))
        emptied = [mending.remove(folder)] if found.strange else []
        yield Defect(
            f"{folder} is not as Mastodon.py {theirs.version} installs it: {found}.",
            [*emptied, mending.reinstall(theirs)],
        )


def _about_folders(path: Sequence[str], theirs: Distribution | None) -> Iterator[Defect]:
    """Find packages `mastodon` that no distribution owns, as trunkline 0.1.0 left them."""
    if theirs and is_editable(theirs):
        return
    owned = package_folders(theirs, "mastodon") if theirs else []
    for entry in dict.fromkeys(os.path.realpath(entry) for entry in path):
        spec = find_mastodon([entry])
        if spec is None or is_ours(spec) or _folder(spec) in owned or not _is_site(entry) or _other_owners():
            continue
        left = _folder(spec) if spec.submodule_search_locations else str(spec.origin)
        yield Defect(
            f"{left} belongs to no installed distribution ({len(files_under(left))} files).", [mending.remove(left)]
        )
    here = find_mastodon([os.getcwd()])
    if here and not is_ours(here) and os.getcwd() not in path:
        name = "mastodon" if here.submodule_search_locations else "mastodon.py"
        yield Defect(
            f"Programs in this folder import its own {name} instead of a library.",
            [mending.rename(name, f"own_{name}")],
        )


def _is_site(folder: str) -> bool:
    """Return True if distributions are installed in the folder."""
    return os.path.isdir(folder) and any(name.endswith(".dist-info") for name in os.listdir(folder))


def _about_imports(
    spec: ModuleSpec | None, ours: Distribution | None, theirs: Distribution | None, *, mixed: bool
) -> Iterator[Defect]:
    if mixed:
        return  # fix these problems first
    if spec is None:
        yield Defect(
            f"`import mastodon` finds nothing: .pth files in {os.path.dirname(PACKAGE)} are not read.",
            [mending.run_program()],
        )
        return
    owner = ours if is_ours(spec) else theirs
    for error in import_errors({"mastodon": ("mastodon", "mastodon.Mastodon")}).values():
        yield Defect(f"`import mastodon` fails with {error}.", [mending.complete(owner)] if owner else [])


def _about_extras(ours: Distribution, of_extras: dict[str, Extra]) -> Iterator[Defect]:
    """Find wrong versions and failing imports; each is named once, with the first extra that it concerns."""
    needed = core(OURS)
    for name in needed.missing:
        yield Defect(f"{name} is missing.", [mending.complete(ours)])
    states = {"": needed, **{name: extra for name, extra in of_extras.items() if extra.state == "installed"}}
    seen = set[str]()
    for name, extra in states.items():
        for conflict in extra.conflicts:
            if conflict not in seen:
                yield Defect(f"{conflict}.", [mending.complete(ours, name)])
        seen.update(extra.conflicts)
    modules = {name: MODULES.get(name, ()) for name in states} | {"": () if needed.missing else CORE}
    for name, error in import_errors({name: found for name, found in modules.items() if found}).items():
        if error not in seen:
            yield Defect(
                f"{f'The extra {name}' if name else 'trunkline'}: {error}.", [mending.reinstall_all(ours, name)]
            )
        seen.add(error)
