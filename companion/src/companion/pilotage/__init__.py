"""What analysts and designers see: indicators, conversations, the inbox.

Every room is given a `Steering` (`steering.py`) and returns its routes; `wiring.py` lists them.
"""
