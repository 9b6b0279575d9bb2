"""Session 37: convolutional networks on handwritten digits and Fashion-MNIST."""
