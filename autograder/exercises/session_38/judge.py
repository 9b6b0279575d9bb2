"""Session 38, the judge's half: which parts judge which exercise."""

from autograder.exercises.session_38 import (
    judge_base,
    judge_deploy,
    judge_legacy,
    judge_own,
    judge_photos,
    judge_strategy,
    judge_swap,
    judge_transfer,
    judge_tuning,
)

JUDGE = {
    **judge_photos.PARTS,
    **judge_base.PARTS,
    **judge_transfer.PARTS,
    **judge_strategy.PARTS,
    **judge_swap.PARTS,
    **judge_tuning.PARTS,
    **judge_own.PARTS,
    **judge_deploy.PARTS,
    **judge_legacy.PARTS,
}
