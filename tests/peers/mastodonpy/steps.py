"""Steps of a walk: each is tried and compared with what a Mastodon server answers. One that fails does not end it."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from typing import Any

outcomes: dict[str, str | None] = {}


def step(name: str, call: Callable[[], Any], expected: Any) -> Any:
    """Try a call and compare its result; see `differs`. Returns the result."""
    if name in outcomes:
        raise ValueError(f"there are two steps {name}")
    try:
        found = call()
        outcomes[name] = differs(found, expected, "it")
    except Exception as error:  # noqa: BLE001 (a client may raise anything: that is what is reported)
        outcomes[name] = f"{error!r} {traceback.format_exc()[-600:]}"
        return None
    return found


def refused(name: str, call: Callable[[], Any], *said: int | str) -> None:
    """Try a call that is refused: the error has this status and these texts."""

    def refusal() -> Any:
        try:
            call()
        except Exception as error:  # noqa: BLE001 (see above)
            return " | ".join(map(str, error.args))
        return "nothing"

    step(name, refusal, lambda found: all(str(one) in found for one in said))


def differs(found: Any, expected: Any, path: str) -> str | None:
    """Say how a result is not as expected: each key that is named, a list as long as named, a predicate, or equal."""
    if callable(expected):
        return None if expected(found) else f"{path} is {found!r:.600}"
    if isinstance(expected, dict):
        inner = [(key, value, found.get(key)) for key, value in expected.items()]
    elif isinstance(expected, list) and len(expected) == len(found):
        inner = [(str(number), value, found[number]) for number, value in enumerate(expected)]
    else:
        same = str(found) == expected if isinstance(expected, str) else found == expected
        return None if same else f"{path} is {found!r:.600}, not {expected!r}"
    said = (differs(each, value, f"{path}.{key}") for key, value, each in inner)
    return next((one for one in said if one is not None), None)


def nothing(found: Any) -> bool:
    """A predicate: there is nothing."""
    return not found


def some(found: Any) -> bool:
    """A predicate: there is something."""
    return bool(found)


def has(key: str, value: Any) -> Callable[[Any], bool]:
    """A predicate: one of the list has this value."""
    return lambda found: any(str(one[key]) == str(value) for one in found)


def lacks(key: str, value: Any) -> Callable[[Any], bool]:
    """A predicate: none of the list has this value."""
    return lambda found: not has(key, value)(found)
