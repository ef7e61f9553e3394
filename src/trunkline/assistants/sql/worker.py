"""The process of one query: reads it from standard input, writes the rows or the reason to standard output, as JSON.

It imports DuckDB and little else, so that it starts in a fraction of a second.
"""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from threading import Timer

import duckdb

from trunkline.assistants.refusals import AssistantError
from trunkline.assistants.sql.check import check_query
from trunkline.assistants.sql.limits import ADDRESSES, MEMORY
from trunkline.assistants.sql.opened import Source, opened
from trunkline.assistants.sql.rows import TOO_LARGE, Result, reason_of, rows_of
from trunkline.errors import MastodonError


def answer(source: Source, sql: str, rows: int, seconds: float) -> Result:
    """Run a query.

    Raises:
        MastodonIllegalArgumentError: it is not one SELECT over the tables that are offered.
        AssistantError: nothing is loaded, another program is writing, or the query failed or reached a limit.
    """
    with opened(source) as connection:
        timer = Timer(seconds, connection.interrupt)
        timer.start()
        try:
            check_query(connection, sql, source.dataset)
            return rows_of(connection.execute(sql), rows)
        except duckdb.InterruptException:
            raise AssistantError(f"The query was stopped after {seconds:g} s. {TOO_LARGE}") from None
        except duckdb.Error as error:
            raise AssistantError(reason_of(error)) from None
        except MemoryError:
            raise AssistantError(f"The query takes more than {MEMORY} of memory. {TOO_LARGE}") from None
        except RecursionError:
            raise AssistantError("The query is nested too deeply. Write it with fewer levels.") from None
        finally:
            timer.cancel()


def _limit_memory() -> None:
    with suppress(ImportError, ValueError, OSError):  # Windows has no such limit, macOS may refuse it
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (ADDRESSES, ADDRESSES))


def main() -> None:
    """Answer the one query of this process."""
    _limit_memory()
    source, sql, rows, seconds = json.load(sys.stdin.buffer)
    said: dict[str, object]
    try:
        said = {"result": answer(Source(*source), sql, rows, seconds)}
    except MastodonError as error:
        said = {"reason": str(error)}
    sys.stdout.buffer.write(json.dumps(said).encode())


if __name__ == "__main__":
    main()
