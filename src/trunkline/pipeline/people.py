"""Identity of people: accounts of several servers are one person if they have the address or the ``uri`` in common.

A server leaves the domain out of the ``acct`` of its own accounts, and ids mean nothing elsewhere. So an account is
known by its address: ``name@domain``, in lower case. The domain of a server can differ from its host; ``instances`` has
it. Servers before Mastodon 4.2 do not send a ``uri``, and a server that was set up anew gives the same address another
one, hence both.
"""

from __future__ import annotations

ACCOUNT_FIELD = "acct"
"""Field that only account objects have."""


def address_of(acct: str, home: str) -> str:
    """Return the address of an account.

    Args:
        acct: its ``acct``.
        home: domain of the server that shows it.
    """
    name, _, domain = acct.lower().partition("@")
    return f"{name}@{domain or home.lower()}"


def address_sql(acct: str, home: str) -> str:
    """Return the same as `address_of` as SQL, for two expressions in SQL."""
    return f"lower(CASE WHEN {acct} LIKE '%@%' THEN {acct} ELSE {acct} || '@' || {home} END)"


def domains_sql(instances: str) -> str:
    """Return a query for the domain of each server, which may differ from its host.

    A server is believed about its domain, unless that is the host of another server, or a server below it claims it.

    Args:
        instances: table with what servers tell of themselves.
    """
    return f"""SELECT told._instance, told.domain
    FROM (SELECT _instance, max(lower(domain)) AS domain FROM {instances} GROUP BY _instance) AS told
    WHERE {_below("told")} OR NOT EXISTS (
        SELECT 1 FROM {instances} AS other WHERE other._instance <> told._instance AND (
            other._instance = told.domain OR (lower(other.domain) = told.domain AND {_below("other")})))"""


def _below(table: str) -> str:
    """Return the SQL condition that a server is below the domain that *told* has."""
    end = "'.' || told.domain"
    return f"right({table}._instance, length({end})) = {end}"


def same_person_sql(sightings: str, same: str) -> str:
    """Return two common table expressions; the second assigns an identity to each sighting.

    Args:
        sightings: table with ``address`` and ``uri``, which may be NULL.
        same: name for the second one, which adds ``same``: equal for the sightings of one person.
    """
    return f"""named AS (
    SELECT {sightings}.*, coalesce(min(lower(uri)) OVER (PARTITION BY address), address) AS known_as FROM {sightings}
),
{same} AS (SELECT named.*, min(known_as) OVER (PARTITION BY coalesce(lower(uri), known_as)) AS same FROM named)"""
