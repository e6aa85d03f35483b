"""Trains the small English entity model that redactor ships; no part of the package."""
