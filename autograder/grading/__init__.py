"""Grading as a straight line: intake, execute, judge, record."""
