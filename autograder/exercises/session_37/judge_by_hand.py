"""Session 37, judging 37.1: convolution and pooling by hand."""

PARTS = {}
