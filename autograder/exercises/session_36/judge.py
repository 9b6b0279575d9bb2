"""Session 36, the judge's half: which parts judge which exercise."""

from autograder.exercises.session_36 import judge_iris, judge_losses, judge_runs, judge_tensors

JUDGE = judge_tensors.PARTS | judge_losses.PARTS | judge_runs.PARTS | judge_iris.PARTS
