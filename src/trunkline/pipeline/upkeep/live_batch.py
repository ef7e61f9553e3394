"""Rows of a few seconds of stream events. Does no I/O."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from trunkline.answers.storing import raw
from trunkline.ids import Id
from trunkline.pipeline.catalogue import CATALOGUE
from trunkline.pipeline.consent import Consent
from trunkline.pipeline.crawling.server import Row, as_row
from trunkline.pipeline.names import OWNER
from trunkline.streaming.events import Delete, Event, Gap, NotificationEvent, StatusUpdate, Update

MALFORMED = "malformed"
"""Name, among the rules, for objects that are left out because they have no id."""

_NO_RULES: frozenset[str] = frozenset()


class StreamTarget(NamedTuple):
    """Table for new objects of a stream.

    Attributes:
        table: the table.
        subject: name of the cursors in the memory of its resource.
    """

    table: str
    subject: str


Targets = Mapping[tuple[str, type[Event]], StreamTarget]
"""Tables by stream and kind of event."""


def targets_of(tables: Collection[str], hashtags: Collection[str] = (), *, local: bool = False) -> Targets:
    """Return the table for each stream and kind of event; tables without a stream are left out.

    Args:
        tables: names of tables.
        hashtags: hashtags of the table ``hashtags``.
        local: public timelines and hashtags hold only posts by the server's own accounts.
    """
    public, hashtag = ("public:local", "hashtag:local:") if local else ("public", "hashtag:")
    personal = "user" if "timelines_home" in tables else "user:notification"
    every: dict[tuple[str, type[Event]], StreamTarget] = {
        ("user", Update): StreamTarget("timelines_home", "home"),
        (personal, NotificationEvent): StreamTarget("notifications", "notifications"),
        (public, Update): StreamTarget("timelines_public", "local" if local else "public"),
        **{(f"{hashtag}{name}", Update): StreamTarget("hashtags", name) for name in hashtags},
    }
    return {place: target for place, target in every.items() if target.table in tables}


@dataclass(slots=True)
class LiveBatch:
    """Batch of events that are written together.

    Attributes:
        targets: tables of new objects.
        instance: the server, as in ``_instance``.
        consent: rules by which posts are left out.
        my_id: the id of the token's own account, if there is one.
        owner: whose lists are followed, as in `OWNER`.
        newest: the newest id of each target, of this batch and of those before it that had nothing to write.
        edited: posts with another text, by id.
        deleted: ids of posts that are gone.
        left_out: number of objects that were left out, by rule.
        events: number of events.
        torn: events were lost, so that a load has to follow.
    """

    targets: Targets
    instance: str
    consent: Consent
    my_id: str | None
    owner: str | None = None
    newest: dict[StreamTarget, Id] = field(default_factory=dict)
    edited: dict[str, Row] = field(default_factory=dict)
    deleted: dict[str, None] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)
    events: int = 0
    torn: bool = False
    _new: dict[str, dict[str, Row]] = field(default_factory=lambda: defaultdict(dict))

    def add(self, event: Event) -> None:
        """Add an event; one that is about no table is ignored."""
        self.events += 1
        match event:
            case Update(status):
                self._add_new(event, status)
            case NotificationEvent(notification):
                self._add_new(event, notification)
            case StatusUpdate(status):
                row = self._row(status)
                if row is not None and self._is_allowed(row, self.consent):
                    self.edited[row["id"]] = row
            case Delete(status_id):
                self.deleted[str(status_id)] = None
            case Gap(reason) if reason != "edits":  # edits and deletions; only `refresh` finds them later
                self.torn = True

    def _add_new(self, event: Event, thing: Mapping[str, Any]) -> None:
        target = self.targets.get((event.stream, type(event)))
        if target is None:
            return
        row = self._row(thing)
        if row is None:
            return
        before, now = self.newest.get(target), Id(row["id"])
        self.newest[target] = now if before is None else max(before, now)
        others = CATALOGUE[target.table].posts_of_others
        if self._is_allowed(row, self.consent if others else Consent(_NO_RULES, self.consent.private)):
            self._new[target.table][row["id"]] = row

    def _row(self, thing: Mapping[str, Any]) -> Row | None:
        """Return an object as plain JSON, as the server has sent it; ``None`` if it has no id."""
        row = {**as_row(raw(thing)), "_instance": self.instance}
        if row.get("id") is None:
            self.left_out[MALFORMED] += 1
            return None
        return row

    def _is_allowed(self, row: Row, consent: Consent) -> bool:
        refusal = consent.refusal(row, self.my_id)
        if refusal is not None:
            self.left_out[refusal] += 1
        return refusal is None

    @property
    def changed(self) -> list[str]:
        """Ids of edited and deleted posts that may already be stored."""
        return [*self.edited, *self.deleted]

    def rows(self, held: Mapping[str, Collection[str]]) -> dict[str, list[Row]]:
        """Return the rows to write, by table.

        A post that is deleted again before it was written is not written any more.

        Args:
            held: for ids of posts, the tables that have them already, in rows that are nobody else's.
        """
        found = {
            table: {
                post: _latest(row, self.edited.get(post, row))
                for post, row in rows.items()
                if post not in self.deleted or post in held
            }
            for table, rows in self._new.items()
        }
        for post, row in self.edited.items():
            for table in held.get(post, ()):
                found.setdefault(table, {}).setdefault(post, row)
        return {table: [self._owned(table, row) for row in rows.values()] for table, rows in found.items() if rows}

    def _owned(self, table: str, row: Row) -> Row:
        return {**row, OWNER: self.owner} if CATALOGUE[table].is_owned else row


def _latest(one: Row, other: Row) -> Row:
    """Return the row of a post that was edited later."""
    return max(other, one, key=lambda row: str(row.get("edited_at") or ""))
