"""What moderators and administrators do, and the figures that they see."""
