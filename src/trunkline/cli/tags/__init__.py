"""Commands about hashtags. May use all of `trunkline.cli` but other commands."""
