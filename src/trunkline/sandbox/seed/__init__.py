"""The seeded community."""
