"""Output helpers: the console, sanitised text, statuses and accounts."""
