"""What a person types, as places: names in any language, ids, ``lat,lon``, sets, layers, filters and files."""

from eastup.places.choose import only, select, set_of
from eastup.places.features import frame, from_frame
from eastup.places.names import all_places, known, resolve
from eastup.places.place import Place, SomePlaces
from eastup.places.strange import elsewhere, user_layer, user_layers

__all__ = [
    "Place",
    "SomePlaces",
    "all_places",
    "elsewhere",
    "frame",
    "from_frame",
    "known",
    "only",
    "resolve",
    "select",
    "set_of",
    "user_layer",
    "user_layers",
]
