"""Compare streams with Mastodon.py 2.3.3: events per second, memory, CPU time of idle streams.

``python benchmarks/streaming.py``; ``--quick`` is a smoke test of a few seconds.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import statistics
import time
from multiprocessing.connection import Connection
from pathlib import Path

from blaster import serve, status_json

from peers import OURS, figures, peer

ROUNDS = 5
"""Number of runs of each measurement of speed."""

DECODE = """
import json, sys, time
from msgspec.json import decode
status, count, envelope = open(sys.argv[1]).read(), int(sys.argv[2]), sys.argv[3] == "websocket"
def text(number):
    payload = json.dumps({**json.loads(status), "id": str(number)}, ensure_ascii=False)
    if envelope:
        payload = json.dumps({"stream": ["user"], "event": "update", "payload": payload}, ensure_ascii=False)
    return payload.encode()
texts = [text(number) for number in range(min(count, 2000))]
begun = time.perf_counter()
for number in range(count):
    value = decode(texts[number % len(texts)])
    if envelope:
        decode(value["payload"])
print(json.dumps({"per_second": count / (time.perf_counter() - begun)}))
"""

SYNC = """
import json, sys, time
from trunkline import Mastodon
client = Mastodon(access_token="token", api_base_url=sys.argv[1])
count = int(sys.argv[2])
with client.stream("user", wire=sys.argv[3]) as stream:
    next(stream)
    begun = time.perf_counter()
    for number, event in enumerate(stream, 1):
        event.status.account.acct
        if number == count:
            break
    print(json.dumps({"per_second": count / (time.perf_counter() - begun)}))
"""

ASYNC = """
import asyncio, json, resource, sys, time
from trunkline import AsyncMastodon
count = int(sys.argv[2])
def kilobytes():
    return int(open("/proc/self/statm").read().split()[1]) * resource.getpagesize() // 1024
async def main():
    client = AsyncMastodon(access_token="token", api_base_url=sys.argv[1])
    async with client, client.stream("user", wire=sys.argv[3]) as stream:
        await anext(stream)
        number, memory, begun = 0, {}, time.perf_counter()
        async for event in stream:
            event.status.account.acct
            number += 1
            if number % (count // 10) == 0:
                memory[number] = kilobytes()
                if number == count:
                    break
        seconds = time.perf_counter() - begun
    print(json.dumps({"per_second": count / seconds, "early": memory[count // 10], "late": memory[count]}))
asyncio.run(main())
"""

THEIRS = """
import json, sys, time
from mastodon import Mastodon, StreamListener
client = Mastodon(access_token="token", api_base_url=sys.argv[1], version_check_mode="none")
count = int(sys.argv[2])
class Done(BaseException): pass
class Counter(StreamListener):
    number, begun = 0, 0
    def on_update(self, status):
        status.account.acct
        if not self.number:
            self.begun = time.perf_counter()
        if self.number == count:
            raise Done
        self.number += 1
counter = Counter()
try:
    if sys.argv[3] == "sse":
        client.stream_user(counter)
    else:
        handle = client.stream_open_websocket(reconnect_async=False)
        client.stream_user(counter, websocket_handle=handle)
        while counter.number < count:
            time.sleep(0.01)
except Done:
    pass
print(json.dumps({"per_second": count / (time.perf_counter() - counter.begun)}))
"""

IDLE = """
import asyncio, json, sys, time
from trunkline import AsyncMastodon
count, seconds = int(sys.argv[2]), float(sys.argv[4])
async def main():
    async with AsyncMastodon(access_token="token", api_base_url=sys.argv[1]) as client:
        streams = [client.stream("user", wire=sys.argv[3], gap_fill=None) for _ in range(count)]
        for start in range(0, count, 50):
            await asyncio.gather(*(stream.connected() for stream in streams[start:start + 50]))
        assert all(stream.state == "connected" for stream in streams)
        begun = time.process_time()
        await asyncio.sleep(seconds)
        used = time.process_time() - begun
        assert all(stream.state == "connected" for stream in streams)
        print(json.dumps({"percent": 100 * used / seconds}), flush=True)
        await asyncio.gather(*(stream.close() for stream in streams))
asyncio.run(main())
"""


def start_server(connection: Connection, sample: str) -> None:
    """Run the server in the current process."""
    asyncio.run(serve(json.loads(Path(sample).read_text()), connection.send))


def speeds(url: str, sample: str, wire: str, count: int, few: int) -> None:
    """Print a row for each way to receive events: medians of interleaved runs, to even out the load of the machine."""
    theirs = peer("Mastodon.py==2.3.3", "websocket-client")
    base = figures(theirs, THEIRS, url, str(few), wire)["per_second"]
    print(f"{wire:10} Mastodon.py 2.3.3        {base:10,.0f} events/s")
    runs: dict[str, list[float]] = {"Mastodon": [], "AsyncMastodon": [], "parsing the JSON alone": []}
    for _ in range(ROUNDS):
        for found, script in zip(runs.values(), (SYNC, ASYNC, DECODE), strict=True):
            source = sample if script is DECODE else url
            found.append(figures(OURS, script, source, str(count), wire)["per_second"])
    parse = runs["parsing the JSON alone"]
    for name, found in runs.items():
        speed = statistics.median(found)
        slower = statistics.median(alone / ours for alone, ours in zip(parse, found, strict=True))
        print(f"{'':10} {name:24} {speed:10,.0f} events/s   {speed / base:6.0f} x   parsing / this {slower:.1f}")


def main() -> None:
    """Run all measurements and print a table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    quick = parser.parse_args().quick
    count, few, million, idle, seconds = (2000, 100, 20_000, 50, 2.0) if quick else (60_000, 500, 1_000_000, 1000, 60.0)
    ours, server_end = multiprocessing.Pipe()
    sample = status_json()
    server = multiprocessing.Process(target=start_server, args=(server_end, sample), daemon=True)
    server.start()
    url: str = ours.recv()
    try:
        for wire in ("sse", "websocket"):
            speeds(url, sample, wire, count, few)
        for wire in ("sse", "websocket"):
            begun = time.perf_counter()
            found = figures(OURS, ASYNC, url, str(million), wire)
            print(
                f"{wire:10} memory after {million // 10:,} events {found['early'] / 1024:.1f} MB, "
                f"after {million:,} {found['late'] / 1024:.1f} MB ({time.perf_counter() - begun:.0f} s)"
            )
        for wire in ("sse", "websocket"):
            used = figures(OURS, IDLE, f"{url}/idle", str(idle), wire, str(seconds))["percent"]
            print(f"{wire:10} {idle:,} idle streams in one process: {used:.1f} % of one core")
    finally:
        server.terminate()
        server.join()


if __name__ == "__main__":
    main()
