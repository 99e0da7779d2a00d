"""Reports: scorecards and debriefs as views, text and tables. Pure functions of what the journal and the archive hold."""
