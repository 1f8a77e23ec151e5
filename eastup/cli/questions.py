"""Questions of the command line: the one of a picture, page or folder, and which ``eastup coverage`` is asked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from eastup.cli.options import LOOK, PICTURES
from eastup.errors import InputError

if TYPE_CHECKING:
    from eastup.cli.options import Parsed
    from eastup.hubs.question import Question

RASTERS = (".tif", ".tiff")
AREAS = (".geojson", ".gpkg", ".fgb", ".kml")


# Which options each question listens to, beside --hubs, --without, --mode, --closed and -o. Any other is refused.
REACH = ("radius", "hours", "speed")
_LISTENS: dict[str, tuple[str, ...]] = {
    "a raster": (
        *REACH, "extent", "resolution", "cell", "bands", "engine", "scheduler", "up", "projection", "center"
    ),
    "a picture": (*REACH, "targets", "extent", "chain", "up", "projection", "center", "unit", *LOOK),
    "reach areas": (*REACH, "by", "how", "lang"),
    "a table of shares": (*REACH, "targets", "chain", "lang", "unit"),
    "--gaps": (*REACH, "targets", "chain", "k", "lang", "unit"),
    "--curve": (*REACH, "targets", "chain", "lang", "unit"),
    "--losses": (*REACH, "targets", "k", "lang", "unit"),
    "--regions": ("extent", "lang", "unit"),
    "--smallest": (*REACH, "targets", "k", "lang", "unit"),
    "--best": (*REACH, "targets", "k", "lang", "unit"),
}  # fmt: skip
_DRAWN = {
    "curve": LOOK,
    "regions": ("up", "projection", "center", *LOOK),
    "losses": ("up", "projection", "center", "extent", *LOOK),
}
"""Questions that are drawn too, and what their pictures listen to beside."""


QUESTION = ("hubs", "targets", "without", "closed", "speeds")


def take(given: Parsed) -> Question | None:
    """Take the question out of what was given, by air and by sea; None where nothing is said of it."""
    from eastup.cli.options import speeds_or_own
    from eastup.hubs.question import Question

    said = {name: given.pop(name, ()) for name in QUESTION}
    if not any(said.values()):
        return None
    return Question.of(
        list(said["hubs"]) or None, aimed=True, targets=list(said["targets"]) or None, without=said["without"],
        closed=said["closed"], speed=speeds_or_own(said["speeds"], ("air", "sea")), mode="both",
        lang=given.get("lang") or "en",
    )  # fmt: skip


def question_of(output: str | None, given: Parsed) -> str:
    """Return the one question that is asked, and refuse options that mean nothing to it."""
    asked = [name for name in ("gaps", "curve", "losses", "regions", "smallest", "best") if given[name]]
    if len(asked) > 1:
        raise InputError(f"--{asked[0]} and --{asked[1]} are two questions", hint="ask one at a time")
    suffix = Path(output).suffix.lower() if output else ""
    if asked:
        question = f"--{asked[0]}"
    elif suffix in RASTERS:
        question = "a raster"
    elif suffix in PICTURES:
        question = "a picture"
    else:
        question = "reach areas" if suffix in AREAS else "a table of shares"
    if asked and (suffix in RASTERS or (suffix in PICTURES and asked[0] not in _DRAWN)):
        raise InputError(
            f"{question} is no raster and no picture", where=output, hint="write a table, such as .csv or .xlsx"
        )
    drawn = _DRAWN[asked[0]] if asked and suffix in PICTURES else ()
    for name, value in given.items():
        if value not in (None, (), False) and name not in (*_LISTENS[question], *asked, *drawn):
            raise InputError(f"--{name} means nothing to {question}", hint="leave it out")
    return question
