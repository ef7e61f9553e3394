"""Programs that run queries as services do, each in an environment of its own, and know nothing of this package."""
