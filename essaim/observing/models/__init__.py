from essaim.observing.models.beat import Beat

__all__ = ["Beat"]
