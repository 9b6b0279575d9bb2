"""Shapes with the batch axis None and counts read off a model, the formulas with math.ceil and floats."""

exercise = "37.2"
kind = "alternative"
rest = "stub"
answers = {
    "37.2": """\
import math

import keras
from keras import layers

stack = [
    layers.Conv2D(32, 3, name="conv_1"),
    layers.MaxPooling2D(name="pool_1"),
    layers.Conv2D(64, 3, name="conv_2"),
    layers.MaxPooling2D(name="pool_2"),
    layers.Flatten(name="flatten"),
    layers.Dense(64, name="dense"),
    layers.Dense(10, name="output"),
]
network = keras.Sequential([keras.Input((28, 28, 1)), *stack])
output_shapes = {layer.name: layer.output.shape for layer in network.layers}
parameter_counts = {layer.name: layer.count_params() for layer in network.layers}
total_parameters = float(network.count_params())


def conv_output_size(size, kernel, stride=1, padding="valid"):
    if padding == "valid":
        size = size - kernel + 1
    return math.ceil(size / stride)


def conv_parameters(kernel, channels_in, filters):
    return filters * (kernel**2 * channels_in) + filters
""",
}
