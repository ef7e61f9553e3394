"""Requirements as distributions state them (PEP 508), as far as metadata of this package and of dlt goes.

https://packaging.python.org/en/latest/specifications/dependency-specifiers/
"""

from __future__ import annotations

import ast
import os
import platform
import re
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from operator import eq, ge, gt, le, lt, ne
from typing import Any, NamedTuple

_REQUIREMENT = re.compile(r"([\w.-]+)\s*(?:\[([^\]]*)\])?\s*\(?([^;()]*)\)?\s*(?:;(.*))?")
_LIMIT = re.compile(r"(>=|<=|==|!=|>|<)\s*([\w.]+)")
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {">=": ge, "<=": le, "==": eq, "!=": ne, ">": gt, "<": lt}
_OPERATORS = {ast.GtE: ">=", ast.LtE: "<=", ast.Eq: "==", ast.NotEq: "!=", ast.Gt: ">", ast.Lt: "<"}
_VARIABLES = {
    "implementation_name": sys.implementation.name,
    "os_name": os.name,
    "platform_machine": platform.machine(),
    "platform_python_implementation": platform.python_implementation(),
    "platform_system": platform.system(),
    "python_full_version": platform.python_version(),
    "python_version": ".".join(platform.python_version_tuple()[:2]),
    "sys_platform": sys.platform,
}


class Requirement(NamedTuple):
    """One requirement of a distribution.

    Attributes:
        name: the normalized name of the distribution that is required.
        limits: comparisons with its version, as ``(">=", "1.2")``.
    """

    name: str
    limits: tuple[tuple[str, str], ...]

    @property
    def installed(self) -> str | None:
        """Version of the distribution that is installed."""
        try:
            return version(self.name)
        except PackageNotFoundError:
            return None

    @property
    def conflict(self) -> str | None:
        """The installed version and the limits, if it is outside of them."""
        found = self.installed
        if found is None or all(compare(found, operator, limit) for operator, limit in self.limits):
            return None
        return f"{self.name} {found} is installed, {','.join(o + v for o, v in self.limits)} is required"


def requirements(distribution: str, extra: str = "") -> Iterator[Requirement]:
    """Return the requirements of an extra, including those of the extras it refers to.

    Args:
        distribution: its name.
        extra: its extra; the empty string stands for the requirements without any.
    """
    try:
        lines = requires(distribution) or []
    except PackageNotFoundError:
        return
    for line in lines:
        found = _REQUIREMENT.match(line)
        if found is None or applies(found[4] or "", "") == bool(extra) or not applies(found[4] or "", extra):
            continue
        name, extras = normalized(found[1]), tuple(filter(None, re.split(r"[\s,]+", found[2] or "")))
        if name != normalized(distribution):
            yield Requirement(name, tuple(_LIMIT.findall(found[3])))
        for one in extras:
            yield from requirements(name, one)


def includes(distribution: str, extra: str) -> set[str]:
    """Return the extras of the same distribution that an extra consists of."""
    parsed = [
        _REQUIREMENT.match(line) for line in requires(distribution) or [] if applies(line.partition(";")[2], extra)
    ]
    return {
        one.strip()
        for found in parsed
        if found and found[2] and normalized(found[1]) == normalized(distribution)
        for one in found[2].split(",")
    }


def normalized(name: str) -> str:
    """Return the name of a distribution as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def compare(one: str, operator: str, other: str) -> bool:
    """Compare versions by their release numbers: ``2.0rc1`` counts as ``2.0``."""
    left, right = _release(one), _release(other)
    width = max(len(left), len(right))
    return _COMPARE[operator](*(numbers + (0,) * (width - len(numbers)) for numbers in (left, right)))


def _release(text: str) -> tuple[int, ...]:
    found = re.match(r"\d+(?:\.\d+)*", text)
    return tuple(map(int, found[0].split("."))) if found else ()


def applies(marker: str, extra: str) -> bool:
    """Return True if a requirement with this marker counts here; one that cannot be read does not."""
    if not marker.strip():
        return True
    try:
        # The grammar of markers is a part of Python's
        return _true(ast.parse(marker.strip(), mode="eval").body, {**_VARIABLES, "extra": extra})
    except (SyntaxError, KeyError, TypeError):
        return False


def _true(node: ast.expr, variables: dict[str, str]) -> bool:
    match node:
        case ast.BoolOp(ast.And(), values):
            return all(_true(value, variables) for value in values)
        case ast.BoolOp(ast.Or(), values):
            return any(_true(value, variables) for value in values)
        case ast.Compare(left, [ast.In() | ast.NotIn() as operator], [right]):
            return (_text(left, variables) in _text(right, variables)) == isinstance(operator, ast.In)
        case ast.Compare(left, [operator], [right]):
            one, other, sign = _text(left, variables), _text(right, variables), _OPERATORS[type(operator)]
            return compare(one, sign, other) if other[:1].isdigit() else _COMPARE[sign](one, other)
    raise TypeError(node)


def _text(node: ast.expr, variables: dict[str, str]) -> str:
    match node:
        case ast.Constant(str(text)):
            return text
        case ast.Name(name):
            return variables[name]
    raise TypeError(node)
