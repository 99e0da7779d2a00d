"""Kefu Dojo: scripted buyers, a workbench to answer them at, and scores that explain themselves."""

__version__ = "0.1.0"
