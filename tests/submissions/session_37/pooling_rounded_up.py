"""An odd height is rounded up in pooling."""

exercise = "37.2"
kind = "mistake"
at_most = 6.7
caught_by = "output_shapes:pool_2"
hint = "it rounds down, not up"
rest = "stub"
answers = {
    "37.2": """\
output_shapes = {
    "conv_1": (26, 26, 32),
    "pool_1": (13, 13, 32),
    "conv_2": (11, 11, 64),
    "pool_2": (6, 6, 64),
    "flatten": (2304,),
    "dense": (64,),
    "output": (10,),
}
parameter_counts = {
    "conv_1": 320,
    "pool_1": 0,
    "conv_2": 18_496,
    "pool_2": 0,
    "flatten": 0,
    "dense": 147_520,
    "output": 650,
}
total_parameters = 166_986


def conv_output_size(size, kernel, stride=1, padding="valid"):
    return -(-size // stride) if padding == "same" else (size - kernel) // stride + 1


def conv_parameters(kernel, channels_in, filters):
    return (kernel * kernel * channels_in + 1) * filters
""",
}
