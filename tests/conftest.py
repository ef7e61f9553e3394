"""Settings of all tests. Tests assert behaviour, never time: a slow machine is no failure of a property."""

from __future__ import annotations

import gc
import os
import signal
import ssl
import sys
from collections.abc import Generator
from functools import cache
from typing import TypeVar

import httpcore2
import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("trunkline", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("trunkline")

# The workers, and the programs that tests start, would each compile everything again.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # started in the background: Ctrl-C is tested all the same
    signal.signal(signal.SIGINT, signal.default_int_handler)

_make_context = httpcore2.default_ssl_context


@cache
def _context(trust_env: bool, _file: str | None, _folder: str | None) -> ssl.SSLContext:
    return _make_context(_trust_env=trust_env)


def _shared_context(*, _trust_env: bool = True) -> ssl.SSLContext:
    return _context(_trust_env, os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR"))


# A client of the HTTP library reads all certificates of the system, which takes longer than most tests that make one.
httpcore2.default_ssl_context = _shared_context

_Report = TypeVar("_Report", pytest.TestReport, pytest.CollectReport)

_SOAKED = {"peers", "spark"}
"""Folders of which all tests belong to ``make soak``; elsewhere single tests are marked."""

_SKIPPED_IN_CI = {"dlthub": "its licence has to be agreed to"}
"""Packages that CI does not install, and why. For anything else that is missing there, a test fails."""


@pytest.hookimpl(tryfirst=True)  # before ``-m`` chooses
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of whole folders."""
    for item in items:
        if item.path.parent.name in _SOAKED:
            item.add_marker(pytest.mark.soak)


def pytest_collection_finish() -> None:
    """Take all that was imported out of the garbage collection, which would go through it again and again."""
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail a test that CI would skip."""
    return _strict((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Fail a file that CI would skip."""
    return _strict((yield))


def _strict(report: _Report) -> _Report:
    """Make a failure of a skip in CI: there, everything that tests need can be had."""
    if report.skipped and os.environ.get("CI") == "true" and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if not any(f"'{package}'" in reason for package in _SKIPPED_IN_CI):
            report.outcome = "failed"
            report.longrepr = f"{reason}; in CI nothing may be missing"
    return report
