"""The formula has no use for its stride."""

exercise = "37.2"
kind = "mistake"
at_most = 6.25
caught_by = "conv_output_size:strided"
hint = "argument stride makes no difference"
rest = "stub"
answers = {
    "37.2": """\
output_shapes = {
    "conv_1": (26, 26, 32),
    "pool_1": (13, 13, 32),
    "conv_2": (11, 11, 64),
    "pool_2": (5, 5, 64),
    "flatten": (1600,),
    "dense": (64,),
    "output": (10,),
}
parameter_counts = {
    "conv_1": 320,
    "pool_1": 0,
    "conv_2": 18_496,
    "pool_2": 0,
    "flatten": 0,
    "dense": 102_464,
    "output": 650,
}
total_parameters = 121_930


def conv_output_size(size, kernel, stride=1, padding="valid"):
    return size if padding == "same" else size - kernel + 1


def conv_parameters(kernel, channels_in, filters):
    return (kernel * kernel * channels_in + 1) * filters
""",
}
