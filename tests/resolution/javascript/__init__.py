"""Marker tests of JavaScript's resolution."""
