"""What the presentation tells, computed from one answer: who responds to which strait, and what that hangs on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from eastup import geodesy
from eastup.charts.captions import scenario_of
from eastup.distance import uncertainty
from eastup.layers.overlay import defaults

if TYPE_CHECKING:
    from collections.abc import Collection

    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.hubs.question import Question
    from eastup.places import Place
    from eastup.tyranny import Ranking
    from eastup.tyranny.scenario import DistanceMatrix

MOST_STRAITS = 6
_RESPONDERS = 3
_SPEEDS = {"air": "450kn", "sea": "20kn"}
"""Round speeds, no aircraft's and no ship's, where the theatre has none."""


@dataclass(frozen=True)
class Responder:
    """A hub on its way to a strait."""

    hub: Place
    km: float
    hours: float


@dataclass(frozen=True)
class Served:
    """A strait with its first, second and third responder in each mode."""

    strait: Place
    responders: dict[str, tuple[Responder, ...]]


@dataclass(frozen=True)
class Loss:
    """What changes when one hub is lost, or all of one host's."""

    host: str
    """Code of the country, where it is its consent that is lost."""
    hubs: tuple[Place, ...]
    farther: int
    """Straits whose first responder is farther by air."""
    hours: dict[str, float]
    """By mode: how much later the first responder is, on average over those straits; infinite where none is left."""
    worst: Place
    """The strait that waits longest more, by the last mode in which any waits."""


@dataclass(frozen=True)
class Lead:
    """How far the first responder to a strait leads the second."""

    strait: Place
    mode: str
    first: Responder
    second: Responder
    uncertainty_km: float
    """Of the difference."""

    @property
    def km(self) -> float:
        """By how much the second is farther."""
        return self.second.km - self.first.km

    @property
    def share(self) -> float:
        """How many times its uncertainty the lead is; infinite where nothing is uncertain."""
        return self.km / self.uncertainty_km if self.uncertainty_km else np.inf

    @property
    def is_open(self) -> bool:
        """Whether the second may as well be the first."""
        return self.km <= self.uncertainty_km


@dataclass(frozen=True)
class Story:
    """What the presentation tells."""

    question: Question
    matrices: tuple[DistanceMatrix, ...]
    speeds_kmh: dict[str, float]

    @classmethod
    def of(cls, ranking: Ranking) -> Story:
        """Return the story of the question that a ranking answers."""
        scenario = scenario_of(ranking)
        modes = [matrix.mode for matrix in scenario.after]
        own = {**_SPEEDS, **defaults().speeds}
        round_kmh = geodesy.speeds_kmh({mode: own[mode] for mode in modes}, modes)
        return cls(scenario.question, scenario.after, {**round_kmh, **scenario.question.speeds_kmh})

    @property
    def hubs(self) -> tuple[Place, ...]:
        """The hubs that are compared."""
        return self.matrices[0].hubs

    @property
    def targets(self) -> tuple[Place, ...]:
        """The straits that are asked for."""
        return self.matrices[0].targets

    def straits(self, named: Collection[str] = ()) -> list[Served]:
        """Return the straits that matter: where the second responder is farthest behind the first, in the first mode.

        Parameters
        ----------
        named : collection of str
            Ids of those that the map names; they come before others.
        """
        km = np.sort(self.matrices[0].km, axis=0)
        lag = km[1] - km[0] if len(km) > 1 else km[0]
        lag = np.where(np.isfinite(lag), lag, np.inf)
        order = sorted(range(len(self.targets)), key=lambda j: (self.targets[j].id not in named, -lag[j]))
        return [self._served(j) for j in sorted(order[:MOST_STRAITS], key=lambda j: -lag[j])]

    def losses(self) -> list[Loss]:
        """Return the loss of each hub, and of each host's consent, that makes any strait wait; the worst first."""
        groups: list[tuple[str, list[int]]] = [("", [n]) for n in range(len(self.hubs))]
        hosts = dict.fromkeys(hub.host for hub in self.hubs if hub.host)
        groups += [(host, [n for n, hub in enumerate(self.hubs) if hub.host == host]) for host in hosts]
        found = [self._loss(host, gone) for host, gone in groups if len(gone) < len(self.hubs)]
        return sorted((loss for loss in found if loss.farther), key=lambda loss: (-loss.farther, loss.host))

    def leads(self) -> list[Lead]:
        """Return the lead at each strait with a second responder, by mode; the least beside its uncertainty first."""
        found = []
        for matrix in self.matrices:
            of_mode: list[Lead] = []
            for j in range(len(self.targets)):
                first, second, *_ = (*self._served(j).responders[matrix.mode], None, None)
                if first is None or second is None or not np.isfinite(second.km):
                    continue
                precision = [each.hub.precision_km or 0.0 for each in (first, second)]
                give = uncertainty.of_margin([first.km, second.km], precision, matrix.mode)
                of_mode.append(Lead(self.targets[j], matrix.mode, first, second, give))
            found += sorted(of_mode, key=lambda lead: (lead.share, lead.km))
        return found

    def _served(self, target: int) -> Served:
        responders = {}
        for matrix in self.matrices:
            first = np.argsort(matrix.km[:, target], kind="stable")[:_RESPONDERS]
            kmh = self.speeds_kmh[matrix.mode]
            responders[matrix.mode] = tuple(
                Responder(matrix.hubs[n], float(matrix.km[n, target]), float(matrix.km[n, target] / kmh)) for n in first
            )
        return Served(self.targets[target], responders)

    def _loss(self, host: str, gone: list[int]) -> Loss:
        hours, counts, worst = {}, [], 0
        for matrix in self.matrices:
            more = self._later(matrix, gone)
            counts.append(int((more > 0).sum()))
            hours[matrix.mode] = float(more[more > 0].mean()) if counts[-1] else 0.0
            worst = int(np.nan_to_num(more, posinf=1e9).argmax()) if counts[-1] else worst
        return Loss(host, tuple(self.hubs[n] for n in gone), counts[0], hours, self.targets[worst])

    def _later(self, matrix: DistanceMatrix, gone: list[int]) -> FloatArray:
        """Return by how many hours the first responder to each target is later."""
        before, after = matrix.km.min(axis=0), np.delete(matrix.km, gone, axis=0).min(axis=0)
        return np.where(np.isfinite(before), after - before, 0.0) / self.speeds_kmh[matrix.mode]
