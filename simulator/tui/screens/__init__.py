"""The screens: each shows frozen views of the desk and calls it; none holds domain logic."""
