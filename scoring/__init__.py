"""Scoring: a pure function from a transcript and a rulebook to a scorecard. It knows no clock, no file and no screen."""
