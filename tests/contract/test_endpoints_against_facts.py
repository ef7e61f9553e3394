"""Endpoints agree with the API's catalogue, but for the differences listed with reasons."""

from __future__ import annotations

from types import NoneType
from typing import Any

from trunkline.oauth.scopes import SCOPE_SETS
from trunkline.protocol.request import Facts, Request

from .described import FACTS, by_fact, endpoints, is_flow, json_names, page_of, plain, requests_of
from .endpoint_differences import (
    ANSWERS,
    BESIDES,
    CHANGED,
    DEPRECATED,
    NAMES,
    NOT_CALLS,
    PAGINATION,
    PARAMETERS_BEYOND,
    PARAMETERS_LEFT_OUT,
    PARAMETERS_NOT_ALWAYS,
    PARAMETERS_SINCE,
    SCOPES,
    SINCE,
    WITHOUT_REQUEST,
)
from .facts_types import python_type
from .tables import over

LIVE = sorted(set(FACTS) - set(NOT_CALLS))

every_live_endpoint = over("fact", LIVE)


def method_of(fact: str) -> str:
    """Return the method that describes an endpoint of the catalogue."""
    named = NAMES[fact][0] if fact in NAMES else FACTS[fact]["method"]
    return named or next(iter(describing(fact)))


def describing(fact: str) -> set[str]:
    """Return the methods that describe an endpoint in one step, without additional ones."""
    beside = {*FACTS[fact]["other_methods"], *BESIDES}
    return {name for name in by_fact()[fact] if not is_flow(endpoints()[name])} - beside


def calls(fact: str) -> list[Request[Any]]:
    """Return the requests of an endpoint's own method."""
    return by_fact()[fact][method_of(fact)]


def facts_of(fact: str) -> Facts:
    """Return the facts of an endpoint's own method."""
    return endpoints()[method_of(fact)].facts


def parameters(fact: str) -> dict[str, dict[str, Any]]:
    """Return the parameters of the catalogue by plain name; lists of objects by their parts."""
    named = {plain(name): value for name, value in FACTS[fact]["parameters"].items()}
    return {name: value for name, value in named.items() if not any(n.startswith(f"{name}[") for n in named)}


def narrowest(scopes: Any) -> set[str]:
    """Return scopes without those that include another of them."""
    return {scope for scope in scopes if not set(SCOPE_SETS.get(scope, ())) & set(scopes)}


@every_live_endpoint
def test_exactly_one_endpoint_describes_it(fact: str) -> None:
    assert len(describing(fact) | {method_of(fact)}) == 1
    assert calls(fact)


@every_live_endpoint
def test_answer(fact: str) -> None:
    results = {request.result for request in calls(fact)}
    if fact in ANSWERS:
        assert results == {ANSWERS[fact][0]}
        return
    notation = FACTS[fact]["answer"]
    answers = {NoneType if part == "Empty" else python_type(part) for part in notation.split("|")}
    assert results == {answer if FACTS[fact]["pagination"] == "none" else page_of(answer) for answer in answers}


@every_live_endpoint
def test_pagination(fact: str) -> None:
    kinds = {"link" if request.pagination == "id" else request.pagination for request in calls(fact)}
    assert (kinds == {FACTS[fact]["pagination"]}) != (fact in PAGINATION)


@every_live_endpoint
def test_lists_whose_cursor_is_the_id_of_an_object(fact: str) -> None:
    """Those of statuses and notifications; the cursors of all others (follows, bookmarks) only the server knows."""
    by_id = any(request.pagination == "id" for request in calls(fact))
    timeline = fact.startswith("GET /api/v1/timelines/")
    others = ("accounts/{id}/statuses", "notifications", "scheduled_statuses")
    assert by_id == (timeline or fact in {f"GET /api/v1/{path}" for path in others})


@every_live_endpoint
def test_parameters(fact: str) -> None:
    sent = set().union(*map(json_names, calls(fact)))
    beyond, left_out = sent - set(parameters(fact)), set(parameters(fact)) - sent
    assert beyond == set(PARAMETERS_BEYOND.get(fact, {}))
    assert left_out == set(PARAMETERS_LEFT_OUT.get(fact, {}))


@every_live_endpoint
def test_required_parameters_are_always_sent(fact: str) -> None:
    always = set.intersection(*map(json_names, calls(fact)))
    required = {name for name, value in parameters(fact).items() if value.get("required")}
    assert required - always == set(PARAMETERS_NOT_ALWAYS.get(fact, {}))


@every_live_endpoint
def test_scopes(fact: str) -> None:
    agrees = narrowest(facts_of(fact).scopes) == narrowest(FACTS[fact]["scopes"])
    assert agrees != (fact in SCOPES)


@every_live_endpoint
def test_versions(fact: str) -> None:
    since = FACTS[fact]["since"]
    assert (since in {None, facts_of(fact).since}) != (fact in SINCE)
    if since is not None:
        changed = None if facts_of(fact).changed == since else facts_of(fact).changed
        assert (changed == FACTS[fact]["changed"]) != (fact in CHANGED)


@every_live_endpoint
def test_deprecation(fact: str) -> None:
    agrees = bool(facts_of(fact).deprecated) == bool(FACTS[fact]["deprecated"])
    assert agrees != (fact in DEPRECATED)


@every_live_endpoint
def test_versions_of_parameters(fact: str) -> None:
    listed = {name: value.get("since") for name, value in parameters(fact).items()}
    sent = set().union(*map(json_names, calls(fact)))
    ours = facts_of(fact).params_since
    different = {
        name
        for name in {*listed, *sent}
        if (ours.get(name) or ours.get(name.partition("[")[0]) or FACTS[fact]["since"])
        != (listed.get(name) or FACTS[fact]["since"])
    }
    assert different == set(PARAMETERS_SINCE.get(fact, {}))


def test_listed_differences_exist() -> None:
    for listed in (ANSWERS, CHANGED, NAMES, PARAMETERS_BEYOND, PARAMETERS_LEFT_OUT, PARAMETERS_NOT_ALWAYS):
        assert set(listed) <= set(LIVE)
    for listed in (DEPRECATED, PAGINATION, PARAMETERS_SINCE, SCOPES, SINCE):
        assert set(listed) <= set(LIVE)
    assert set(NOT_CALLS) <= set(FACTS)
    assert not [fact for fact in NOT_CALLS if by_fact()[fact]]
    assert {*BESIDES, *WITHOUT_REQUEST} <= set(endpoints())


@over("name", sorted(endpoints()))
def test_every_endpoint_is_in_the_catalogue(name: str) -> None:
    in_catalogue = any(name in methods for methods in by_fact().values())
    assert in_catalogue != (name in WITHOUT_REQUEST)


@over("name", sorted(endpoints()))
def test_parameters_with_a_version_are_sent(name: str) -> None:
    sent = {
        part
        for request in requests_of(name)
        for json_name in json_names(request)
        for part in (json_name, json_name.split("[")[0])
    }
    assert set(endpoints()[name].facts.params_since) <= sent
