"""The commands about notifications."""
