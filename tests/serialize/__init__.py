"""Tests: serialize."""
