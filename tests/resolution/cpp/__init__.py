"""Marker tests of C++'s resolution."""
