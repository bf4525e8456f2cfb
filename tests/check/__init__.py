"""Tests: check."""
