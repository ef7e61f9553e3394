"""Filter of the events that the command stream prints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from trunkline.cli.stream.events import event_text, named
from trunkline.entities import Account, Status
from trunkline.streaming.events import ConversationEvent, Event, Gap, NotificationEvent, StatusUpdate, Update


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Conditions that an event has to meet; empty attributes do not restrict.

    Attributes:
        host: the server, to match local accounts given with and without their domain.
        names: accepted event names.
        texts: accepted texts; the event contains at least one of them, ignoring case.
        accounts: accepted accounts; one of them is the author, booster or sender.
        languages: accepted languages of the status; ``pt`` includes ``pt-BR``.
        exclude_boosts: drop boosts and notifications of them.
        exclude_replies: drop events about replies.
        only_media: keep only events about statuses with media.
    """

    host: str
    names: Sequence[str] = ()
    texts: Sequence[str] = ()
    accounts: Sequence[str] = ()
    languages: Sequence[str] = ()
    exclude_boosts: bool = False
    exclude_replies: bool = False
    only_media: bool = False

    def allows(self, event: Event) -> bool:
        """Return True if *event* meets all conditions. A `Gap` only has to meet ``names``.

        An event that cannot be judged, since it is not what the API says, does not meet them.
        """
        try:
            return self._allows(event)
        except Exception:  # noqa: BLE001  (whatever is wrong with one event must not end the stream)
            return False

    def _allows(self, event: Event) -> bool:
        if self.names and named(event)[0] not in self.names:
            return False
        if isinstance(event, Gap):
            return True
        status = status_of(event)
        return (
            self._is_from(event, status)
            and self._is_such_a_status(None if status is None else status.reblog or status)
            and not (self.exclude_boosts and _is_boost(event, status))
            and self._says(event)
        )

    def _is_from(self, event: Event, status: Status | None) -> bool:
        if not self.accounts:
            return True
        people = [event.notification.account] if isinstance(event, NotificationEvent) else []
        if status is not None:
            people += [status.account, *([status.reblog.account] if status.reblog else [])]
        wanted = {self._address(acct) for acct in self.accounts}
        return any(self._address(one.acct) in wanted for one in people if isinstance(one, Account))

    def _address(self, acct: str) -> str:
        name, _, host = acct.removeprefix("@").partition("@")
        return f"{name}@{host or self.host}".casefold()

    def _is_such_a_status(self, shown: Status | None) -> bool:
        if shown is None:
            return not (self.languages or self.only_media)
        language = str(shown.language or "").casefold()
        return (
            (not self.languages or any(f"{language}-".startswith(f"{one.casefold()}-") for one in self.languages))
            and not (self.exclude_replies and shown.in_reply_to_id is not None)
            and not (self.only_media and not shown.media_attachments)
        )

    def _says(self, event: Event) -> bool:
        shown = event_text(event).plain.casefold() if self.texts else ""
        return not self.texts or any(text.casefold() in shown for text in self.texts)


def _is_boost(event: Event, status: Status | None) -> bool:
    if isinstance(event, NotificationEvent):
        return event.notification.type == "reblog"
    return status is not None and status.reblog is not None


def status_of(event: Event) -> Status | None:
    """Return the status in an event, or None."""
    match event:
        case Update(status) | StatusUpdate(status):
            return status
        case NotificationEvent(notification):
            return notification.status
        case ConversationEvent(conversation):
            return conversation.last_status
    return None
