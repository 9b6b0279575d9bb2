"""The thresholds of course.toml leave right solutions the room that was measured, and the command measures it."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from autograder import calibrate
from autograder.calibrate import ROOM_SD, Spread, load_numbers, picture, store_numbers, threshold_of, too_near
from autograder.course import Threshold, load_course

COURSE = load_course()
NUMBERS = [spread for spread in load_numbers() if spread.session in {session.id for session in COURSE.sessions}]


def _spread(*values: float) -> Spread:
    return Spread("37", "37.5", "cnn_accuracy", "garments", "fast", "reference", values, "2026-01-01", "a CPU")


@pytest.mark.parametrize("spread", NUMBERS, ids=lambda s: f"{s.exercise} {s.measure} {s.source} {s.solution}")
def test_a_threshold_leaves_what_was_measured_four_deviations_of_room(spread: Spread):
    assert len(spread.values) >= 20
    assert spread.room(threshold_of(COURSE, spread)) >= ROOM_SD
    assert spread.deviation <= threshold_of(COURSE, spread).deviation * 1.05


def test_every_threshold_was_measured_or_says_that_it_was_not(root: Path):
    measured = {(s.session, s.source, s.budget, s.measure) for s in NUMBERS if s.solution == "reference"}
    session, section = "", ""
    for line in (root / "autograder/course.toml").read_text("utf-8").splitlines():
        if line.startswith("id = ") and "." not in line:
            session = line.split('"')[1]
        elif line.startswith("[sessions.thresholds."):
            section = line.strip("[]").removeprefix("sessions.thresholds.")
        elif "sd = " in line and section:
            source, _, budget = section.rpartition(".")
            excused = any(f"# {why}" in line for why in ("not measured here", "the same images and epochs"))
            assert excused or (session, source, budget, line.split(" = ")[0]) in measured, (section, line)


def test_room_counts_deviations_on_the_side_where_scores_should_lie():
    spread = _spread(0.9, 0.8, 0.7)
    assert spread.room(Threshold(0.5, 0.1, False)) == pytest.approx(3)
    assert spread.room(Threshold(1.0, 0.1, True)) == pytest.approx(2)


def test_a_threshold_that_is_too_near_is_named_with_its_numbers():
    near = replace(_spread(0.60, 0.61, 0.62), source="fashion_mnist_sample", measure="fashion_accuracy")
    far = replace(near, values=(0.90, 0.91, 0.92))
    tight = replace(near, values=(0.3, 0.7, 0.9))
    said = too_near(COURSE, [near, far, tight])
    assert len(said) == 1 and "leaves 0.5 standard deviations" in said[0] and "n 3" in said[0]


def test_the_picture_shows_every_score_the_mean_and_the_threshold():
    above, below = picture(_spread(0.9, 0.9, 0.8), Threshold(0.5, 0.1, False)).splitlines()
    assert above.startswith("  0.500 |") and above.endswith("2 0.900") and above.count("1") == 1
    assert below.strip() == "^"


def test_numbers_are_kept_and_replaced_by_newer_ones(tmp_path: Path):
    path = tmp_path / "calibration.json"
    other = replace(_spread(0.1, 0.2), solution="another")
    store_numbers([_spread(0.5, 0.6), other], path)
    store_numbers([_spread(0.7, 0.8)], path)
    assert {(s.solution, s.values) for s in load_numbers(path)} == {("reference", (0.7, 0.8)), ("another", (0.1, 0.2))}
    assert all(json.loads(line.rstrip(",")) for line in path.read_text("utf-8").splitlines()[1:-1])


@pytest.mark.slow
def test_the_command_measures_two_seeds(root: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(calibrate, "_alternatives", lambda *arguments: [])
    said: list[str] = []
    spreads = list(calibrate.calibrate(COURSE, root, COURSE.session("36"), 2, 2, said.append))
    assert [(s.exercise, s.source, s.solution, len(s.values)) for s in spreads] == [("36.8", "iris", "reference", 2)]
    assert 0.8 < spreads[0].mean <= 1 and "session 36, iris: 2 seeds" in said


def test_a_solution_that_is_not_there_is_refused_with_those_that_are(root: Path):
    measuring = calibrate.calibrate(COURSE, root, COURSE.session("36"), 2, 2, print, ["iris_by_foot"])
    said = "no right solution 'iris_by_foot'; there are reference, .*iris_by_hand"
    with pytest.raises(calibrate.CalibrationError, match=said):
        list(measuring)
