"""The widgets: how views look, and what keys and the mouse do on them."""
