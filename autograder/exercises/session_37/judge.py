"""Session 37, the judge's half: which parts judge which exercise."""

from autograder.exercises.session_37 import (
    judge_by_hand,
    judge_cnn,
    judge_diagnosis,
    judge_dropout,
    judge_fashion,
    judge_images,
    judge_network,
    judge_search,
    judge_shapes,
    judge_stopping,
)

JUDGE = {
    **judge_by_hand.PARTS,
    **judge_shapes.PARTS,
    **judge_images.PARTS,
    **judge_network.PARTS,
    **judge_cnn.PARTS,
    **judge_stopping.PARTS,
    **judge_dropout.PARTS,
    **judge_fashion.PARTS,
    **judge_diagnosis.PARTS,
    **judge_search.PARTS,
}
