"""Advice for errors of dlt about missing settings and packages."""

from __future__ import annotations

from collections.abc import Iterator

from dlt.common.configuration.exceptions import (
    ConfigFieldMissingException,
    LookupTrace,
    LookupTraces,
    NestedLookupTraces,
)
from dlt.common.exceptions import MissingDependencyException

_BESIDES = {
    "destination.databricks.credentials": ("server_hostname", "http_path", "access_token"),
    "destination.snowflake.credentials": ("username", "password"),
}
"""Fields that dlt reports as missing only when the first ones are there, by section."""

_ENVIRONMENT = "Environment Variables"


def advice(error: BaseException) -> str | None:
    """Return advice about *error*; ``None`` if it is not about missing settings or packages."""
    if isinstance(error, MissingDependencyException):
        wanted = " ".join(f"'{one.replace('dlt[', 'trunkline[')}'" for one in error.dependencies)
        return f"More packages are needed: pip install {wanted}"
    if isinstance(error, ConfigFieldMissingException):
        return _settings(dict(_lookups(list(error.traces.values()))))
    return None


def _settings(sections: dict[str, str]) -> str:
    """Return advice for missing settings; *sections* maps each field to its section."""
    section = next(iter(sections.values()), "")
    fields = [field for field in sections if sections[field] == section]
    fields += [field for field in _BESIDES.get(section, ()) if field not in fields]
    file = "secrets.toml" if section.endswith("credentials") else "config.toml"
    names = [f"{section}.{field}".replace(".", "__").upper() for field in fields]
    return (
        f"Settings are missing: {', '.join(fields)}. Set them under [{section}] in .dlt/{file}, or in the environment "
        f"as {', '.join(names)}."
    )


def _lookups(fields: list[NestedLookupTraces]) -> Iterator[tuple[str, str]]:
    """Yield the fields that were not found, each with its section; of alternative credentials the first."""
    for traces in fields:
        nested = next((trace for trace in traces if isinstance(trace, LookupTraces)), None)
        if nested is not None:
            yield from _lookups(list(nested.traces.values()))
        else:
            plain = [trace for trace in traces if isinstance(trace, LookupTrace) and trace.provider == _ENVIRONMENT]
            yield _field_and_section(max(plain, key=lambda trace: len(trace.sections)))


def _field_and_section(trace: LookupTrace) -> tuple[str, str]:
    return trace.key.lower().rpartition("__")[2], ".".join(trace.sections)
