"""Load a Mastodon server: the home timeline and notifications with a token, what is public without one."""

import dlt

from mastodon import make_views, mastodon_source


def load() -> None:
    """Load what is new since the last run, and make the views that docs/data.md of trunkline describes."""
    pipeline = dlt.pipeline(
        pipeline_name="mastodon_pipeline", destination="duckdb", dataset_name="mastodon_data", progress="log"
    )
    print(pipeline.run(mastodon_source()))
    make_views(pipeline)


if __name__ == "__main__":
    load()
