"""The site has an entry for everything public, and a way to every page."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

pytest.importorskip("sphinx")

import _reference
from _reference import environment, examples, llms, methods, pictures

import trunkline.pipeline
import trunkline.sandbox
import trunkline.streaming
import trunkline.text
from trunkline import AsyncMastodon, Mastodon, entities
from trunkline.cli.commands import COMMANDS

from .blocks import DOCS, ROOT, name_of, pages


@cache
def reference() -> dict[str, str]:
    """Return the pages of the reference."""
    return _reference.reference()


@cache
def entries() -> set[str]:
    """Return the names that have an entry."""
    text = "\n".join(reference().values())
    return set(re.findall(r"^ *\.\. py:\w+:: ([\w.]+)", text, re.MULTILINE))


@pytest.mark.parametrize(
    "names",
    [
        [name for name in trunkline.__all__ if name != "__version__"],
        trunkline.streaming.__all__,
        trunkline.pipeline.__all__,
        trunkline.sandbox.__all__,
        trunkline.text.__all__,
        [name for name in entities.__all__ if name not in {"Entity", "Page"}],
    ],
    ids=["trunkline", "streaming", "pipeline", "sandbox", "text", "entities"],
)
def test_public_names_have_an_entry(names: list[str]) -> None:
    assert sorted(set(names) - entries()) == []


@pytest.mark.parametrize("client", [Mastodon, AsyncMastodon])
def test_methods_have_an_entry(client: type) -> None:
    named = {f"Mastodon.{name}" for name in dir(client) if not name.startswith("_")}
    assert sorted(named - entries()) == []


def test_commands_have_a_page() -> None:
    assert {f"commands/{name}.rst" for name in COMMANDS if " " not in name} <= set(reference())


def test_each_field_of_an_entity_says_what_it_is() -> None:
    from _reference.entities import classes

    from trunkline.answers.field_texts import own_fields

    silent = [f"{cls.__name__}.{one.name}" for cls in classes() for one in own_fields(cls) if not one.meaning]
    assert silent == []


def test_columns_say_what_they_are() -> None:
    tables = "\n".join(text for name, text in reference().items() if name.startswith("tables/"))
    assert re.findall(r"- ``(\w+)``\n +- \w+\n +- *\n", tables) == []


def test_examples_are_calls_that_can_be_made() -> None:
    """Each one fits the signature, and the call accepts the values."""
    for name in methods.names():
        method = getattr(Mastodon, name)
        if not hasattr(method, "facts"):
            continue
        try:
            args, kwargs = examples.evaluated(name)
        except NameError:  # it needs something that a call has returned
            continue
        inspect.signature(method).bind(None, *args, **kwargs)
    for name in methods.names():
        if hasattr(getattr(Mastodon, name), "facts"):
            methods.first_request(name)


def test_variables_of_the_environment_are_listed() -> None:
    listed = {name for names in environment.MEANINGS for name in names.split(", ")}
    assert sorted(environment.read_by_the_code() - listed - {"no_proxy"}) == []


@pytest.mark.parametrize("name", sorted(pictures.pictures()))
def test_pictures_show_what_is_there(name: str) -> None:
    """Building the site draws them again: `make docs`."""
    assert (DOCS / "_static" / name).read_text(encoding="utf-8") == pictures.pictures()[name]


def test_the_index_for_language_models_is_up_to_date() -> None:
    """Building the site writes it again: `make docs`."""
    assert (ROOT / "llms.txt").read_text(encoding="utf-8") == llms.text()


def test_navigation_reaches_each_page() -> None:
    reached = {"index"}
    for path in pages():
        for block in re.findall(
            r"^```\{toctree\}\n(.*?)^```", path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
        ):
            entries = [line.strip() for line in block.splitlines() if line.strip() and not line.startswith(":")]
            reached |= {(path.parent / entry).resolve().relative_to(DOCS.resolve()).as_posix() for entry in entries}
    assert sorted({name_of(path) for path in pages()} - reached) == []


@pytest.mark.parametrize("path", [pytest.param(path, id=name_of(path)) for path in pages()])
def test_links_lead_somewhere(path: Path) -> None:
    made = {(DOCS / "reference" / name).resolve() for name in reference()}
    made |= {(DOCS / "project" / f"{name}.md").resolve() for name in ("changelog", "contributing", "security")}
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", path.read_text(encoding="utf-8"))
    targets = {link: (path.parent / link).resolve() for link in links}
    assert [link for link, target in targets.items() if not target.exists() and target not in made] == []


@pytest.mark.soak
def test_the_site_is_built_without_warnings(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, *"-m sphinx -q -W --keep-going -b html docs".split(), tmp_path, "-d", tmp_path / "doctrees"],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=280,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "search.html").exists()
    assert "howto/troubleshooting" in (tmp_path / "_static/language_data.js").read_text("utf-8")  # our scores
    assert 'id="trunkline.Mastodon.status_post"' in (tmp_path / "reference/methods/statuses.html").read_text("utf-8")
