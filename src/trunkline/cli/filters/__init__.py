"""Commands about filters. May use all of `trunkline.cli` but other commands."""
