"""Compare loading a timeline into DuckDB with this package's source and with dlt's generic REST source.

    python benchmarks/pipeline.py --rows 100000

All measurements use one local server, which serves statuses of a sandbox with new ids from memory. Each runs in its own
process, for its time and peak memory: ``append`` loads into new tables, ``merge`` loads the same rows into tables that
already have them.

============ ========================================================================================================
ours         `mastodon_source` with its defaults, but without consent rules, which the others do not have
rest_api     dlt's REST source as in its documentation
rest_parquet the same with Parquet as the file format, which is much faster
arrow_only   the upper limit: the same pages, parsed by Arrow and inserted without child tables
============ ========================================================================================================

The REST source gets fewer rows because of its memory use, and has child tables for some lists that ours keeps as JSON.
A second table shows the memory use of this package's source for a tenfold number of rows.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from dlt.common.destination import TLoaderFileFormat
    from dlt.common.schema.typing import TWriteDisposition

PAGE = 40
NEWEST = 113_000_000_000_000_000
TIMELINE = "/api/v1/timelines/public"


def templates(number: int = 400) -> list[bytes]:
    """Return the JSON of statuses without the opening brace and the id."""
    from trunkline import Mastodon
    from trunkline.sandbox import Sandbox

    with Sandbox(size=2 * number, seed=3, rate_limits=None) as sandbox:
        client = Mastodon(api_base_url=sandbox.url, access_token=sandbox.token_for("alice"))
        found = client.fetch_remaining(client.timeline_home(limit=PAGE)).raw()[:number]
    prefix = b'{"id":"'
    texts = [json.dumps(status, separators=(",", ":"), ensure_ascii=False).encode() for status in found]
    return [text[text.index(b'"', len(prefix)) :] for text in texts if text.startswith(prefix)]


class Server:
    """Serves the pages of a timeline with a number of rows."""

    def __init__(self, statuses: list[bytes], rows: int) -> None:
        self.statuses, self.rows = statuses, rows
        self.url = ""

    def page(self, target: str) -> tuple[bytes, str]:
        """Return the body and the Link header for a request."""
        query = parse_qs(urlsplit(target).query)
        if "min_id" in query:
            return b"[]", ""
        newest = int(query["max_id"][0]) - 1 if "max_id" in query else NEWEST
        oldest = max(newest - PAGE + 1, NEWEST - self.rows + 1)
        made = (b'{"id":"%d%b' % (n, self.statuses[n % len(self.statuses)]) for n in range(newest, oldest - 1, -1))
        more = oldest > NEWEST - self.rows + 1
        link = f'Link: <{self.url}{TIMELINE}?limit={PAGE}&max_id={oldest}>; rel="next"\r\n' if more else ""
        return b"[" + b",".join(made) + b"]", link

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection."""
        while head := await reader.readuntil(b"\r\n\r\n"):
            body, link = self.page(head.split(b" ", 2)[1].decode())
            kind = "Content-Type: application/json\r\n"
            writer.write(f"HTTP/1.1 200 OK\r\n{kind}Content-Length: {len(body)}\r\n{link}\r\n".encode() + body)
            await writer.drain()

    async def run(self) -> None:
        """Print the URL, then serve until the process ends."""

        async def connection(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            try:
                await self.answer(reader, writer)
            except (asyncio.IncompleteReadError, ConnectionError):
                writer.close()

        server = await asyncio.start_server(connection, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        print(self.url, flush=True)
        await server.serve_forever()


def ours(url: str, disposition: TWriteDisposition) -> None:
    """Load with this package's source."""
    import dlt

    from trunkline.pipeline import mastodon_source

    source = mastodon_source(api_base_url=url, resources=["timelines_public"], consent=False, private=True)
    source.timelines_public.apply_hints(write_disposition=disposition)
    pipeline = dlt.pipeline("ours", destination="duckdb", dataset_name=disposition, pipelines_dir=disposition)
    with pipeline.managed_state() as state:
        state.pop("sources", None)  # read from the beginning again
    pipeline.run(source)


def rest_api(url: str, disposition: TWriteDisposition, loader_file_format: TLoaderFileFormat | None = None) -> None:
    """Load with dlt's REST source and a merge key."""
    import dlt
    from dlt.sources.rest_api import rest_api_source

    source = rest_api_source(
        {
            "client": {"base_url": url, "paginator": "header_link"},
            "resources": [
                {
                    "name": "timelines_public",
                    "primary_key": "id",
                    "write_disposition": disposition,
                    "endpoint": {"path": TIMELINE, "params": {"limit": PAGE}},
                }
            ],
        },
        name="rest",
    )
    pipeline = dlt.pipeline("rest", destination="duckdb", dataset_name=disposition, pipelines_dir=disposition)
    pipeline.run(source, loader_file_format=loader_file_format)  # type: ignore[arg-type]


def rest_parquet(url: str, disposition: TWriteDisposition) -> None:
    """Load with dlt's REST source and Parquet files."""
    rest_api(url, disposition, "parquet")


def arrow_only(url: str, disposition: str) -> None:
    """Insert Arrow tables into DuckDB without child tables, as the upper limit."""
    import duckdb
    import pyarrow as pa

    from trunkline import Mastodon
    from trunkline.answers.page import Page
    from trunkline.answers.paging import paged
    from trunkline.entities import Status
    from trunkline.pipeline.tabular.encoding import Encoder
    from trunkline.pipeline.tabular.parsing import Parser
    from trunkline.pipeline.tabular.shapes import shape_of

    def batches() -> Iterator[pa.Table]:
        client, waiting = Mastodon(api_base_url=url), list[bytes]()
        encoder, parser = Encoder(shape_of(Status)), Parser(shape_of(Status), ("id",))
        following: Any = paged(TIMELINE, Status, {"limit": PAGE})
        while following is not None:
            page: Any = client.call(replace(following, result=Page[dict[str, Any]]))
            following = page.next if page else None
            waiting.append(encoder.encode(page).text)
            if len(waiting) == 75 or following is None:
                yield pa.Table.from_struct_array(parser.parse(b"".join(waiting)).rows)
                waiting.clear()

    with duckdb.connect("arrow.duckdb") as connection:
        for number, batch in enumerate(batches()):
            connection.register("batch", batch)
            connection.execute("INSERT INTO t FROM batch" if number else "CREATE OR REPLACE TABLE t AS FROM batch")


WAYS: dict[str, Callable[[str, Any], None]] = {
    "ours": ours,
    "rest_api": rest_api,
    "rest_parquet": rest_parquet,
    "arrow_only": arrow_only,
}


def measured(way: str, url: str, disposition: str, folder: str) -> tuple[float, float]:
    """Run one way in a child process, and return its seconds and peak megabytes."""
    environment = {**os.environ, "RUNTIME__DLTHUB_TELEMETRY": "false", "RUNTIME__LOG_LEVEL": "ERROR"}
    command = [sys.executable, str(Path(__file__).resolve()), "--way", way, "--url", url, "--disposition", disposition]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr[-3000:])
    seconds, megabytes = done.stdout.split()[-2:]
    return float(seconds), float(megabytes)


def run_one(way: str, url: str, disposition: str) -> None:
    """Run one way in this process, and print its seconds and peak megabytes."""
    began = time.perf_counter()
    WAYS[way](url, disposition)
    print(time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def rows_of(folder: str, database: str) -> tuple[int, int]:
    """Return the number of rows in the timeline's table and in its child tables."""
    import duckdb

    with duckdb.connect(str(Path(folder) / database), read_only=True) as connection:
        tables = [
            name
            for (name,) in connection.execute(
                "SELECT table_name FROM information_schema.tables WHERE table_schema = 'merge'"
            ).fetchall()
            if name.startswith("timelines_public")
        ]
        counts = {t: connection.execute(f'SELECT count(*) FROM merge."{t}"').fetchall()[0][0] for t in tables}
    return counts.pop("timelines_public"), sum(counts.values())


@contextmanager
def serving(statuses: list[bytes], rows: int) -> Iterator[str]:
    """Run a server in a child process, and yield its URL."""
    command = [sys.executable, str(Path(__file__).resolve()), "--serve", str(rows)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        server.stdin.write(json.dumps([status.decode() for status in statuses]).encode() + b"\n")
        server.stdin.flush()
        try:
            yield server.stdout.readline().decode().strip()
        finally:
            server.kill()


def results_of(way: str, url: str, rows: int) -> Iterator[tuple[str, float, float]]:
    """Yield the name, rows per second and peak megabytes of each kind of load."""
    with tempfile.TemporaryDirectory() as folder:
        seconds, megabytes = measured(way, url, "append", folder)
        yield "append", rows / seconds, megabytes
        if way == "arrow_only":
            return
        measured(way, url, "merge", folder)
        seconds, megabytes = measured(way, url, "merge", folder)
        yield "merge", rows / seconds, megabytes
        print(f"{way}: rows, rows of lists: {rows_of(folder, 'ours.duckdb' if way == 'ours' else 'rest.duckdb')}")


def compare(statuses: list[bytes], numbers: dict[str, int]) -> None:
    """Print a table of the results of every way; *numbers* are the rows of each."""
    results: dict[tuple[str, str], tuple[float, float]] = {}
    for way, rows in numbers.items():
        with serving(statuses, rows) as url:
            for kind, speed, megabytes in results_of(way, url, rows):
                results[way, kind] = speed, megabytes
    print(f"{'way':<14}{'':<8}{'rows':>9}{'rows/s':>9}{'MB peak':>9}{'ours is faster by':>19}")
    for (way, kind), (speed, megabytes) in results.items():
        times = results["ours", kind][0] / speed
        print(f"{way:<14}{kind:<8}{numbers[way]:>9,}{speed:>9,.0f}{megabytes:>9,.0f}{times:>19.1f}")


def memory(statuses: list[bytes], most: int) -> None:
    """Print a table of the memory use of this package's source, up to *most* rows."""
    print(f"\n{'rows':>9}{'append MB':>12}{'merge MB':>12}")
    for rows in (most // 10, most // 3, most):
        with serving(statuses, rows) as url, tempfile.TemporaryDirectory() as folder:
            _, appending = measured("ours", url, "append", folder)
            measured("ours", url, "merge", folder)
            _, merging = measured("ours", url, "merge", folder)
        print(f"{rows:>9,}{appending:>12,.0f}{merging:>12,.0f}")


def main() -> None:
    """Run the benchmark, or one of its child processes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000, help="rows for this package")
    parser.add_argument("--rest-rows", type=int, default=5_000, help="rows for dlt's REST source (0.4 MB each)")
    parser.add_argument("--rest-parquet-rows", type=int, default=20_000, help="rows for dlt's REST source with Parquet")
    parser.add_argument("--serve", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--way", help=argparse.SUPPRESS)
    parser.add_argument("--url", help=argparse.SUPPRESS)
    parser.add_argument("--disposition", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.serve:
        statuses = [text.encode() for text in json.loads(sys.stdin.readline())]
        asyncio.run(Server(statuses, given.serve).run())
    elif given.way:
        run_one(given.way, given.url, given.disposition)
    else:
        statuses = templates()
        rest = {"rest_api": given.rest_rows, "rest_parquet": given.rest_parquet_rows}
        compare(statuses, {"ours": given.rows, "arrow_only": given.rows, **rest})
        memory(statuses, given.rows)


if __name__ == "__main__":
    main()
