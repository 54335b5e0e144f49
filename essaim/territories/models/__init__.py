from essaim.territories.models.organisation import Organisation
from essaim.territories.models.territory import Territory, TerritoryRelease

__all__ = ["Organisation", "Territory", "TerritoryRelease"]
