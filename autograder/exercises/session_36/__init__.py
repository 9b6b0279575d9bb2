"""Session 36: TensorFlow fundamentals with Iris."""
