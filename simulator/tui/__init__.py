"""The screens in the terminal: the only importer of textual and rich in the product. Start with `simulator.tui.app.KefuApp`."""

import os

# Must be set before textual is imported: with the kitty keyboard protocol on, input methods lose or garble Chinese text.
os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")
