"""Requests as values and the rules for performing them, without I/O and without a clock.

May import the modules in the root of the package and `text`.
"""
