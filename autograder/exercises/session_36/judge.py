"""Session 36, the judge's half: which parts judge which exercise."""

from autograder.exercises.session_36 import (
    judge_activations,
    judge_epochs,
    judge_functions,
    judge_iris,
    judge_learning_rates,
    judge_losses,
    judge_network,
    judge_optimizers,
    judge_tensors,
    judge_training_step,
)

JUDGE = {
    **judge_tensors.PARTS,
    **judge_functions.PARTS,
    **judge_training_step.PARTS,
    **judge_network.PARTS,
    **judge_losses.PARTS,
    **judge_optimizers.PARTS,
    **judge_learning_rates.PARTS,
    **judge_iris.PARTS,
    **judge_activations.PARTS,
    **judge_epochs.PARTS,
}
