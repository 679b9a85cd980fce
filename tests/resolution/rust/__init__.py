"""Marker tests of Rust's resolution."""
