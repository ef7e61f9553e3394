"""Every route, asked with parameters of the wrong type and hostile text: never a 500, and errors in Mastodon's form."""

from collections.abc import Iterator
from typing import Any

import pytest

from trunkline.sandbox.http.params import Params

from .fuzzing import AREAS, Attack, Target, area_of

ROUNDS = 1
ROUNDS_OF_A_SOAK = 20


@pytest.fixture(scope="module")
def target() -> Iterator[Target]:
    made = Target()
    yield made
    made.close()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The names of all parameters that handlers asked for."""
    names: set[str] = set()

    def get(self: Params, name: str, default: Any = None) -> Any:
        names.add(name)
        return dict.get(self, name, default)

    monkeypatch.setattr(Params, "get", get)
    return names


def alive(target: Target) -> bool:
    """Return whether the server answers, for people and for programs."""
    return all(target.client.get(path).status_code == 200 for path in ("/health", "/api/v2/instance", "/"))


def test_no_request_breaks_the_server(target: Target, asked: set[str]) -> None:
    attack = Attack(target, asked, seed=19)
    attack.run(target.routes, ROUNDS)
    assert attack.faults == []
    assert alive(target)


@pytest.mark.soak
@pytest.mark.parametrize("area", [*AREAS, "server", "pages"])
def test_no_request_of_many_breaks_the_server(area: str, target: Target, asked: set[str]) -> None:
    attack = Attack(target, asked, seed=47)
    attack.run((route for route in target.routes if area_of(route.path) == area), ROUNDS_OF_A_SOAK, sweep=True)
    assert attack.faults == []
    assert {200, 404} <= set(attack.statuses)
    assert alive(target)
