"""The kinds of rules: one file each, with the same two members: `Keys`, the keys of a rule file, and `prepare`, which makes its finder."""
