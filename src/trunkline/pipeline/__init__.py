"""Mastodon as a dlt source: from a server into DuckDB, PostgreSQL and whatever else dlt loads into.

::

    import dlt
    from trunkline.pipeline import mastodon_source

    pipeline = dlt.pipeline(pipeline_name="mastodon_pipeline", destination="duckdb", dataset_name="mastodon_data")
    pipeline.run(mastodon_source(access_token=dlt.secrets.value, api_base_url="mastodon.social"))
    pipeline.dataset().timelines_home.df()

Tables
------
================== ========================================= ============================= ==================
table              rows                                      key, after ``_instance``      a later run loads
================== ========================================= ============================= ==================
accounts           `Account`; the own: `CredentialAccount`   ``id``                        what has changed
account_statuses   `Status`                                  ``id``                        what is newer
timelines_home     `Status`                                  ``_owner_id``, ``id``         what is newer
timelines_public   `Status`                                  ``id``                        what is newer
statuses           `Status`                                  ``id``                        what has changed
search             hits: ``account``, ``status``,            ``query``, ``type``, ``id``   what has changed
                   ``hashtag``
notifications      `Notification`                            ``_owner_id``, ``id``         what is newer
hashtags           `Status`                                  ``id``                        what is newer
instances          `InstanceV2`                              none                          what has changed
following          `Account`                                 ``account_id``, ``id``        what is new on top
followers          `Account`                                 ``account_id``, ``id``        what is new on top
favourites         `Status`                                  ``_owner_id``, ``id``         what is new on top
bookmarks          `Status`                                  ``_owner_id``, ``id``         what is new on top
================== ========================================= ============================= ==================

``_instance`` is the host of the server that was asked; it is in every row and the first part of every key. Ids mean
nothing on another server; ``uri`` is the same on all. ``_owner_id`` is the account of the token, whose list the row is
from: several members of a server can load into one database. ``account_id`` is the account whose list was read,
``query`` and ``type`` are the search that found the row and the type of the result. ``favourites`` and ``bookmarks``
are loaded only if they are named in ``resources``; ``instances`` also has the server's rules, terms of service and
privacy policy.

Columns have the names of the API. An object becomes columns with its name in front (``account__acct``), a list a
table of its own (``timelines_home__media_attachments``), whose ``_dlt_parent_id`` is the ``_dlt_id`` of the row above
and whose ``_dlt_list_idx`` is the place in the list: names, keys and types are those of dlt's own normaliser. A boost
keeps its own row, with the boosted post in columns ``reblog__...`` and in tables ``..__reblog__...``; a quoted post is
in ``quote__quoted_status__...`` likewise. So a text to read is ``coalesce(reblog__content, content)``. Deeper ones (the
quoted post of a boosted post), and ``moved``, ``filtered``, ``tagged_collections``, ``quote_approval``,
``feature_approval`` and the accounts of a card's authors stay one JSON value.

Columns exist with their type from the first run on. A field that this package does not know becomes a new column or
table with an ordinary name (``CamelCase`` becomes ``camel_case``); its type is that of the first value, and others go
beside it (``name__v_text``). A server can add 200 of them to the tables of a resource. Fields beyond that, those whose
names could be taken for other columns, and maps, whose keys are data, are in ``_other_fields`` as JSON. A value that
makes no sense in its column is left out of its row, and is in the table ``_rejected``, with the row's id, its path, the
reason and its JSON; so is a row without a key, or one that is too wide for the destination, with its whole text.

What is loaded
--------------
The first run goes from the newest to ``since`` (or ``limit``, or the beginning). Later ones look at the beginning of
each list for what they do not know, at the top or in between, and go on from the newest id that was loaded if that is
more than a page; when there is nothing new each list takes one request. What is found behind what was known (accepted
notification requests, posts of somebody newly followed) is counted as ``late``. ``backfill`` reads again back to its
time, and ``lag`` the last hours. With ``max_rows`` or ``max_time`` a run ends early and the next one goes on, towards
newer and older posts; `trunkline.pipeline.load.load` and ``trunkline load`` do that by themselves, so that a long
first load that is interrupted keeps what it has. Cursors are kept in dlt's state for each server, list and view
(`trunkline.pipeline.crawling.views`), and count only when the run that moved them was extracted whole;
`trunkline.pipeline.agreement` compares them with the destination. Whoever stops following stays in ``following`` and
``followers``, since only the beginning of these lists is read again.

Other people's followers-only and direct posts are left out unless ``private=True``; own ones are loaded always.
Their public posts are left out too where they or their server say so; `trunkline.pipeline.consent` has the rules, of
which ``consent`` chooses. Without a token, what the server shows to everybody is loaded.

Many servers
------------
``instances=["mastodon.social", "fosstodon.org", ...]`` loads many at the same time, each with its own token and within
its own rate limit, one request after the other. A server that fails delays nobody: it is tried once more at the end,
then left alone for ten minutes, twice as long each time, up to a day. The table ``_servers`` has a row for each
server and run: ``outcome`` (``read``, ``unfinished``, ``refused``, ``failed``, ``resting``), ``error``, requests, rows
and seconds of waiting. Whatever a server answers, it fails alone: its answers have limits of size and time, its rows
change nothing in those of others, and half of ``max_rows`` is divided among the servers, so that a listing without end
leaves room for each of them.

Reading takes a quarter of a gigabyte of memory, however much there is, and a whole load into DuckDB more, as
`trunkline.pipeline.destinations` explains, which has the settings that see to it.

With dlt
--------
The source can be used like any other of dlt. Where nobody looks at rows, they pass through dlt as files of columns,
which is much faster. Whoever iterates a resource (``list(source)``), adds a step (``add_map``, ``add_filter``,
``add_limit``, an incremental hint) or a transformer, or gives hints that only dlt's normaliser understands (another
key, ``columns``, ``nested_hints``, ``max_table_nesting``, scd2, a ``schema_contract``) gets rows, one by one: mappings
with what the server sent and the columns of the key. The tables are the same, except that there is no ``_rejected``: a
row or value that does not fit is left out, with a warning. Cursors move by pages, so that what a limit has cut off is
read again by the next run; ``max_rows`` and ``max_time`` lose nothing and repeat nothing.

A run of `trunkline.pipeline.load.load` or ``trunkline load`` makes the views, such as ``posts`` and ``people``; after
``pipeline.run``, ``make_views(pipeline)`` does. They alone also repair what a killed process has left, in dlt's folder
and in the file of DuckDB, and keep others from running the pipeline until all is written; in ``pipeline.run`` the
source compares dlt's state with the destination, and keeps others away while it is read.

Modules
-------
This folder has the source (`source`, `options`, `catalogue`, `selection`, `resources`) and the calls that run it:
`load`, `refresh`, `follow` and `purge`. `crawling` reads servers, `consent` decides on rows, `tabular` writes files of
rows, `upkeep` keeps the tables up to date. All of them may use the clients and endpoints, and dlt; names that the
command line needs without dlt are in `names`.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from trunkline.pipeline.options import SourceOptions
    from trunkline.pipeline.source import mastodon_source
    from trunkline.pipeline.tidy.views import make_views

__all__ = ["SourceOptions", "make_views", "mastodon_source"]

_HOMES = {"SourceOptions": "options", "make_views": "tidy.views", "mastodon_source": "source"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if find_spec("dlt") is None:
        raise ImportError("trunkline.pipeline needs more packages: pip install 'trunkline[pipeline]'", name="dlt")
    return getattr(import_module(f"trunkline.pipeline.{_HOMES[name]}"), name)
