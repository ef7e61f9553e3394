"""Selection of the resources that a source loads, and reasons for which it cannot load others."""

from __future__ import annotations

import warnings

from trunkline.errors import MastodonIllegalArgumentError, MastodonWarning
from trunkline.pipeline.catalogue import CATALOGUE, Resource, resource_named
from trunkline.pipeline.options import SourceOptions


def selected(options: SourceOptions, anonymous: bool) -> set[str]:
    """Return the names of the resources to load.

    Raises:
        MastodonIllegalArgumentError: one that was asked for by name does not exist or cannot be read.
    """
    if options.resources is None:
        lacking = {name for name, resource in CATALOGUE.items() if missing(resource, options, anonymous)}
        without_token = [
            name
            for name, resource in CATALOGUE.items()
            if anonymous and resource.by_default and resource.needs != "nothing" and name in lacking
        ]
        if without_token:
            warnings.warn(
                f"Without an access token these resources are left out: {', '.join(without_token)}.",
                MastodonWarning,
                stacklevel=2,
            )
        return {name for name, resource in CATALOGUE.items() if resource.by_default} - lacking
    for name in options.resources:
        if lack := missing(resource_named(name), options, anonymous):
            raise MastodonIllegalArgumentError(lack)
    return set(options.resources)


def missing(resource: Resource, options: SourceOptions, anonymous: bool) -> str | None:
    """Return a sentence about the token or subjects that *resource* lacks; ``None`` if it lacks nothing."""
    given = bool(resource.subjects and options.subjects(resource.subjects))
    if resource.needs == "token" and anonymous:
        return f"{resource.name} needs an access token: pass access_token, or leave the resource out."
    if resource.needs == "own account" and anonymous and not given:
        return f"{resource.name} needs to know of whom: pass accounts=[...], or an access token for the own account."
    if resource.subjects and resource.needs == "nothing" and not given:
        return f"{resource.name} needs to know of what: pass {resource.subjects}=[...]."
    return None
