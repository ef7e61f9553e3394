"""Programs that a type checker reads: each ``reveal_type`` must show what its comment says, in mypy and in pyright.

Lines that end in ``# error`` must be refused by both.
"""

import asyncio
from typing import reveal_type

from trunkline import AsyncMastodon, Mastodon
from trunkline.endpoints.timelines import Timelines


def sync_program(mastodon: Mastodon) -> None:
    reveal_type(mastodon.account_verify_credentials())  # CredentialAccount
    reveal_type(mastodon.timeline_home(limit=40))  # Page[Status]
    reveal_type(mastodon.media_post("cat.png", synchronous=True))  # MediaAttachment
    reveal_type(mastodon.account_relationships(["1", 2]))  # list[Relationship]
    reveal_type(mastodon.status_post("hello"))  # Status
    reveal_type(mastodon.status_post("later", scheduled_at="2030-01-01T00:00:00Z"))  # ScheduledStatus
    reveal_type(mastodon.fetch_next(mastodon.timeline_home()))  # Page[Status] | None
    reveal_type(mastodon.fetch_remaining(mastodon.notifications()))  # Page[Notification]
    reveal_type(mastodon.notifications("12"))  # Notification
    reveal_type(mastodon.notifications("12", supported_types=["mention"]))  # Notification
    reveal_type(mastodon.notifications(types="mention", supported_types=["mention"]))  # Page[Notification]
    mastodon.notifications("12", no_such_parameter=1)  # error
    reveal_type(mastodon.admin_domain_blocks())  # Page[AdminDomainBlock]
    reveal_type(mastodon.admin_domain_blocks("3", limit=1))  # AdminDomainBlock
    for status in mastodon.iterate(mastodon.timeline_home()):
        reveal_type(status)  # Status
        reveal_type(status.created_at)  # datetime
        reveal_type(status.reblog)  # Status | None
        reveal_type(status.account.acct)  # str
        reveal_type(status.media_attachments)  # list[MediaAttachment]
    reveal_type(Timelines.timeline_home.request(limit=40))  # Request[Page[Status]]
    reveal_type(mastodon.call(Timelines.timeline_home.request(limit=40)))  # Page[Status]
    reveal_type(Mastodon.create_app("bot", api_base_url="mastodon.social"))  # tuple[str, str]
    mastodon.timeline_home(limits=40)  # error
    mastodon.timeline_home(limit="many")  # error
    mastodon.status_favourite()  # error


async def async_program(mastodon: AsyncMastodon) -> None:
    reveal_type(await mastodon.account_verify_credentials())  # CredentialAccount
    reveal_type(await mastodon.timeline_home(limit=40))  # Page[Status]
    reveal_type(await mastodon.media_post("cat.png", synchronous=True))  # MediaAttachment
    reveal_type(await mastodon.status_post("hello"))  # Status
    reveal_type(await mastodon.status_post("later", scheduled_at="2030-01-01T00:00:00Z"))  # ScheduledStatus
    reveal_type(await mastodon.notifications("12", supported_types=["mention"]))  # Notification
    reveal_type(await mastodon.fetch_next(await mastodon.timeline_home()))  # Page[Status] | None
    async for status in mastodon.iterate(await mastodon.timeline_home()):
        reveal_type(status)  # Status
    home, me = await asyncio.gather(mastodon.timeline_home(), mastodon.account_verify_credentials())
    reveal_type(home)  # Page[Status]
    reveal_type(me)  # CredentialAccount
    reveal_type(await AsyncMastodon.create_app("bot", api_base_url="mastodon.social"))  # tuple[str, str]
    task = asyncio.create_task(mastodon.timeline_home())
    reveal_type(await task)  # Page[Status]
    await mastodon.timeline_home(limits=40)  # error
