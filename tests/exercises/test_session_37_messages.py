"""Session 37: the rarer slips, each told apart from its neighbours. Nothing here trains a network."""

from collections.abc import Callable

import pytest
from lesson import Lesson

RETURNED = "return windows.max(axis=(1, 3))"
TEST_SPLIT = "x_test, y_test = prepare_images(digit_data.x_test), digit_data.y_test"
AFTER = TEST_SPLIT + "\n"
SIZE = "return (size - kernel) // stride + 1"
UNTRAINED = """\
cnn = build_cnn()
cnn.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
cnn_history = keras.callbacks.History()
cnn_history.epoch = [0, 1]
cnn_history.history = {"val_loss": [2.0, 2.5], "val_accuracy": [0.1, 0.1]}
test_loss, test_accuracy = cnn.evaluate(x_test, y_test, verbose=0)
"""


@pytest.mark.parametrize(
    ("exercise_id", "old", "new", "key", "told"),
    [
        ("37.1", "    return output\n", "    return output.T\n", "conv2d:oblong", "Height and width are exchanged"),
        ("37.1", "* kernel)", "* kernel) / kernel.size", "conv2d:square", "a convolution adds them"),
        ("37.1", "    return output\n", "    return np.maximum(output, 0)\n", "conv2d:square", "ReLU comes after"),
        ("37.1", "    return output\n", "    return output - 1\n", "conv2d:square", "not the sums of the products"),
        ("37.1", "    return output\n", "    return tf.constant(output)\n", "conv2d(square):given", "returns a tensor"),
        ("37.1", RETURNED, "return windows.min(axis=(1, 3))", "max_pool:flat", "smallest value"),
        ("37.1", RETURNED, "return windows[:, 0, :, 0]", "max_pool:flat", "first value of each window"),
        ("37.1", RETURNED, "return windows.max(axis=(1, 3)).T", "max_pool:ragged", "Height and width are exchanged"),
        ("37.1", RETURNED, "return windows.max(axis=1)", "max_pool(flat):rank", "An axis is missing or too many"),
        ("37.1", "[8, 8, 0]]", "[8, 8]]", "paper_result:rows", "A number is missing somewhere"),
        ("37.1", "[8, 8, 0]]", "[8, 8, 1]]", "paper_result:values", "1 of 9 numbers are off"),
        ("37.1", "[[4, 12, 8], [8, 12, 4], [8, 8, 0]]", "np.zeros((5, 5))", "paper_result:values", "a frame of zeros"),
        ("37.1", "[[4, 12, 8], [8, 12, 4], [8, 8, 0]]", "np.zeros((2, 2))", "paper_result:values", "3 columns fit"),
        ("37.2", "(26, 26, 32)", "(32, 26, 26)", "output_shapes:conv_1", "channels last"),
        ("37.2", "(26, 26, 32)", "(25, 25, 32)", "output_shapes:conv_1", "the 1 is missing"),
        ("37.2", "(26, 26, 32)", "(32, 26, 26, 32)", "output_shapes:conv_1", "The batch axis is in it"),
        ("37.2", "(13, 13, 32)", "(13, 13, 16)", "output_shapes:pool_1", "as many come out as went in"),
        ("37.2", "(1600,)", "(5, 5, 64)", "output_shapes:flatten", "a single axis is left"),
        ("37.2", "(1600,)", "(800,)", "output_shapes:flatten", "Flatten keeps every number"),
        ("37.2", '"dense": (64,)', '"dense": (5, 5, 64)', "output_shapes:dense", "Behind Flatten"),
        ("37.2", '"dense": (64,)', '"dense": "64"', "output_shapes:dense", "No shape is given"),
        ("37.2", "1600 * 64 + 64", "1600 * 64 + 1", "parameter_counts:dense", "one for each filter or neuron"),
        ("37.2", "1600 * 64 + 64", "7", "parameter_counts:dense", "A neuron has a weight"),
        ("37.2", "conv_parameters(3, 1, 32)", "320 * 676", "parameter_counts:conv_1", "counted once, not once a place"),
        ("37.2", "sum(parameter_counts.values())", "121_760", "total_parameters:sum", "The biases are missing"),
        ("37.2", "sum(parameter_counts.values())", "1", "total_parameters:sum", "add up to another number"),
        ("37.2", SIZE, "return (size - kernel) // stride", "conv_output_size:plain", "The first place is not counted"),
        ("37.2", SIZE, "return -(-(size - kernel) // stride) + 1", "conv_output_size:strided", "does not fit whole"),
        ("37.2", SIZE, "return (size - kernel) / stride + 1", "conv_output_size:strided", "Half a place is no place"),
        ("37.2", SIZE, "return 7", "conv_output_size:plain", "something else"),
        ("37.2", "kernel * kernel *", "kernel *", "conv_parameters:formula", "it is a square"),
        ("37.2", "channels_in * filters + filters", "filters + filters", "conv_parameters:formula", "as deep as"),
        ("37.3", " / 255.0", " / 127.5 - 1", "splits:range", "which other networks expect"),
        ("37.3", ' / 255.0', " - 33.3", "splits:range", "by their own statistics"),
        ("37.3", '.astype("float32")', "", "splits:dtype", "Keras casts it to float32 anyway"),
        ("37.3", '.astype("float32") / 255.0', ".reshape(-1, 784)", "prepare_images:shape", "were flattened"),
        ("37.3", TEST_SPLIT, AFTER + "y_test = y_test + 1", "splits:labels", "Labels count from 1 here"),
        ("37.3", TEST_SPLIT, AFTER + "y_test = y_test[1:]", "x_test:labels", "cut at different places"),
        ("37.3", TEST_SPLIT, "x_test, y_test = x_val, y_val", "splits:test_apart", "x_test holds training images"),
        ("37.3", TEST_SPLIT, AFTER + "x_train, y_train = x_test, y_test", "splits:test_apart", "knows the answers"),
        ("37.3", "test_size=0.15", "test_size=0.7", "splits:validation", "many are missing in training"),
        ("37.3", TEST_SPLIT, AFTER + "x_val, y_val = x_val[:99], y_val[:99]", "splits:complete", "in neither split"),
        ("37.3", TEST_SPLIT, AFTER + "x_train = x_train.transpose(0, 2, 1, 3)", "x_train:known", "turned, mixed"),
        ("37.4", "Conv2D(32, 3", "Conv2D(32, 5", "build_cnn:layer_1", "The kernel has another size"),
        ("37.4", "Conv2D(32, 3", "Conv2D(16, 3", "build_cnn:layer_1", "number of filters is another one"),
        ("37.4", "Dense(10, activation=\"softmax\")", "Dense(10)", "build_cnn:output", "scores without bounds"),
        ("37.4", "keras.Input((28, 28, 1))", "keras.Input((32, 32, 1))", "build_cnn:input", "another shape"),
    ],
)  # fmt: skip
def test_a_slip_is_told_from_its_neighbours(
    lesson: Callable[[str], Lesson], exercise_id: str, old: str, new: str, key: str, told: str
):
    reference = lesson(exercise_id).reference[exercise_id]
    assert reference.count(old) == 1, f"{old!r} stands {reference.count(old)} times in the reference"
    verdict = lesson(exercise_id).examine(exercise_id, reference.replace(old, new))
    failed = {finding.key: finding.hint for finding in verdict.findings if not finding.passed}
    assert told in failed.get(key, ""), failed


@pytest.mark.parametrize(
    ("more", "key", "told"),
    [
        ("", "cnn:updates", "`cnn` was never fitted"),
        ("", "cnn_history:epochs", "Training stopped before the epochs"),
        ('cnn_history.history["val_loss"] = [2.0] * 30', "cnn_history:epochs", "never fell below that of the first"),
        ("", "cnn_history:validation", "belongs to another model"),
        ("test_accuracy = 100 * test_accuracy", "test_accuracy:true", "in per cent"),
        ("test_loss = 0.5", "test_loss:true", "was typed in"),
        ("cnn = build_cnn()", "cnn:compiled", "Without compile"),
        ('cnn.compile("adam", "mse")', "test_loss:true", "no cross-entropy"),
        ("cnn = keras.Sequential([keras.Input((4,)), layers.Dense(10)])", "cnn:input", "built for other data"),
        (
            'cnn_history.history.pop("val_accuracy")',
            "cnn_history:val_accuracy",
            "only for the metrics given",
        ),
    ],
)
def test_what_is_wrong_with_an_untrained_network_is_said(
    lesson: Callable[[str], Lesson], more: str, key: str, told: str
):
    verdict = lesson("37.5").examine("37.5", UNTRAINED + more)
    failed = {finding.key: finding.hint for finding in verdict.findings if not finding.passed}
    assert told in failed.get(key, ""), failed
