"""Objects by their ids: several with one request, or one by one where the server lacks that call."""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping, MutableSet, Sequence
from typing import Any, TypeVar

from trunkline.errors import (
    MastodonAPIError,
    MastodonMissingCallError,
    MastodonNotFoundError,
    MastodonServerError,
    MastodonVersionError,
)
from trunkline.protocol.request import Flow, Request, send

E = TypeVar("E", bound=Mapping[str, Any])

Offered = MutableMapping[str, bool]
"""Memory of the calls for several objects, by their paths: True for one that the server has, False for one it lacks.

Without an entry, the server has shown no object yet, neither among several nor alone.
"""

_TRIES = 3
"""Number of objects that are refused one by one, after which the server is taken to refuse all."""


def read_by_ids(
    ids: Sequence[str],
    several: Request[Any],
    single: Callable[[str], Request[E]],
    offered: Offered,
    failed: MutableSet[str] | None = None,
) -> Flow[list[E]]:
    """Return objects by their ids; those that are not there are left out, and so are those that nobody asked for.

    A server that refuses several ids, in whatever way, is asked for one after the other, and only so from then on. One
    that answers without any of them may have ignored the ids: until it has given any, the first one is asked for alone.

    Args:
        ids: the ids, as many as one request takes.
        several: the request for all of them.
        single: builder of the request for one.
        offered: memory of what the server has.
        failed: gets the ids with which the server has failed. Without it, the first failure is raised.

    Raises:
        MastodonServerError: the server has failed with one of them, or, where *failed* is given, with the first ones.
        MastodonAPIError: the server refuses them one by one too, for another reason than that they are not there.
    """
    if not ids:
        return []
    if offered.get(several.path) is False:
        return (yield from _one_by_one(ids, single, failed))
    try:
        answer = yield from send(several)
    except (MastodonAPIError, MastodonVersionError) as refusal:
        found = yield from _one_by_one(ids, single, failed)
        if found and not isinstance(refusal, MastodonServerError):  # which may pass
            offered[several.path] = False
        return found
    found = [one for one in answer if _id_of(one) in ids]
    if found:
        offered[several.path] = True
    elif several.path not in offered:
        found = yield from _one_by_one(ids[:1], single, failed)
        if found:
            found += yield from _one_by_one(ids[1:], single, failed)
        else:
            offered[several.path] = True
    return found


def _one_by_one(
    ids: Sequence[str], single: Callable[[str], Request[E]], failed: MutableSet[str] | None
) -> Flow[list[E]]:
    """Return those objects that the server gives; the first refusals count if there are none but them."""
    found: list[E] = []
    refusals: list[MastodonAPIError] = []
    failures = 0
    for one in ids:
        try:
            answer = yield from send(single(one))
        except MastodonMissingCallError:
            raise
        except MastodonServerError:  # which may pass
            failures += 1
            if failed is None or (not found and failures == _TRIES):
                raise
            failed.add(one)
            continue
        except MastodonNotFoundError:
            continue
        except MastodonAPIError as refusal:
            refusals.append(refusal)
            if not found and len(refusals) == _TRIES:
                raise
            continue
        if _id_of(answer) == one:
            found.append(answer)
    if refusals and not found:
        raise refusals[0]
    return found


def _id_of(answer: object) -> str:
    return str(answer.get("id")) if isinstance(answer, Mapping) else ""
