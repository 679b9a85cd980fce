"""Marker tests of Java's resolution."""
