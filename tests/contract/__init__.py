"""Tests that compare the package with the facts about the API and with recorded answers."""
