"""Tests assert behaviour, never time: a slow machine is no failure of a property."""

from hypothesis import HealthCheck, settings

settings.register_profile("trunkline", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("trunkline")
