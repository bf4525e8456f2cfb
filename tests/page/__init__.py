"""Tests: page."""
