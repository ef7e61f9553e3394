"""Limits of a query."""

SECONDS = 20.0
"""Time after which a query is interrupted."""

GRACE = 10.0
"""Seconds that its process gets beyond that, to start and to react, before it is killed."""

MEMORY = "1GB"
"""Memory of DuckDB."""

ADDRESSES = 4 << 30
"""Bytes that the process may map, where the system can limit that: values of functions are not counted by DuckDB."""

THREADS = 2
ROWS = 200
CELL = 2_000
"""Characters of a cell."""

CHARACTERS = 100_000
"""Characters of all cells."""

QUERY = 20_000
"""Characters of a query."""
