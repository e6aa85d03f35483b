"""Turn a sensitive diplomatic cable into the version a given audience may read."""

__version__ = "0.1.0"
