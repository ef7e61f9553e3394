"""Defaults and maxima in docstrings are those of the API's catalogue, and those that a server states.

``facts/lengths.json`` has the maxima that the catalogue lacks, from the error messages and the configuration of a
Mastodon server of version 4.7.
"""

from __future__ import annotations

import inspect
import re
from functools import cache
from itertools import product

from trunkline.clients.all_endpoints import Endpoints
from trunkline.endpoints.request_sizes import ACCOUNTS_A_REQUEST, STATUSES_A_REQUEST
from trunkline.text.limits import CHARACTERS

from .described import FACTS, by_fact, endpoints
from .facts_types import facts
from .tables import over

LENGTHS = facts("lengths")

NUMBER = r"(\d+(?: \d{3})*)"
IN_PROSE = {"default": re.compile(rf"{NUMBER} unless given"), "max": re.compile(rf"at most {NUMBER}")}


@cache
def parameters_of(name: str) -> dict[str, str]:
    """Return the descriptions of parameters in the docstring of a method."""
    _, _, listed = (inspect.getdoc(getattr(Endpoints, name)) or "").partition("Args:\n")
    listed = listed.partition("\n\n")[0]
    return dict(re.findall(r"^    (\w+): (.*(?:\n {8}.*)*)", listed, re.MULTILINE))


def stated(name: str, kind: str) -> dict[str, set[int]]:
    """Return the defaults or the maxima in a docstring, by parameter."""
    found = {one: IN_PROSE[kind].findall(text) for one, text in parameters_of(name).items()}
    return {one: {int(number.replace(" ", "")) for number in numbers} for one, numbers in found.items() if numbers}


def known(name: str, kind: str) -> dict[str, set[int]]:
    """Return the defaults or the maxima of the facts, by parameter of a method."""
    found: dict[str, set[int]] = {}
    called = [FACTS[fact]["parameters"] for fact, methods in by_fact().items() if name in methods]
    for json_name, value in [pair for parameters in called for pair in parameters.items()]:
        if kind in value and json_name in parameters_of(name):
            found.setdefault(json_name, set()).add(value[kind])
    return found | {one: {length} for one, length in LENGTHS.get(name, {}).items() if kind == "max"}


@over("name, kind", product(sorted({*endpoints(), *LENGTHS}), IN_PROSE))
def test_numbers_in_docstrings(name: str, kind: str) -> None:
    in_facts, in_prose = known(name, kind), stated(name, kind)
    assert {one: in_prose.get(one) for one in in_facts} == in_facts


def test_every_length_has_its_parameter() -> None:
    assert [f"{name}: {one}" for name in LENGTHS for one in LENGTHS[name] if one not in parameters_of(name)] == []


def test_numbers_that_the_code_has_too() -> None:
    assert LENGTHS["status_post"]["status"] == CHARACTERS
    for name, ids in (("statuses_by_ids", STATUSES_A_REQUEST), ("accounts_by_ids", ACCOUNTS_A_REQUEST)):
        assert f"{ids} a request" in (endpoints()[name].__doc__ or "")
