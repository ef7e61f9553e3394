"""Options of the source: one definition, which dlt's signature and the catalogue follow."""

from __future__ import annotations

import ast
import inspect
from contextlib import nullcontext
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta, timezone
from importlib import import_module
from typing import Any

import pytest

from trunkline import MastodonIllegalArgumentError
from trunkline.pipeline import SourceOptions, mastodon_source
from trunkline.pipeline.catalogue import CATALOGUE
from trunkline.pipeline.names import RESOURCES, SOURCE


def test_the_source_has_these_parameters() -> None:
    names = [one.name for one in fields(SourceOptions)]
    assert list(inspect.signature(mastodon_source).parameters) == names
    assert mastodon_source.name == SOURCE


def test_the_source_hands_on_each_parameter() -> None:
    tree = ast.parse(inspect.getsource(import_module("trunkline.pipeline.source")))
    (call,) = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and ast.unparse(n.func) == "SourceOptions"]
    handed_on = {str(keyword.arg): ast.unparse(keyword.value) for keyword in call.keywords}
    assert handed_on == {one.name: one.name for one in fields(SourceOptions)}


def test_the_source_has_these_defaults() -> None:
    """Options that are not given leave the source as it is without them."""
    defaults = {name: one.default for name, one in inspect.signature(mastodon_source).parameters.items()}
    of_source, of_options = SourceOptions(**defaults), SourceOptions()
    for name in ("since_point", "backfill_point", "overlap", "items_a_page", "result_types"):
        assert getattr(of_source, name) == getattr(of_options, name)
    assert {name for name, value in defaults.items() if value} == {"page_size"}


def test_the_catalogue_has_these_resources() -> None:
    assert tuple(CATALOGUE) == RESOURCES


def test_what_is_given_is_as_dlt_wants_it() -> None:
    options = SourceOptions(accounts=("1", "2"), instances="servers.txt", consent=(), lag=0, private=False)
    assert options.given() == {
        "accounts": ["1", "2"],
        "instances": "servers.txt",
        "consent": [],
        "lag": 0,
        "private": False,
    }


def test_tokens_are_not_shown() -> None:
    options = SourceOptions(access_token="secret", instances=[{"api_base_url": "one.test", "access_token": "secret"}])
    assert "secret" not in repr(options)


@pytest.mark.parametrize(
    ("since", "meant"),
    [
        (None, None),
        (date(2026, 1, 31), datetime(2026, 1, 31, tzinfo=UTC)),
        ("2026-01-31", datetime(2026, 1, 31, tzinfo=UTC)),
        ("2026-01-31T01:00:00+02:00", datetime(2026, 1, 31, 1, tzinfo=timezone(timedelta(hours=2)))),
        ("id:113000", "113000"),
        ("2026-01-31T10:00", datetime(2026, 1, 31, 10, tzinfo=UTC)),
        ("all", ""),
        (113000, "113000"),
    ],
)
def test_since(since: Any, meant: Any) -> None:
    assert SourceOptions(since=since).since_point == meant


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(MastodonIllegalArgumentError, match="no timezone"):
        SourceOptions(since=datetime(2026, 1, 1))


def test_subjects_are_tidied() -> None:
    options = SourceOptions(hashtags=["#Cats", "cats"], accounts=[7, {"id": "8"}], search=["a", "a"])
    assert options.subjects("hashtags") == ("cats",)
    assert options.subjects("accounts") == ("7", "8")
    assert options.subjects("search") == ("a",)


@pytest.mark.parametrize(
    ("setting", "text", "refusal"),
    [
        ("consent", "false", None),
        ("consent", '["robots"]', None),
        ("consent", "robots", "consent is one text"),
        ("consent", "3", "consent is 3"),
        ("instances", "3", "instances is 3"),
        ("since", "2026-01-31", None),
        ("since", "id:113000000000000000", None),
        ("since", "113000000000000000", "since is '113000000000000000'"),
        ("since", "tomorrow-ish", "since is 'tomorrow-ish'"),
    ],
)
def test_settings_of_several_types(
    setting: str, text: str, refusal: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"SOURCES__MASTODON_SOURCE__{setting.upper()}", text)
    with pytest.raises(MastodonIllegalArgumentError, match=refusal) if refusal else nullcontext():
        mastodon_source(access_token="", api_base_url="http://127.0.0.1:1", resources=["timelines_public"])


@pytest.mark.parametrize("value", [False, 1.5])
def test_a_point_is_no_other_value(value: Any) -> None:
    with pytest.raises(MastodonIllegalArgumentError, match=f"since is {value}; pass a date"):
        SourceOptions(since=value)
