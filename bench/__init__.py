"""How fast the portal is (`run.py`), how it looks (`look.py`), and what happens when something breaks (`drill.py`)."""
