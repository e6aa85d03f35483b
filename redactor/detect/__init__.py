"""Finds the entities of a cable and says how it knows; decides nothing."""

from redactor.detect.find import SUMMARY, Detector, find, guests, identity, load, summary
from redactor.detect.vocabulary import role_of, role_terms

__all__ = ["SUMMARY", "Detector", "find", "guests", "identity", "load", "role_of", "role_terms", "summary"]
