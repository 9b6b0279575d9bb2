"""Session 38: transfer learning with MobileNetV2."""
