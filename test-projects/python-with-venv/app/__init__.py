"""Prints posters."""
