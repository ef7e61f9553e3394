"""The overloads of calls with two results have the parameters of the endpoints that run."""

import ast
import inspect
from collections.abc import Iterator
from inspect import Parameter
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from trunkline.clients import overloads
from trunkline.endpoints.admin_domains import AdminDomains
from trunkline.endpoints.notifications import Notifications
from trunkline.endpoints.statuses import Statuses
from trunkline.protocol.endpoint import Endpoint

ENDPOINTS: dict[str, Endpoint[Any, ...]] = {
    "StatusPost": Statuses.status_post,
    "StatusReply": Statuses.status_reply,
    "NotificationsOrOne": Notifications.notifications,
    "DomainBlocksOrOne": AdminDomains.admin_domain_blocks,
}
DECIDING = {
    "StatusPost": ("scheduled_at", "datetime | str"),
    "StatusReply": ("scheduled_at", "datetime | str"),
    "NotificationsOrOne": ("id", "IdLike"),
    "DomainBlocksOrOne": ("id", "IdLike"),
}
"""The parameter that decides between the results, and its type in the second overload; in the first it is None."""

PROTOCOLS = {
    node.name: node
    for node in ast.walk(ast.parse(Path(overloads.__file__).read_text()))
    if isinstance(node, ast.ClassDef) and any("Protocol" in ast.unparse(base) for base in node.bases)
}


class Declared(NamedTuple):
    name: str
    type: str
    keyword_only: bool
    optional: bool


def declared(call: ast.FunctionDef) -> Iterator[Declared]:
    """The parameters of an overload, without ``self``."""
    optional = len(call.args.args) - len(call.args.defaults)
    for number, one in enumerate(call.args.args):
        if number:
            yield Declared(one.arg, ast.unparse(one.annotation or ast.Constant("")), False, number >= optional)
    for one, default in zip(call.args.kwonlyargs, call.args.kw_defaults, strict=True):
        yield Declared(one.arg, ast.unparse(one.annotation or ast.Constant("")), True, default is not None)


def expected(protocol: str, second: bool) -> Iterator[Declared]:
    """The parameters of the endpoint, with those differences that an overload needs.

    In the second overload the deciding parameter is required. Behind optional parameters Python allows that by keyword
    only, so it and all that follow it are keywords there.
    """
    deciding, wanted = DECIDING[protocol]
    parameters = list(inspect.signature(ENDPOINTS[protocol].describe).parameters.values())[1:]
    keyword_only = False
    for number, one in enumerate(parameters):
        kind, optional = one.annotation, one.default is not Parameter.empty
        if one.name == deciding:
            kind, optional = (wanted, False) if second else ("None", True)
            keyword_only = second and number > 0
        yield Declared(one.name, kind, keyword_only or one.kind is Parameter.KEYWORD_ONLY, optional)


def test_each_protocol_is_compared() -> None:
    assert PROTOCOLS.keys() == ENDPOINTS.keys() == DECIDING.keys()


@pytest.mark.parametrize("protocol", ENDPOINTS)
def test_overloads_have_the_parameters_of_their_endpoint(protocol: str) -> None:
    calls = [node for node in PROTOCOLS[protocol].body if isinstance(node, ast.FunctionDef)]
    assert [list(declared(call)) for call in calls] == [list(expected(protocol, second)) for second in (False, True)]
