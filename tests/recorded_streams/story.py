"""The actions that were done while the streams of a real Mastodon were recorded, to be done on a sandbox.

alice listens. She follows bob, carol and robot, and has a list with bob; dave and somebody are strangers.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any, TypeVar

import httpx2
from PIL import Image

from tests.recorded_streams.recording import PREFIX, websocket_frames
from trunkline.sandbox import Sandbox
from trunkline.sandbox.store.database import utc_now

BEGINS: dict[str, float] = {}
"""The seconds of the recording in which the actions were done, by the names of the methods of `Story`."""

Method = TypeVar("Method", bound=Callable[..., None])


def at(second: float) -> Callable[[Method], Method]:
    """Mark an action with its second."""

    def mark(method: Method) -> Method:
        BEGINS[method.__name__] = second
        return method

    return mark


class LateClock:
    """The wall clock, which can be put forward."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        """Return the time."""
        return utc_now() + self.ahead


class Actor:
    """Somebody who does something."""

    def __init__(self, sandbox: Sandbox, name: str) -> None:
        person = sandbox.person(
            f"{PREFIX}{name}",
            display_name=name.capitalize(),
            discoverable=True,
            indexable=True,
            bot=name == "robot",
        )
        self.id, self.username, self.token = person.id, person.username, person.token
        headers = {"Authorization": f"Bearer {person.token}"}
        self.client = httpx2.Client(base_url=sandbox.url, headers=headers, timeout=20)

    def call(self, method: str, path: str, **options: Any) -> Any:
        """Send a request that succeeds, and return the JSON."""
        response = self.client.request(method, f"/api/{path}", **options)
        assert response.status_code == 200, response.text
        return response.json()

    def post(self, path: str, **values: Any) -> Any:
        return self.call("POST", path, json=values)

    def say(self, text: str, **values: Any) -> str:
        """Post a status and return its id."""
        return str(self.post("v1/statuses", status=text, **values)["id"])

    def edit(self, status_id: str, text: str) -> None:
        self.call("PUT", f"v1/statuses/{status_id}", json={"status": text})

    def delete(self, status_id: str) -> None:
        self.call("DELETE", f"v1/statuses/{status_id}")


class Story:
    """The people and their actions, to be called in the order of `BEGINS`."""

    def __init__(self, sandbox: Sandbox, clock: LateClock) -> None:
        self._sandbox = sandbox
        self._clock = clock
        self.people = {name: Actor(sandbox, name) for name in ("alice", "bob", "carol", "dave", "robot", "somebody")}
        self.alice, self.bob, self.carol, self.dave, self.robot, self.somebody = self.people.values()
        self.announcement = sandbox.announce("Welcome")
        for followed in (self.bob, self.carol, self.robot):
            self.alice.post(f"v1/accounts/{followed.id}/follow")
        self.list = self.alice.post("v1/lists", title="Some")["id"]
        self.alice.post(f"v1/lists/{self.list}/accounts", account_ids=[self.bob.id])
        for number in range(5):
            self.carol.say(f"earlier {number}")

    def close(self) -> None:
        """Close all connections."""
        for person in self.people.values():
            person.client.close()

    @at(19)
    def bob_posts_in_public(self) -> None:
        self.first = self.bob.say("hello #smtag public")

    @at(25)
    def bob_posts_unlisted(self) -> None:
        self.bob.say("hello #smtag unlisted", visibility="unlisted")

    @at(30)
    def bob_posts_to_followers(self) -> None:
        self.bob.say("hello #smtag private", visibility="private")

    @at(33)
    def bob_writes_to_alice(self) -> None:
        self.letter = self.bob.say("@sm_alice hello direct", visibility="direct")

    @at(35)
    def alice_answers_in_private(self) -> None:
        self.alice.say("@sm_bob answer direct", visibility="direct", in_reply_to_id=self.letter)

    @at(38)
    def alice_reads_the_conversation(self) -> None:
        conversation = self.alice.call("GET", "v1/conversations")[0]["id"]
        self.alice.post(f"v1/conversations/{conversation}/read")

    @at(40.8)
    def bob_posts_a_picture(self) -> None:
        picture = BytesIO()
        Image.new("RGB", (64, 64), "red").save(picture, "PNG")
        files = {"file": ("red.png", picture.getvalue(), "image/png")}
        media = self.bob.call("POST", "v2/media", files=files, data={"description": "red"})
        self.picture = self.bob.say("media #smtag", media_ids=[media["id"]])

    @at(44)
    def bob_edits(self) -> None:
        self.bob.edit(self.first, "hello #smtag public edited")

    @at(46.9)
    def bob_edits_the_letter(self) -> None:
        self.bob.edit(self.letter, "@sm_alice hello direct edited")

    @at(49.2)
    def carol_posts(self) -> None:
        self.carols = self.carol.say("carol says")

    @at(50)
    def bob_boosts_what_alice_has_seen(self) -> None:
        self.bob.post(f"v1/statuses/{self.carols}/reblog")

    @at(52.5)
    def bob_takes_the_boost_back(self) -> None:
        self.bob.post(f"v1/statuses/{self.carols}/unreblog")

    @at(54.5)
    def alice_posts(self) -> None:
        self.own = self.alice.say("alice own #smtag")

    @at(57)
    def bob_favourites(self) -> None:
        self.bob.post(f"v1/statuses/{self.own}/favourite")

    @at(59)
    def bob_takes_the_favourite_back(self) -> None:
        self.bob.post(f"v1/statuses/{self.own}/unfavourite")

    @at(61.5)
    def bob_boosts_alice(self) -> None:
        self.bob.post(f"v1/statuses/{self.own}/reblog")

    @at(64)
    def dave_mentions_alice(self) -> None:
        self.daves = self.dave.say("@sm_alice hey")

    @at(66.5)
    def dave_edits(self) -> None:
        self.dave.edit(self.daves, "@sm_alice hey edited")

    @at(69)
    def dave_deletes(self) -> None:
        self.dave.delete(self.daves)

    @at(71.5)
    def bob_mentions_alice(self) -> None:
        self.bobs = self.bob.say("@sm_alice hey you")

    @at(75)
    def bob_deletes(self) -> None:
        self.bob.delete(self.bobs)

    @at(77.5)
    def dave_follows(self) -> None:
        self.dave.post(f"v1/accounts/{self.alice.id}/follow")

    @at(79)
    def dave_unfollows(self) -> None:
        self.dave.post(f"v1/accounts/{self.alice.id}/unfollow")

    @at(83)
    def dave_asks_to_follow(self) -> None:
        self.alice.call("PATCH", "v1/accounts/update_credentials", json={"locked": True})
        self.dave.post(f"v1/accounts/{self.alice.id}/follow")

    @at(86)
    def alice_agrees(self) -> None:
        self.alice.post(f"v1/follow_requests/{self.dave.id}/authorize")
        self.alice.call("PATCH", "v1/accounts/update_credentials", json={"locked": False})

    @at(92)
    def carol_posts_for_a_subscriber(self) -> None:
        self.alice.post(f"v1/accounts/{self.carol.id}/follow", notify=True)
        self.carol.say("ding")
        self.alice.post(f"v1/accounts/{self.carol.id}/follow", notify=False)

    @at(98)
    def alice_boosts(self) -> None:
        self.alice.post(f"v1/statuses/{self.first}/reblog")

    @at(102)
    def bob_edits_what_alice_has_boosted(self) -> None:
        self.bob.edit(self.first, "hello #smtag public edited twice")

    @at(104.5)
    def bob_quotes(self) -> None:
        self.quote = self.bob.say("quoting #smtag", quoted_status_id=self.own)

    @at(108)
    def alice_edits(self) -> None:
        self.alice.edit(self.own, "alice own #smtag edited")

    @at(110)
    def somebody_reacts(self) -> None:
        for method in ("PUT", "DELETE"):
            self.somebody.call(method, f"v1/announcements/{self.announcement}/reactions/👍")

    @at(112)
    def alice_revokes_the_quote(self) -> None:
        self.alice.post(f"v1/statuses/{self.own}/quotes/{self.quote}/revoke")

    @at(115)
    def alice_filters(self) -> None:
        keywords = [{"keyword": "smfilt"}]
        self.alice.post("v2/filters", title="f", context=["home", "public"], keywords_attributes=keywords)

    @at(117)
    def bob_posts_what_alice_filters(self) -> None:
        self.bob.say("this is smfilt text #smtag")

    @at(123)
    def carol_posts_on_the_list(self) -> None:
        self.alice.post(f"v1/lists/{self.list}/accounts", account_ids=[self.carol.id])
        self.carol.say("carol in list")

    @at(127)
    def carol_posts_off_the_list(self) -> None:
        self.alice.call("DELETE", f"v1/lists/{self.list}/accounts", json={"account_ids": [self.carol.id]})
        self.carol.say("carol out of list")

    @at(132)
    def dave_posts_on_a_followed_tag(self) -> None:
        self.alice.post("v1/tags/smfollow/follow")
        self.tagged = self.dave.say("news #smfollow")

    @at(134)
    def dave_deletes_it(self) -> None:
        self.dave.delete(self.tagged)

    @at(138)
    def alice_mutes_carol(self) -> None:
        self.alice.post(f"v1/accounts/{self.carol.id}/mute")

    @at(142)
    def alice_unmutes_carol(self) -> None:
        self.alice.post(f"v1/accounts/{self.carol.id}/unmute")

    @at(154)
    def dave_mentions_alice_who_filters_strangers(self) -> None:
        self.alice.call("PATCH", "v2/notifications/policy", json={"for_not_following": "filter"})
        self.dave.say("@sm_alice filtered mention")

    @at(157)
    def dave_writes_to_alice_who_filters_strangers(self) -> None:
        self.dave.say("@sm_alice filtered direct", visibility="direct")

    @at(159)
    def alice_accepts_the_request(self) -> None:
        request = self.alice.call("GET", "v1/notifications/requests")[0]["id"]
        self.alice.post(f"v1/notifications/requests/{request}/accept")
        self.alice.call("PATCH", "v2/notifications/policy", json={"for_not_following": "accept"})

    @at(160.5)
    def somebody_reacts_again(self) -> None:
        self.somebody_reacts()

    @at(165.7)
    def bob_deletes_the_first(self) -> None:
        self.bob.delete(self.first)

    @at(168.6)
    def bob_deletes_the_letter(self) -> None:
        self.bob.delete(self.letter)

    @at(171.8)
    def bob_deletes_the_picture(self) -> None:
        self.bob.delete(self.picture)

    @at(175)
    def bob_asks(self) -> None:
        poll = {"options": ["x", "y"], "expires_in": 300}
        self.alice.post(
            f"v1/polls/{self.bob.post('v1/statuses', status='poll?', poll=poll)['poll']['id']}/votes", choices=[0]
        )

    @at(187)
    def the_poll_ends(self) -> None:
        self._clock.ahead += timedelta(seconds=301)
        self._sandbox.run_due()
        self.alice.call("GET", "v1/conversations")  # answered after what the server's own clock may have begun

    @at(197)
    def the_server_announces(self) -> None:
        self.announcement = self._sandbox.announce("sm announcement")

    @at(200)
    def alice_reacts(self) -> None:
        self.alice.call("PUT", f"v1/announcements/{self.announcement}/reactions/👍")

    @at(211)
    def the_server_takes_the_announcement_back(self) -> None:
        self._sandbox.take_back_announcement(self.announcement)

    @at(280)
    def many_questions_and_answers(self) -> None:
        """Post again what the people posted one after the other, in the order in which they did."""
        made: dict[str, str] = {}
        frames = [
            json.loads(frame.payload) for frame in websocket_frames() if frame.at > 280 and frame.event == "update"
        ]
        statuses = {one["id"]: one for one in frames if one["account"]["acct"].startswith(PREFIX)}
        for status_id in sorted(statuses, key=int):
            status = statuses[status_id]
            author = self.people[status["account"]["acct"].removeprefix(PREFIX)]
            text = " ".join(f"@{mention['acct']}" for mention in status["mentions"]) + _own_words(status["content"])
            answered = made.get(status["in_reply_to_id"])
            made[status_id] = author.say(text, visibility=status["visibility"], in_reply_to_id=answered)


def _own_words(content: str) -> str:
    """Return what follows the mention."""
    return content.rpartition("</span>")[2].removesuffix("</p>")
