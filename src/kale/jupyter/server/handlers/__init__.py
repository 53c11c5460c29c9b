"""What the server answers, by address."""

from kale.jupyter.server.handlers.addresses import addresses

__all__ = ["addresses"]
