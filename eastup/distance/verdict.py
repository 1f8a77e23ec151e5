"""What a published distance is worth, and why: values that say themselves in three languages."""

from __future__ import annotations

from dataclasses import dataclass

from eastup import geodesy, words
from eastup.places import Place
from eastup.results.digits import written

VERDICTS = ("ok", "loose", "unit", "wrong", "cannot tell")


@dataclass(frozen=True)
class Cause:
    """Why a figure is what it is, as an entry of the catalogue of words and its values; or a text as it stands."""

    key: str
    values: tuple[tuple[str, object], ...] = ()
    text: str = ""
    """Of a note in the layer, which is in English only."""

    def say(self, lang: str = "en") -> str:
        """Return the cause in a language."""
        if self.text or not self.key:
            return self.text
        told = words.of("claims", lang)
        values = dict(self.values)
        if "direction" in values:
            values["direction"] = told["directions"].split()[int(str(values["direction"]))]
        if "qualifier" in values:
            values["qualifier"] = told[str(values["qualifier"])]
        for end in ("origin", "target"):
            if isinstance(place := values.get(end), Place):
                values[end] = place.in_language(lang).name
        return told.say(self.key, **values)


NO_CAUSE = Cause("")


def cause_of(key: str, **values: object) -> Cause:
    """Return a cause by its key in the catalogue of words, with its values."""
    return Cause(key, tuple(values.items()))


@dataclass(frozen=True)
class Verdict:
    """What a published distance is worth."""

    origin: str
    target: str
    published: str
    published_km: float | None
    """The published figure in kilometres, read in its printed unit; a bare "mile" counts as statute."""
    computed_km: float | None
    error_pct: float | None
    """Of the published figure against the computed one, per cent."""
    verdict: str
    because: Cause = NO_CAUSE
    ends: tuple[Place | None, Place | None] = (None, None)
    """The two places, where both ends are places of the layers: they have names in other languages."""
    uncertainty_km: float = 0.0
    """How far the computed figure may be off; 0 where nothing tells."""

    @property
    def cause(self) -> str:
        """Likely cause when it is not ok, or what to know about it, in English."""
        return self.because.say()

    def sentence(self, lang: str = "en") -> str:
        """Return the verdict as one line.

        Parameters
        ----------
        lang : {'en', 'ja', 'ko'}
        """
        told = words.of("claims", lang)
        named = (self.origin, self.target)
        names = [place.in_language(lang).name if place else name for place, name in zip(self.ends, named, strict=True)]
        values: dict[str, object] = {
            "verdict": words.of("dossier.verdict", lang)[self.verdict],
            "origin": names[0],
            "target": names[1],
            "published": self.published,
            "error": f" ({self.error_pct:+.1f} %)" if self.error_pct is not None else "",
        }
        if self.computed_km is None:
            first = told.say("not_computed", **values)
        else:
            km = self.computed_km
            lengths = {"km": km, "mi": km / geodesy.KM_PER_MI, "nmi": km / geodesy.KM_PER_NMI}
            figures = {unit: written(length, self.uncertainty_km * length / km) for unit, length in lengths.items()}
            first = told.say("computed", **values, **figures)
        cause = self.because.say(lang)
        stop = "" if cause.endswith(("?", "か")) else "。" if lang == "ja" else "."
        return told.join([first, cause + stop] if cause else [first])
