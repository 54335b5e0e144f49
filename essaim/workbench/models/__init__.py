from essaim.workbench.models.decision import Decision

__all__ = ["Decision"]
