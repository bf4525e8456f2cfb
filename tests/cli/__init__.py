"""The tests of the command, a file for one word or several."""
