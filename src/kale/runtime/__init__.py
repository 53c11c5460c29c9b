"""What runs inside a step: loads inputs, runs cells, saves outputs, and says what happened. Standard library only.

The modules travel in the pipeline as one small program: each may import from the others only by
``from kale.runtime.x import name``, and no name may be bound in two of them.
"""
