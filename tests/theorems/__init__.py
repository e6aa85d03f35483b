"""The theorems of DESIGN.md 8 as properties over the whole path."""
