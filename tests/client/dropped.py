"""Program for `test_connections`: an asynchronous client that is dropped without being closed, in the named way."""

from __future__ import annotations

import asyncio
import gc
import sys

from trunkline import AsyncMastodon

url, way, verify = sys.argv[1:]
kept: list[AsyncMastodon] = []


def client() -> AsyncMastodon:
    return AsyncMastodon(api_base_url=url, verify=verify or True)


async def at_the_end() -> None:
    made = client()
    await made.instance_health()


async def meanwhile() -> None:
    made = client()
    await made.instance_health()
    del made
    gc.collect()
    for _ in range(20):
        await asyncio.sleep(0.01)


async def kept_for_longer() -> None:
    kept.append(client())
    await kept[0].instance_health()


async def kept_and_used() -> None:
    await kept[0].instance_health()


async def closed() -> None:
    made = client()
    await made.instance_health()
    await made.close()
    await made.instance_health()


if way == "loops":
    asyncio.run(kept_for_longer())
    asyncio.run(kept_and_used())
    kept.clear()
else:
    asyncio.run({"end": at_the_end, "meanwhile": meanwhile, "kept": kept_for_longer, "closed": closed}[way]())
gc.collect()
