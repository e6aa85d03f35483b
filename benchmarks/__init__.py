"""Measurements that are no tests: each module is one command that prints one table."""
