"""A copy of the loaded tables, made for questions."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import TYPE_CHECKING, Self

from trunkline.errors import MastodonError
from trunkline.explore.copying import copy_tables
from trunkline.explore.selection import PostSelection, PostView
from trunkline.explore.tidying import tidy

if TYPE_CHECKING:
    import dlt
    import duckdb

_ALL = "(SELECT created_at FROM posts UNION ALL SELECT created_at FROM boosts)"
_EXTENT = f"SELECT timezone($zone, min(created_at))::DATE, timezone($zone, max(created_at))::DATE FROM {_ALL}"
_EARLY = "SELECT timezone($zone, quantile_disc(created_at, 0.02))::DATE FROM posts"


class NothingLoadedError(MastodonError):
    """There are no posts to look at."""


class Snapshot:
    """Posts, boosts, hashtags, media and accounts, each once, in a DuckDB file; see `trunkline.explore.tidying`.

    Attributes:
        connection: the open file.
    """

    def __init__(self, file: Path, *, folder: TemporaryDirectory[str] | None = None) -> None:
        import duckdb

        self.file = file
        self.connection: duckdb.DuckDBPyConnection = duckdb.connect(str(file), read_only=True)
        self._folder = folder

    @classmethod
    def of(cls, dataset: dlt.Dataset) -> Snapshot:
        """Copy what is loaded; the copy is removed when the snapshot is closed.

        Raises:
            NothingLoadedError: no post is there.
        """
        import duckdb

        folder = TemporaryDirectory(prefix="trunkline-")
        file = Path(folder.name) / "snapshot.duckdb"
        try:
            with duckdb.connect(str(file)) as connection:
                copy_tables(dataset, connection)
                tidy(connection)
                if not connection.execute("SELECT 1 FROM posts LIMIT 1").fetchall():
                    raise NothingLoadedError(f"There are no posts in the dataset {dataset.dataset_name} yet.")
            return cls(file, folder=folder)
        except BaseException:
            folder.cleanup()
            raise

    def view(self, selection: PostSelection | None = None) -> PostView:
        """The selected posts, or all."""
        return PostView(self.connection, selection or PostSelection())

    def extent(self, time_zone: str = "UTC") -> tuple[date, date]:
        """The days of the oldest and of the newest post or boost."""
        ((first, last),) = self.connection.execute(_EXTENT, {"zone": time_zone}).fetchall()
        return first, last

    def period(self, time_zone: str = "UTC") -> tuple[date, date]:
        """The days to begin with: those of the extent without the oldest 2 % of the posts, which may be years older."""
        ((first,),) = self.connection.execute(_EARLY, {"zone": time_zone}).fetchall()
        return first, self.extent(time_zone)[1]

    def languages(self) -> list[str]:
        """The languages of posts, the most frequent first; ``""`` for posts without one."""
        return self._most("posts", "language")

    def servers(self) -> list[str]:
        """The servers of authors, those with the most posts first."""
        return self._most("posts", "server")

    def sources(self) -> list[str]:
        """The loaded tables that have posts, those with the most first."""
        return self._most("seen", "source")

    def asked(self) -> list[str]:
        """The servers that were asked, in the order of the alphabet."""
        return self._most("asked", "server")

    def close(self) -> None:
        """Close the file, and remove it if this snapshot has made it."""
        self.connection.close()
        if self._folder:
            self._folder.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def _most(self, table: str, column: str) -> list[str]:
        query = f"SELECT {column} FROM {table} GROUP BY {column} ORDER BY count(*) DESC, {column}"
        return [value for (value,) in self.connection.execute(query).fetchall()]
