"""The tests, by what a user sees."""
