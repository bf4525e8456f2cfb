"""Tests: explore."""
