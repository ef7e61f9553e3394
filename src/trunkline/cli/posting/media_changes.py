"""Changes of the media of a post."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import click

from trunkline.cli.posting.unsent import UnsentMedium

if TYPE_CHECKING:
    from trunkline.entities import MediaAttachment


class MediaChanges(NamedTuple):
    """Changes of media, which are counted from 1: those that are there, then those that are added.

    Attributes:
        files: paths of files to add.
        removed: numbers of media to remove.
        alts: alternative texts by number.
        focuses: focal points by number.
    """

    files: Sequence[str]
    removed: Sequence[int]
    alts: Mapping[int, str]
    focuses: Mapping[int, tuple[float, float]]

    def require_numbers(self, present: int) -> None:
        """Refuse numbers that no medium has.

        Raises:
            click.UsageError: there are fewer media.
        """
        for number in self.removed:
            if number > present:
                raise click.UsageError(f"The post has {present} media: there is no number {number} to remove.")
        for number in (*self.alts, *self.focuses):
            if number > present + len(self.files) or number in self.removed:
                raise click.UsageError(f"The post will have no medium with the number {number}.")

    def kept(self, present: Sequence[MediaAttachment]) -> list[MediaAttachment]:
        """Return the media that stay."""
        return [medium for number, medium in enumerate(present, 1) if number not in self.removed]

    def added(self, present: int) -> list[UnsentMedium]:
        """Return the media that are added to those that are there."""
        return [
            UnsentMedium(file, None, self.alts.get(number), self.focuses.get(number))
            for number, file in enumerate(self.files, present + 1)
        ]

    def attributes(self, present: Sequence[MediaAttachment]) -> list[dict[str, str]]:
        """Return the changes of media that are there, as the server takes them."""
        from trunkline.endpoints.media import Media

        return [
            Media.generate_media_edit_attributes(medium, self.alts.get(number), self.focuses.get(number))
            for number, medium in enumerate(present, 1)
            if number in self.alts or number in self.focuses
        ]
