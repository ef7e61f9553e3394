"""Purging accounts and servers: removing them from all loaded tables, and leaving them out of later loads.

`purge` removes their posts, boosts and quotes of these, their notifications, their profiles and who follows whom, with
the tables of their lists; takes mentions and links out of what other people wrote; clears the files of finished loads;
and keeps in dlt's state the accounts and servers that later loads leave out. `readmit` takes that back.

This package changes the destination with SQL of its own (`tables`), and the state of the source (`remembering`). Crawls
and `upkeep` use its list of names. It uses `people`, the accounts in rows (`consent`) and dlt, and knows no server.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import dlt

from trunkline.errors import MastodonIllegalArgumentError
from trunkline.pipeline.agreement import agree
from trunkline.pipeline.duckdb_file import kept_open
from trunkline.pipeline.exclusive import exclusively
from trunkline.pipeline.purge.destinations import PurgeError, clear_leftovers, open_dataset
from trunkline.pipeline.purge.erasing import erase
from trunkline.pipeline.purge.finding import find
from trunkline.pipeline.purge.names import PurgeList
from trunkline.pipeline.purge.remembering import clear_folder, purged, remember

__all__ = ["PurgeError", "PurgeList", "Purged", "purge", "purged", "readmit"]


@dataclass(frozen=True, slots=True)
class Purged:
    """Result of a purge.

    Attributes:
        rows: rows that were removed, by table.
        changed: changes to rows that stay, in which names, links and ids were taken out, by table.
        names: accounts and servers, with the names that were found for them.
        unproved: further names and hosts that servers tell of them. Their rows stay: a server is believed about its own
            hosts only (`trunkline.pipeline.purge.names.proven`). Purge them by name if they are the same.
    """

    rows: Mapping[str, int]
    changed: Mapping[str, int]
    names: PurgeList
    unproved: frozenset[str] = frozenset()


def purge(
    pipeline: dlt.Pipeline, *, accounts: Sequence[str] = (), servers: Sequence[str] = (), dry_run: bool = False
) -> Purged:
    """Remove accounts and servers everywhere, and leave them out from now on.

    Args:
        pipeline: pipeline that has loaded them.
        accounts: ``@name@server``, or addresses of profiles.
        servers: hosts: all accounts of theirs, and all rows that were read from them.
        dry_run: only count.

    Raises:
        MastodonIllegalArgumentError: nobody is named, or a name makes no sense.
        PurgeError: the destination cannot be purged, or an unfinished load waits in the pipeline.
        PipelineBusyError: another process is running the pipeline, or has its database open.
    """
    names = _named(accounts, servers)
    with _prepared(pipeline):
        with open_dataset(pipeline, commit=not dry_run) as data:
            target = find(data, names)
            erase(data, target)
        if not dry_run:
            remember(pipeline, purged(pipeline) | target.names, target)
            clear_leftovers(pipeline)
            clear_folder(pipeline)
    return Purged(dict(data.removed), dict(data.changed), target.names, frozenset(target.unproved))


def readmit(pipeline: dlt.Pipeline, *, accounts: Sequence[str] = (), servers: Sequence[str] = ()) -> PurgeList:
    """Let purged accounts and servers be loaded again; the next load reads its lists again as far as it has read them.

    Args:
        pipeline: pipeline that they were purged from.
        accounts: as for `purge`.
        servers: as for `purge`.

    Returns:
        Accounts and servers that are still left out.

    Raises:
        MastodonIllegalArgumentError: nobody is named, or a name makes no sense.
        PurgeError: an unfinished load waits in the pipeline.
        PipelineBusyError: another process is running the pipeline, or has its database open.
    """
    names = _named(accounts, servers)
    with _prepared(pipeline):
        left = purged(pipeline) - names
        remember(pipeline, left, read_again=left != purged(pipeline))
        return left


def _named(accounts: Sequence[str], servers: Sequence[str]) -> PurgeList:
    if isinstance(accounts, str) or isinstance(servers, str):
        raise MastodonIllegalArgumentError("accounts and servers are lists; pass ['@name@server'], not a text.")
    names = PurgeList.of(accounts, servers)
    if not names:
        raise MastodonIllegalArgumentError("Nobody is named; pass accounts=['@name@server'] or servers=['host'].")
    return names


@contextmanager
def _prepared(pipeline: dlt.Pipeline) -> Iterator[None]:
    """Synchronise the pipeline with its destination, and keep other processes from running it until the end."""
    with exclusively(pipeline):
        with kept_open(pipeline):
            agree(pipeline)
        if pipeline.has_pending_data:
            raise PurgeError(
                f"A load of {pipeline.pipeline_name} is not finished, and its files may hold what is to be purged. "
                f"Finish it (load again), or drop it: dlt pipeline {pipeline.pipeline_name} drop-pending-packages"
            )
        pipeline.sync_destination()
        if not pipeline.default_schema_name:
            raise PurgeError(
                f"Nothing was loaded by the pipeline {pipeline.pipeline_name} into {pipeline.dataset_name}."
            )
        yield
