"""The version of eastup, in the one place where it is written: what we make says which made it."""

__version__ = "0.1.0"
