"""Old import paths, attributes, keywords and names: they work, and warn of the new one at the line that uses them."""

import importlib
import re
import sys
from pathlib import Path

import pandas as pd
import pytest

import eastup
from eastup import briefing, charts, dossier, journeys, results, tyranny
from eastup.errors import InputError, UnknownNameError
from eastup.moved import MOVED
from eastup.tyranny import scenario

PACKAGE = Path(eastup.__file__).parent


def used(act, message):
    """Return what an act returns, and see that it warns here of an old name."""
    with pytest.warns(DeprecationWarning, match=re.escape(message)) as told:
        answer = act()
    assert [Path(each.filename).name for each in told] == [Path(__file__).name]
    return answer


@pytest.mark.parametrize("old", MOVED)
def test_an_old_path_gives_the_new_module_and_says_so(old, monkeypatch):
    new = f"eastup.{MOVED[old]}"
    package, _, name = f"eastup.{old}".rpartition(".")
    # Python hangs the module on its package, where a function of the same name stands for the other tests.
    monkeypatch.setitem(vars(importlib.import_module(package)), name, None)
    monkeypatch.delitem(sys.modules, f"eastup.{old}", raising=False)
    with pytest.warns(DeprecationWarning, match=re.escape(f"eastup.{old} is now {new}")):
        module = importlib.import_module(f"eastup.{old}")
    assert module is importlib.import_module(new)


@pytest.mark.parametrize("old", MOVED)
def test_nothing_stands_at_an_old_path(old):
    place = PACKAGE.joinpath(*old.split("."))
    assert not place.with_suffix(".py").exists()
    assert not (place / "__init__.py").exists()


def test_an_error_has_its_hint_under_the_old_name_too():
    error = used(lambda: InputError("no", cure="say yes"), "InputError(cure=) is now hint=")
    assert str(error) == "no; say yes"
    assert used(lambda: error.cure, "InputError.cure is now InputError.hint") == error.hint == "say yes"
    unknown = UnknownNameError("layer", "strait", ["straits"])
    assert used(lambda: unknown.cure, "UnknownNameError.cure is now UnknownNameError.hint") == unknown.hint


def test_an_answer_has_what_it_rests_on_under_the_old_names_too():
    place = eastup.places.resolve("Kadena")
    connection = results.Connection("all", place, place, "air")
    answer = results.Result(pd.DataFrame(), "none", connections=(connection,))
    assert used(lambda: answer.ways, "Result.ways is now Result.connections") == (connection,)
    ranking = tyranny.rank("Kadena", "Taiwan Strait")
    assert used(lambda: ranking.case, "Ranking.case is now Ranking.scenario") is ranking.scenario
    nearest = tyranny.nearest("Kadena", "Taiwan Strait")
    assert used(lambda: nearest.case, "Nearest.case is now Nearest.scenario") is nearest.scenario


@pytest.mark.parametrize("function", [briefing.render_gallery, dossier.write])
def test_progress_may_be_asked_for_by_the_old_keyword(function, tmp_path):
    file = tmp_path / "file"
    file.touch()  # no folder can be made here, so the function refuses before it draws
    with pytest.raises(InputError):
        used(lambda: function(file / "in", say=print), "(say=) is now progress=")


@pytest.mark.parametrize(
    ("module", "old", "new"),
    [
        (results, "Way", results.Connection),
        (journeys, "Way", results.Connection),
        (scenario, "Case", scenario.Scenario),
        (scenario, "Grid", scenario.DistanceMatrix),
        (scenario, "case", scenario.scenario),
        (charts, "growth", charts.curve),
        (charts, "heat", charts.heatmap),
        (charts, "heats", charts.heatmaps),
        (charts, "parted", charts.regions),
    ],
)
def test_a_class_or_function_is_found_under_its_old_name(module, old, new):
    assert used(lambda: getattr(module, old), f"{module.__name__}.{old} is now") is new


def test_a_name_that_never_was_is_not_found():
    with pytest.raises(AttributeError, match="has no attribute 'Atlantis'"):
        results.Atlantis  # noqa: B018
