"""The builder hands out one model again and again."""

exercise = "36.4"
kind = "mistake"
at_most = 7.5
caught_by = "build_model:new"
hint = "made elsewhere"
rest = "stub"
answers = {
    "36.4": """\
only_one = keras.Sequential([keras.Input((4,)), layers.Dense(8, "relu"), layers.Dense(3, "softmax")])


def build_model():
    return only_one


def dense_parameters(inputs, units):
    return inputs * units + units
""",
}
