"""A local copy of the loaded tables, prepared for the questions."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import TYPE_CHECKING, Self

from trunkline.errors import MastodonError
from trunkline.explore.copying import copy_tables
from trunkline.explore.records import LoadRecords
from trunkline.explore.selection import PostSelection, PostView
from trunkline.explore.tidying import tidy

if TYPE_CHECKING:
    import dlt
    import duckdb

_ALL = "(SELECT created_at FROM posts WHERE dated UNION ALL SELECT created_at FROM boosts WHERE dated)"
_EXTENT = f"""
SELECT timezone($zone, coalesce(min(created_at), any_value(loaded_at)))::DATE,
    timezone($zone, coalesce(max(created_at), any_value(loaded_at)))::DATE
FROM span LEFT JOIN {_ALL} ON true
"""
_EARLY = "SELECT timezone($zone, quantile_disc(created_at, 0.02))::DATE FROM posts WHERE dated"


class NothingLoadedError(MastodonError):
    """The dataset has no posts."""


class Snapshot:
    """A DuckDB file with one row for each post, boost, hashtag, attachment and account.

    The tables are described in `trunkline.explore.tidying`.

    Attributes:
        file: the path of the file.
        connection: the open connection, read-only.
    """

    def __init__(self, file: Path, *, folder: TemporaryDirectory[str] | None = None) -> None:
        import duckdb

        self.file = file
        self.connection: duckdb.DuckDBPyConnection = duckdb.connect(str(file), read_only=True)
        self._folder = folder

    @classmethod
    def of(cls, dataset: dlt.Dataset) -> Snapshot:
        """Copy the data of a dataset into a temporary file, which is removed when the snapshot is closed.

        Raises:
            NothingLoadedError: there are no posts.
        """
        import duckdb

        folder = TemporaryDirectory(prefix="trunkline-")
        file = Path(folder.name) / "snapshot.duckdb"
        try:
            with duckdb.connect(str(file)) as connection:
                records = LoadRecords.of(dataset)
                tidy(connection, copy_tables(dataset, connection), records)
                if not connection.execute("SELECT 1 FROM posts LIMIT 1").fetchall():
                    raise NothingLoadedError(f"There are no posts in the dataset {dataset.dataset_name} yet.")
            return cls(file, folder=folder)
        except BaseException:
            folder.cleanup()
            raise

    def view(self, selection: PostSelection | None = None) -> PostView:
        """Return a view of the selected posts, or of all posts."""
        return PostView(self.connection, selection or PostSelection())

    def extent(self, time_zone: str = "UTC") -> tuple[date, date]:
        """Return the days of the oldest and of the newest post or boost, of those with dates that make sense."""
        ((first, last),) = self.connection.execute(_EXTENT, {"zone": time_zone}).fetchall()
        return first, last

    def period(self, time_zone: str = "UTC") -> tuple[date, date]:
        """Return the extent without the oldest 2 % of the posts, which may be years older."""
        ((first,),) = self.connection.execute(_EARLY, {"zone": time_zone}).fetchall()
        oldest, newest = self.extent(time_zone)
        return first or oldest, newest

    def languages(self) -> list[str]:
        """Return the languages of posts, most frequent first; ``""`` stands for posts without a language."""
        return self._most("posts", "language")

    def servers(self) -> list[str]:
        """Return the servers of authors, those with the most posts first."""
        return self._most("posts", "server")

    def sources(self) -> list[str]:
        """Return the names of the loaded tables with posts, those with the most posts first."""
        return self._most("seen", "source")

    def asked(self) -> list[str]:
        """Return the servers from which posts were loaded, in alphabetical order."""
        return self._most("asked", "server")

    def close(self) -> None:
        """Close the file, and remove it if it is temporary."""
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
