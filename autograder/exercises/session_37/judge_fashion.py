"""Session 37, judging 37.8: Fashion-MNIST."""

PARTS = {}
