"""What the map is made of, one concept a file."""

from use_it_map.models.category import PlaceCategory
from use_it_map.models.details import PlaceLanguage, PlacePhoto
from use_it_map.models.imports import ImportedPlace, ImportState, PlaceImport
from use_it_map.models.map_page import MapPage
from use_it_map.models.owner_link import OwnerLink
from use_it_map.models.place import PlacePage
from use_it_map.models.spent_challenge import SpentChallenge
from use_it_map.models.suggestion import PlaceSuggestion

__all__ = [
    "ImportState",
    "ImportedPlace",
    "MapPage",
    "OwnerLink",
    "PlaceCategory",
    "PlaceImport",
    "PlaceLanguage",
    "PlacePage",
    "PlacePhoto",
    "PlaceSuggestion",
    "SpentChallenge",
]
