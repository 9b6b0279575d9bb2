"""Pictures drawn by programs: the flowers a learner classifies, and the other objects our base network learnt from."""
