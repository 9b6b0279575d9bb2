# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Session 37 · Convolutional networks on MNIST and Fashion-MNIST
#
# << colab_badge >>
#
# At the end of this session you will have built a network that reads handwritten digits and another that sorts clothes, and
# you will be able to say what every layer of it does to the shape of an image, where it goes wrong, and what to do about it.
#
# **You will be able to**
#
# 1. compute a convolution and a pooling by hand, and predict every shape and parameter count of a network;
# 2. prepare images without leaking, build a convolutional network, train it and test it once;
# 3. read curves: too little training, too much, too wild, and stop at the right epoch;
# 4. fight overfitting with dropout, augmentation and early stopping;
# 5. look behind one accuracy number: confusion matrix, surest mistakes, a fair search for better settings.
#
# **What you need to know:** Session 36: tensors and shapes, Dense layers, `compile`, `fit`, `evaluate`, learning curves. You
# need not have met a convolution.
#
# **How it works.** Read, *predict*, then run. Each exercise has a cell for your code and a cell that checks it. Give every name its
# value *below* the line that sets it to `...`. Checking is free: run it as often as you like. The exercises bring 100 points in all;
# `progress()` shows how far you are.
#
# The minutes at each section are for reading and solving, about three hours in all. On two CPU cores the computing itself takes about
# two minutes altogether.

# %% [markdown]
# ## 0 · Set-up
#
# *2 minutes*
#
# On Colab the first cell fetches the course's small helper package; on your own machine it finds it installed and does
# nothing. The second imports what we need and prints versions, device and budget (how long training may take).

# %%
import importlib.util
import subprocess
import sys

if importlib.util.find_spec("autograder") is None:
    subprocess.check_call([sys.executable, "-m", "pip", "install", "-q", "git+COURSE_REPOSITORY_URL"])

# %%
import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from keras import layers
from sklearn.model_selection import train_test_split

from autograder import check, progress, start
from autograder.data import digits, fashion, image_splits

course = start("37")
keras.utils.set_random_seed(course.seed)  # Python, NumPy and TensorFlow all draw from this seed now

# %% [markdown]
# The digits of this session are MNIST where it can be had: 70,000 handwritten digits, 60,000 to train on and 10,000 to test
# on. Without a network a smaller set takes its place. The next cell says which one is in use; everything you write works with
# either.

# %%
digit_data = digits()
BLUE, ORANGE, GREEN, RED, PURPLE, GREY = "#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#777777"
plt.rcParams.update(
    {
        "figure.dpi": 72,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.prop_cycle": plt.cycler(color=[BLUE, ORANGE, GREEN, RED, PURPLE, GREY]),
    }
)


def plot_curves(history, title):
    """Loss and accuracy by epoch; training is measured during an epoch, so its curve stands half an epoch earlier."""
    epochs = np.arange(1, len(history.epoch) + 1)
    best = int(np.argmin(history.history["val_loss"])) + 1
    fig, axes = plt.subplots(1, 2, figsize=(10, 3.2))
    for ax, name, label in zip(axes, ("loss", "accuracy"), ("loss (nats)", "accuracy"), strict=True):
        ax.plot(epochs - 0.5, history.history[name], color=BLUE, label="training")
        ax.plot(epochs, history.history[f"val_{name}"], color=ORANGE, linestyle="--", label="validation")
        if best < epochs[-1]:
            ax.axvspan(best, epochs[-1], color=GREY, alpha=0.2, label=f"past the best epoch, {best}")
        ax.set(title=title, xlabel="epoch", ylabel=label)
    axes[0].legend(frameon=False)
    plt.show()


# %% [markdown]
# ## 1 · Why not Dense layers on pixels?
#
# *10 minutes*
#
# A grey image of 28×28 is 784 numbers. Session 36 knows a layer for that: `Dense`. It works, but think of what it costs
# and what it throws away.

# %% tags=["skip-execution"]
for side, channels in ((28, 1), (224, 3)):
    inputs = side * side * channels
    print(f"image {side}×{side}×{channels}: Dense(64) needs {inputs * 64 + 64:,} parameters")
print(
    f"a convolution with 32 kernels of 3×3 on one channel: {3 * 3 * 1 * 32 + 32} parameters, whatever the image's size"
)

# %% [markdown]
# And to a Dense layer a pixel is just a column of a table. Shuffle all pixels of all images in the same way and it learns as
# well as before: it does not know which pixels are *neighbours*. Shift a digit by three pixels, and every pixel means
# something else to it.

# %% tags=["skip-execution"]
digit = digit_data.x_train[0]
shifted = np.roll(digit, 3, axis=1)
shuffled = np.random.default_rng(0).permutation(digit.ravel()).reshape(28, 28)
fig, axes = plt.subplots(1, 3, figsize=(7.5, 2.7))
for ax, image, title in zip(
    axes, (digit, shifted, shuffled), ("a digit", "shifted by 3", "pixels shuffled"), strict=True
):
    ax.imshow(image, cmap="gray")
    ax.set(title=title, xlabel="column", ylabel="row", xticks=[], yticks=[])
plt.show()
same = np.mean((digit > 0) == (shifted > 0))
print(f"{1 - same:.0%} of the pixels changed between dark and bright when the digit moved by three columns")

# %% [markdown]
# You read the middle picture as easily as the first one, and cannot read the third. A network for images should share your
# preferences. Three ideas do it:
#
# * **locality**: look at small patches, because neighbouring pixels belong together;
# * **parameter sharing**: use the *same* small set of weights on every patch. What finds an edge at the top left finds one
#   at the bottom right, and a shifted image gives shifted features (*translation*);
# * **hierarchy**: put layers on top of each other, so that edges become corners, corners become loops, loops become an 8.
#
# ## 2 · Convolution
#
# *20 minutes*
#
# A **kernel** is a small table of weights, here 3×3. Put it on a patch of the image, multiply each weight with the pixel under it,
# add everything up: one number. Then move on by one pixel and do it again.

# %%
paper_image = np.array([[1, 1, 1, 5, 5], [1, 1, 1, 5, 5], [1, 1, 5, 5, 5], [1, 1, 5, 5, 5], [1, 1, 1, 1, 1]])
paper_kernel = np.array([[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]])

# %% tags=["skip-execution"]
demo_image = np.array([[1, 1, 0, 0], [1, 1, 0, 0], [1, 1, 0, 0], [1, 1, 1, 0]])
fig, axes = plt.subplots(1, 4, figsize=(12, 3.2))
for ax, (top, left) in zip(axes, ((0, 0), (0, 1), (1, 0), (1, 1)), strict=True):
    ax.imshow(demo_image, cmap="Blues", vmin=0, vmax=2)
    for (row, column), value in np.ndenumerate(demo_image):
        inside = top <= row < top + 3 and left <= column < left + 3
        weight = f"\n×{paper_kernel[row - top, column - left]}" if inside else ""
        ax.text(column, row, f"{value}{weight}", ha="center", va="center", color="black" if inside else GREY)
    ax.add_patch(plt.Rectangle((left - 0.5, top - 0.5), 3, 3, fill=False, edgecolor=RED, linewidth=3))
    total = int(np.sum(demo_image[top : top + 3, left : left + 3] * paper_kernel))
    ax.set(title=f"output[{top}, {left}] = {total}", xlabel="column", ylabel="row", xticks=[], yticks=[])
fig.suptitle("A 3×3 kernel stepping over a 4×4 image", y=1.05)
plt.show()

# %% [markdown]
# Follow the red frame: four positions, so a 4×4 image gives a 2×2 result. This kernel subtracts the left column of a patch from the
# right one. Where the image is the same on both sides the result is 0; where it gets darker to the right the result is negative. It is
# a detector of **vertical edges**.
#
# Four words you will meet on every layer:
#
# * **filters**: how many kernels, and so how many output channels. Each finds something else;
# * **kernel size**: usually 3×3;
# * **stride**: how far the kernel moves each time. With stride 2 the output is half as large;
# * **padding**: `"valid"` (Keras's default) stays inside the image, so 3×3 takes two off each side; `"same"` puts a frame of zeros
#   around it, so that with stride 1 the size stays.
#
# On an image with several channels a kernel has a 3×3 table *for each channel* and adds them all up. One **bias** per filter is added
# at the end. (Strictly, mathematicians flip the kernel first; what deep learning calls convolution is a cross-correlation. Since
# kernels are learnt, it makes no difference.)
#
# **Predict, then run.** Two kernels on a real digit: which one answers to horizontal strokes?

# %%
my_guess = "?"  # "left" or "right" kernel, as printed below: which one answers to horizontal strokes?

# %% tags=["skip-execution"]
two_kernels = np.stack([paper_kernel, paper_kernel.T], axis=-1)[:, :, np.newaxis, :].astype("float32")  # (3, 3, 1, 2)
one_digit = digit_data.x_train[:1, ..., np.newaxis].astype("float32") / 255  # (1, 28, 28, 1)
answers_of_kernels = tf.nn.conv2d(one_digit, two_kernels, strides=1, padding="VALID").numpy()  # (1, 26, 26, 2)
fig, axes = plt.subplots(1, 3, figsize=(9, 3))
axes[0].imshow(one_digit[0, :, :, 0], cmap="gray")
for ax, channel in zip(axes[1:], range(2), strict=True):
    ax.imshow(answers_of_kernels[0, :, :, channel], cmap="PuOr", vmin=-3, vmax=3)
for ax, title in zip(axes, ("the digit, 28×28", "left kernel, 26×26", "right kernel, 26×26"), strict=True):
    ax.set(title=title, xlabel="column", ylabel="row", xticks=[], yticks=[])
plt.show()
print("left kernel:\n", paper_kernel, "\nright kernel:\n", paper_kernel.T, "\nyou said:", my_guess)

# %% [markdown]
# The right kernel subtracts the row above from the row below, and so answers along horizontal strokes; the left one along
# vertical ones. Orange and purple are the two sides of a stroke. Nobody will choose kernels by hand from here on: they are weights, and
# training finds them.
#
# ## 3 · Pooling
#
# *5 minutes*
#
# **Max pooling** cuts a feature map into windows of 2×2 and keeps the largest value of each: half the height, half the width, a
# quarter of the numbers for the next layer. Whether a feature is *there* stays; *exactly* where it was is forgotten, which makes the
# network a little indifferent to small shifts. **Average pooling** keeps the mean. Neither has any parameters. If a row or
# column is left over, it is dropped.

# %% tags=["skip-execution"]
small_map = np.array([[1, 3, 0, 2], [4, 2, 1, 0], [0, 1, 5, 6], [2, 0, 7, 1]], dtype="float32")
as_batch = small_map[np.newaxis, :, :, np.newaxis]  # (1, 4, 4, 1)
print("max:\n", np.asarray(layers.MaxPooling2D(2)(as_batch))[0, :, :, 0])
print("average:\n", np.asarray(layers.AveragePooling2D(2)(as_batch))[0, :, :, 0])

# %% [markdown]
# << heading("37.1") >>
#
# Write both operations in NumPy (no TensorFlow):
#
# * `conv2d(image, kernel)`: image `(h, w)`, kernel `(kh, kw)`, valid padding, stride 1, kernel *not* flipped. Returns
#   `(h - kh + 1, w - kw + 1)`.
# * `max_pool(image, size)`: windows of `size`×`size` side by side. Returns `(h // size, w // size)`; what is left over at the lower
#   and right edge is dropped.
# * `paper_result`: put `paper_kernel` on `paper_image` (both above) with pencil and paper, and write the 3×3 result down as a nested
#   list. Then check it with your own function.
#
# **What counts:** both functions on images you have not seen, some of them not square, some of them negative or of whole
# numbers; the result from paper.
#
# <details><summary>Hint 1 · concept</summary>
#
# Every output value belongs to one patch: the rows from `i` to `i + kh`, the columns from `j` to `j + kw`. How many
# positions are there in each direction?
# </details>
# <details><summary>Hint 2 · API</summary>
#
# `np.zeros`, slices such as `image[i : i + kh, j : j + kw]`, `np.sum(patch * kernel)`. For pooling, slices with steps of
# `size`, and `.max()`.
# </details>
# <details><summary>Hint 3 · skeleton</summary>
#
# ```python
# def conv2d(image, kernel):
#     kh, kw = kernel.shape
#     output = np.zeros((image.shape[0] - ..., image.shape[1] - ...))
#     for i in range(output.shape[0]):
#         for j in range(output.shape[1]):
#             output[i, j] = np.sum(image[i : ..., j : ...] * ...)
#     return output
# ```
# </details>

# %% solution="37.1"
paper_result = ...


def conv2d(image, kernel):
    """Slide `kernel` (kh, kw) over `image` (h, w), stride 1, valid: (h - kh + 1, w - kw + 1)."""
    ### BEGIN SOLUTION
    kh, kw = kernel.shape
    output = np.zeros((image.shape[0] - kh + 1, image.shape[1] - kw + 1))
    for i in range(output.shape[0]):
        for j in range(output.shape[1]):
            output[i, j] = np.sum(image[i : i + kh, j : j + kw] * kernel)
    return output
    ### END SOLUTION


def max_pool(image, size):
    """The largest value of each `size`×`size` window of `image` (h, w): (h // size, w // size)."""
    ### BEGIN SOLUTION
    rows, columns = image.shape[0] // size, image.shape[1] // size
    windows = image[: rows * size, : columns * size].reshape(rows, size, columns, size)
    return windows.max(axis=(1, 3))
    ### END SOLUTION


### BEGIN SOLUTION
paper_result = [[4, 12, 8], [8, 12, 4], [8, 8, 0]]
### END SOLUTION

# %% check="37.1"
check("37.1")
### BEGIN HIDDEN TESTS
check("37.1", seed=371)
### END HIDDEN TESTS

# %% [markdown]
# ## 4 · Every shape and every parameter
#
# *15 minutes*
#
# This is the network of the whole session, from image to ten probabilities:
#
# | layer | setting |
# |---|---|
# | `conv_1` | 32 filters of 3×3, valid, ReLU |
# | `pool_1` | max pooling 2×2 |
# | `conv_2` | 64 filters of 3×3, valid, ReLU |
# | `pool_2` | max pooling 2×2 |
# | `flatten` | all numbers in one row |
# | `dense` | 64 units, ReLU |
# | `output` | 10 units, softmax |
#
# Two rules give every shape. A convolution with stride *s* turns a side length *n* into
# $\lfloor (n - k) / s \rfloor + 1$ for valid padding and $\lceil n / s \rceil$ for same padding. Pooling 2×2 turns *n* into
# $\lfloor n / 2 \rfloor$. And two rules give every parameter count: a convolution has
# kernel height × kernel width × input channels × filters weights and a bias per filter; a Dense layer has inputs × units weights and a
# bias per unit.
#
# **Predict, then run** (after the exercise).

# %%
my_guess = "?"  # which layer has the most parameters?

# %% [markdown]
# << heading("37.2") >>
#
# With pencil and paper, for one image of 28×28×1:
#
# * `output_shapes`: a dictionary from layer name (as in the table) to the shape of its output, a tuple without the batch
#   axis;
# * `parameter_counts`: a dictionary from layer name to its number of parameters; `total_parameters`: their sum;
# * `conv_output_size(size, kernel, stride=1, padding="valid")`: the output's side length, for both paddings;
# * `conv_parameters(kernel, channels_in, filters)`: the number of parameters of a convolution with square kernels.
#
# **What counts:** each row of both tables; both functions on other sizes, strides and paddings.
#
# <details><summary>Hint 1 · concept</summary>
#
# Go layer by layer: the output of one is the input of the next. The channels that come in are the filters of the convolution before.
# Pooling and flattening learn nothing.
# </details>
# <details><summary>Hint 2 · API</summary>
#
# Whole-number division `//` rounds down; `-(-size // stride)` or `math.ceil` rounds up.
# </details>
# <details><summary>Hint 3 · skeleton</summary>
#
# ```python
# output_shapes = {"conv_1": (26, 26, ...), "pool_1": (..., ..., ...), ..., "flatten": (...,), "dense": (...,), "output": (...,)}
# parameter_counts = {"conv_1": 3 * 3 * ... * 32 + ..., "pool_1": ..., ...}
#
# def conv_output_size(size, kernel, stride=1, padding="valid"):
#     if padding == "same":
#         return ...
#     return (size - ...) // ... + 1
# ```
# </details>

# %% solution="37.2"
output_shapes = parameter_counts = total_parameters = ...


def conv_output_size(size, kernel, stride=1, padding="valid"):
    """Side length of a convolution's output for input side `size`; padding is "valid" or "same"."""
    ### BEGIN SOLUTION
    if padding == "same":
        return -(-size // stride)
    return (size - kernel) // stride + 1
    ### END SOLUTION


def conv_parameters(kernel, channels_in, filters):
    """Parameters of a convolution with `filters` kernels of `kernel`×`kernel` on `channels_in` channels."""
    ### BEGIN SOLUTION
    return kernel * kernel * channels_in * filters + filters
    ### END SOLUTION


### BEGIN SOLUTION
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
    "conv_1": conv_parameters(3, 1, 32),
    "pool_1": 0,
    "conv_2": conv_parameters(3, 32, 64),
    "pool_2": 0,
    "flatten": 0,
    "dense": 1600 * 64 + 64,
    "output": 64 * 10 + 10,
}
total_parameters = sum(parameter_counts.values())
### END SOLUTION

# %% check="37.2"
check("37.2")
### BEGIN HIDDEN TESTS
check("37.2", seed=372)
### END HIDDEN TESTS

# %% tags=["skip-execution"]
if isinstance(output_shapes, dict):
    fig, ax = plt.subplots(figsize=(12, 3.4))
    left = 0.0
    for name, shape in {"image": (28, 28, 1), **output_shapes}.items():
        high = shape[0] / 9 if len(shape) == 3 else 0.35 + np.log10(shape[0]) * 0.7
        wide = 0.25 + np.log2(shape[-1] + 1) / 7 if len(shape) == 3 else 0.25
        colour = BLUE if "conv" in name else ORANGE if "pool" in name else GREY if name == "image" else GREEN
        ax.add_patch(plt.Rectangle((left, -high / 2), wide, high, color=colour, alpha=0.6))
        label = "×".join(map(str, shape)) if len(shape) == 3 else str(shape[0])
        ax.text(left + wide / 2, high / 2 + 0.1, f"{name}\n{label}", ha="center", fontsize=9)
        left += wide + 0.9
    ax.set(xlim=(-0.5, left), ylim=(-2, 2.6), title="One image on its way through the network", xticks=[], yticks=[])
    ax.set(xlabel="layer by layer: wider bars have more channels", ylabel="height of the feature map")
    plt.show()
    most = max(parameter_counts, key=parameter_counts.get)
    print("you said:", my_guess, "| most parameters:", most, f"with {parameter_counts[most]:,} of {total_parameters:,}")
else:
    print("Solve 37.2 first, then run this cell again.")

# %% [markdown]
# Read it from left to right: the maps get smaller and deeper. Space is traded for meaning, until a row of 1,600 numbers is left for
# the **fully connected head**, the Dense layers that decide. Note where the parameters are: more than four fifths sit in the one
# Dense layer behind `flatten`; both convolutions together have fewer than 19,000.
#
# ## 5 · Digits
#
# *10 minutes*
#
# MNIST has been the first data set of image recognition since 1998 (Y. LeCun, C. Cortes, C. Burges). Look at the images before you
# compute with them.

# %% tags=["skip-execution"]
fig, axes = plt.subplots(3, 10, figsize=(11, 3.6))
for label in range(10):
    for ax, image in zip(axes[:, label], digit_data.x_train[digit_data.y_train == label][:3], strict=True):
        ax.imshow(image, cmap="gray", vmin=0, vmax=255)
        ax.axis("off")
    axes[0, label].set_title(str(label))
fig.suptitle("Three digits of each class", y=1.02)
plt.show()
print(
    digit_data.x_train.shape, digit_data.x_train.dtype, "from", digit_data.x_train.min(), "to", digit_data.x_train.max()
)
print("labels:", digit_data.y_train[:10], "| images of each class:", np.bincount(digit_data.y_train))

# %% [markdown]
# Bright strokes on black, about the same number of each digit, `uint8` from 0 to 255. Two things have to happen before `fit`:
#
# * **scale to 0…1 as `float32`.** Weights start small and learning rates expect inputs around 1; with inputs up to 255 the first steps
#   are far too large. Divide by 255, the largest value a pixel *can* have, in all parts alike;
# * **add the channel axis.** `Conv2D` wants `(images, height, width, channels)`; a grey image has one channel, a colour image three.
#
# **Predict, then run.** What does whole-number division leave of a picture?

# %%
my_guess = "?"  # how many different values are left in x // 255: 1, 2 or 256?

# %% tags=["skip-execution"]
# Break it: // instead of /
print("you said:", my_guess, "| values left:", np.unique(digit_data.x_train[:500] // 255))
print(
    "bright pixels before:",
    np.mean(digit_data.x_train[:500] > 0).round(3),
    "and after:",
    np.mean(digit_data.x_train[:500] // 255 > 0).round(3),
)

# %% [markdown]
# Only pixels of exactly 255 survive; all grey is gone, without any error message.
#
# << heading("37.3") >>
#
# * `prepare_images(images)`: gets `uint8` images `(n, 28, 28)` and returns `float32` `(n, 28, 28, 1)` from 0 to 1.
# * `x_train, y_train, x_val, y_val`: the first `course.budget["digits_images"]` *training* images of `digit_data` (fewer, if there
#   are fewer), prepared, and divided so that 15 % are for validation; labels as whole numbers.
# * `x_test, y_test`: all test images of `digit_data`, prepared, with their labels.
#
# **What counts:** shape, dtype and range of every part; every image still has its own label; no image is in two parts, and
# none of the test images in training or validation.
#
# <details><summary>Hint 1 · concept</summary>
#
# Make floats of the pixels *before* you divide. Validation images come from the training images: the test part stays closed
# until the end. When you shuffle, images and labels have to be shuffled in the same way.
# </details>
# <details><summary>Hint 2 · API</summary>
#
# `images.astype("float32")`, `images[..., np.newaxis]`, `train_test_split(x, y, test_size=0.15, stratify=y, random_state=course.seed)`,
# which returns x_train, x_val, y_train, y_val in this order.
# </details>
# <details><summary>Hint 3 · skeleton</summary>
#
# ```python
# def prepare_images(images):
#     return images[..., ...].astype(...) / ...
#
# count = course.budget["digits_images"]
# x_train, x_val, y_train, y_val = train_test_split(
#     prepare_images(digit_data.x_train[:count]), ..., test_size=..., stratify=..., random_state=course.seed
# )
# x_test, y_test = ..., ...
# ```
# </details>

# %% solution="37.3"
x_train = y_train = x_val = y_val = x_test = y_test = ...


def prepare_images(images):
    """Grey images (n, 28, 28), uint8 from 0 to 255, as float32 (n, 28, 28, 1) from 0 to 1."""
    ### BEGIN SOLUTION
    return images[..., np.newaxis].astype("float32") / 255.0
    ### END SOLUTION


### BEGIN SOLUTION
count = course.budget["digits_images"]
chosen, labels = digit_data.x_train[:count], digit_data.y_train[:count]
x_train, x_val, y_train, y_val = train_test_split(
    prepare_images(chosen), labels, test_size=0.15, stratify=labels, random_state=course.seed
)
x_test, y_test = prepare_images(digit_data.x_test), digit_data.y_test
### END SOLUTION

# %% check="37.3"
check("37.3")
### BEGIN HIDDEN TESTS
check("37.3", seed=373)
### END HIDDEN TESTS

# %% [markdown]
# From here on everyone works with the course's own preparation, so that a slip above costs nothing below.

# %%
ready = image_splits(digit_data, course.budget["digits_images"])
x_train, y_train, x_val, y_val, x_test, y_test = ready.arrays
print(f"{len(x_train):,} images to train on, {len(x_val):,} to validate, {len(x_test):,} to test")

# %% [markdown]
# ## 6 · The network
#
# *10 minutes*
#
# In Keras the table of section 4 is a list of layers. Start with `keras.Input`, which says what one image looks like; every
# other shape follows.
#
# << heading("37.4") >>
#
# * `build_cnn()`: returns a *new* model with the seven layers of section 4. Compiling comes later.
#
# **What counts:** layer by layer kind, size and activation; 121,930 parameters; a new model at every call. Sequential or
# functional, activations inside the layers or as layers of their own: as you like.
#
# <details><summary>Hint 1 · concept</summary>
#
# One line for each row of the table, in the same order. Which activation turns ten scores into probabilities of which only one can
# be true?
# </details>
# <details><summary>Hint 2 · API</summary>
#
# `keras.Sequential([...])`, `keras.Input(shape)`, `layers.Conv2D(filters, 3, activation=…)`, `layers.MaxPooling2D()`,
# `layers.Flatten()`, `layers.Dense(units, activation=…)`. `model.summary()` prints shapes and parameters.
# </details>
# <details><summary>Hint 3 · skeleton</summary>
#
# ```python
# def build_cnn():
#     return keras.Sequential(
#         [
#             keras.Input((..., ..., ...)),
#             layers.Conv2D(..., 3, activation="relu"),
#             ...,
#             layers.Dense(10, activation=...),
#         ]
#     )
# ```
# </details>


# %% solution="37.4"
def build_cnn():
    """A new seven-layer network for images (28, 28, 1) of ten classes, not compiled."""
    ### BEGIN SOLUTION
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),  # (batch, 26, 26, 32)
            layers.MaxPooling2D(),  # (batch, 13, 13, 32)
            layers.Conv2D(64, 3, activation="relu"),  # (batch, 11, 11, 64)
            layers.MaxPooling2D(),  # (batch, 5, 5, 64)
            layers.Flatten(),  # (batch, 1600)
            layers.Dense(64, activation="relu"),  # (batch, 64)
            layers.Dense(10, activation="softmax"),  # (batch, 10)
        ]
    )
    ### END SOLUTION


# %% check="37.4"
check("37.4")
### BEGIN HIDDEN TESTS
check("37.4", seed=374)
### END HIDDEN TESTS

# %% tags=["skip-execution"]
network = build_cnn()
if network is not None:
    network.summary()
else:
    print("Solve 37.4 first, then run this cell again.")

# %% [markdown]
# Compare with your table of 37.2. `None` is the batch axis: any number of images.
#
# **Break it.** What does the network say to an image without its channel axis, or to one of another size?

# %% tags=["skip-execution"]
if network is not None:
    for shape in ((1, 28, 28), (1, 32, 32, 1)):
        try:
            network(np.zeros(shape, dtype="float32"))
            print(shape, "is accepted")
        except ValueError as error:
            print(shape, "->", str(error).split("\n")[0][:110], "…")

# %% [markdown]
# Keras names the shape it expected and the shape it found. Some versions add a missing last axis silently, others complain; do
# not rely on either.
#
# ## 7 · Train it, test it once
#
# *20 minutes*
#
# The labels are whole numbers from 0 to 9 and the output is a softmax of ten, so the loss is the *sparse* categorical
# cross-entropy (one-hot rows would take the other one). An untrained network guesses: each class gets about one tenth, and the loss is
# about ln 10 = 2.303. On the full MNIST the network reaches 98–99 % and a loss below 0.1 after five epochs. With fewer images the
# budget allows a few epochs more; expect a little less all the same.
#
# **Predict, then run** (after the exercise).

# %%
my_guess = "?"  # your test accuracy after these epochs, for example "0.97"

# %% [markdown]
# << heading("37.5") >>
#
# * `cnn`: a network from `build_cnn()`, compiled with Adam, the right loss and the metric accuracy, and trained on `x_train`,
#   `y_train` for `course.budget["cnn_epochs"]` epochs, batch size 32, with `x_val`, `y_val` as validation data;
# * `cnn_history`: what `fit` returned;
# * `test_loss`, `test_accuracy`: what `cnn.evaluate` says on `x_test`, `y_test`, after training, once.
#
# **What counts:** accuracy and loss on digits nobody has seen; that output, loss and labels fit; that the network was trained on all of
# `x_train`, and validated on `x_val`; that the two test numbers are true.
#
# <details><summary>Hint 1 · concept</summary>
#
# Choose the loss by the form of the labels: print `y_train[:5]`. The network you evaluate must be the one you trained.
# </details>
# <details><summary>Hint 2 · API</summary>
#
# `model.compile(optimizer=…, loss=…, metrics=[…])`, `model.fit(x, y, validation_data=(…, …), epochs=…, batch_size=…)`,
# `model.evaluate(x, y, verbose=0)`, which returns loss and accuracy.
# </details>
# <details><summary>Hint 3 · skeleton</summary>
#
# ```python
# cnn = build_cnn()
# cnn.compile(optimizer="adam", loss="...", metrics=["accuracy"])
# cnn_history = cnn.fit(..., ..., validation_data=(..., ...), epochs=course.budget["cnn_epochs"], batch_size=32)
# test_loss, test_accuracy = cnn.evaluate(..., ..., verbose=0)
# ```
# </details>

# %% solution="37.5"
cnn = cnn_history = test_loss = test_accuracy = ...

### BEGIN SOLUTION
keras.utils.set_random_seed(course.seed)
cnn = build_cnn()
cnn.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
cnn_history = cnn.fit(
    x_train, y_train, validation_data=(x_val, y_val), epochs=course.budget["cnn_epochs"], batch_size=32, verbose=2
)
test_loss, test_accuracy = cnn.evaluate(x_test, y_test, verbose=0)
### END SOLUTION

# %% check="37.5"
check("37.5")
### BEGIN HIDDEN TESTS
check("37.5", seed=375)
### END HIDDEN TESTS

# %% tags=["skip-execution"]
if hasattr(cnn_history, "history"):
    plot_curves(cnn_history, f"{len(x_train):,} digits, {len(cnn_history.epoch)} epochs")
    print(f"you said: {my_guess} | test accuracy {test_accuracy:.3f}, test loss {test_loss:.3f}")
else:
    print("Solve 37.5 first, then run this cell again.")

# %% [markdown]
# The training value of an epoch is a mean over the epoch, while the network was still getting better; that is why its curve is drawn
# half an epoch earlier, and why validation can look *better* than training at the start. Both still fall or have just levelled off:
# so many epochs are not too many here.
#
# **Break it.** Softmax in the network *and* `from_logits=True` in the loss: Keras warns, and computes the loss as if there were no
# second softmax. Linear outputs *without* `from_logits=True` are worse: no warning, and scores are taken for probabilities.

# %% tags=["skip-execution"]
scores = np.array([[2.0, -1.0, 0.5]], dtype="float32")  # linear outputs for three classes; class 0 is true
for from_logits in (True, False):
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=from_logits)
    print(f"from_logits={from_logits}: loss {float(loss(np.array([0]), scores)):.3f}")

# %% [markdown]
# With `from_logits=True` the loss turns the scores into probabilities first and says 0.241. Without it the scores themselves are taken
# for probabilities, and the number has no meaning.
#
# ## 8 · What has it learnt?
#
# *10 minutes*
#
# The 32 kernels of the first layer are 3×3 each: small enough to look at.

# %% tags=["skip-execution"]
if isinstance(cnn, keras.Model):
    kernels = cnn.get_weights()[0]  # (3, 3, 1, 32)
    fig, axes = plt.subplots(2, 16, figsize=(12, 2))
    for ax, k in zip(axes.flat, range(32), strict=True):
        ax.imshow(kernels[:, :, 0, k], cmap="PuOr", vmin=-0.5, vmax=0.5)
        ax.axis("off")
    fig.suptitle("The learned kernels of the first convolution (orange: negative, purple: positive)")
    plt.show()
else:
    print("Solve 37.5 first, then run this cell again.")

# %% [markdown]
# Many are edge detectors of some direction, light on one side and dark on the other. Nobody put them there. Now watch one image pass
# through the layers.

# %% tags=["skip-execution"]
if isinstance(cnn, keras.Model):
    image, maps, names = x_test[:1], [], []
    for layer in cnn.layers[:4]:
        image = layer(image)
        maps.append(np.asarray(image)[0])
        names.append(f"{layer.__class__.__name__}: {'×'.join(map(str, maps[-1].shape))}")
    fig, axes = plt.subplots(4, 9, figsize=(11, 5.2))
    for row, (feature_map, name) in enumerate(zip(maps, names, strict=True)):
        axes[row, 0].imshow(x_test[0, :, :, 0], cmap="gray")
        axes[row, 1].set_title(name, fontsize=8, loc="left")
        for channel in range(8):
            axes[row, channel + 1].imshow(feature_map[:, :, channel], cmap="viridis")
    for ax in axes.flat:
        ax.axis("off")
    fig.suptitle("One test image (left) and eight of its feature maps after each layer")
    plt.show()
else:
    print("Solve 37.5 first, then run this cell again.")

# %% [markdown]
# In the first rows you still recognise the digit: strokes, and their left, right or upper sides. After the second pooling only 5×5
# coarse cells are left, and each map says "this feature, about here". The Dense layers read the digit off those.
#
# And where is it wrong? The mistakes that deserve a look are the ones it was *surest* of.

# %% tags=["skip-execution"]
if isinstance(cnn, keras.Model):
    outputs = cnn.predict(x_test, verbose=0)  # (n, 10)
    guesses, sureness = outputs.argmax(axis=1), outputs.max(axis=1)
    wrong = np.flatnonzero(guesses != y_test)
    surest = wrong[np.argsort(-sureness[wrong])][:8]
    fig, axes = plt.subplots(1, 8, figsize=(12, 2.2))
    for ax in axes:
        ax.axis("off")
    for ax, i in zip(axes, surest, strict=False):
        ax.imshow(x_test[i, :, :, 0], cmap="gray")
        ax.set_title(f"{guesses[i]}? no: {y_test[i]}\n{sureness[i]:.0%}", fontsize=9)
    fig.suptitle(f"The surest of {len(wrong)} mistakes: predicted, true, probability", y=1.15)
    plt.show()
else:
    print("Solve 37.5 first, then run this cell again.")

# %% [markdown]
# Some of these would puzzle a person as well. A network says a class and a probability for *anything*, also for a picture that is no
# digit at all.

# %% [markdown]
# ## 9 · Too little, too much, too wild
#
# *15 minutes*
#
# Two curves tell most of what goes wrong in training. The **training loss** says how well the network does on what it
# learns from, the **validation loss** how well on what it has not seen. Four kinds of picture are worth knowing by heart.

# %%
epochs_shown = np.arange(12)
shown_curves = [  # (training loss, validation loss) of four trainings, drawn by hand
    (2.30 - 0.035 * epochs_shown, 2.31 - 0.032 * epochs_shown),
    (2.30 * np.exp(-epochs_shown / 2.2) + 0.02, 0.75 * np.exp(-epochs_shown / 1.4) + 0.30 + 0.06 * epochs_shown),
    (2.30 * np.exp(-epochs_shown / 2.2) + 0.12, 2.10 * np.exp(-epochs_shown / 2.0) + 0.20),
    (2.30 + 1.6 * np.abs(np.sin(2.1 * epochs_shown)), 2.40 + 2.0 * np.abs(np.sin(2.1 * epochs_shown + 0.4))),
]

# %% tags=["skip-execution"]
fig, axes = plt.subplots(1, 4, figsize=(12, 2.8))
for number, (ax, (loss, val_loss)) in enumerate(zip(axes, shown_curves, strict=True), 1):
    ax.plot(epochs_shown + 0.5, loss, color=BLUE, label="training")
    ax.plot(epochs_shown + 1, val_loss, color=ORANGE, linestyle="--", label="validation")
    ax.set(title=f"Training {number}", xlabel="epoch", ylabel="loss (nats)" if number == 1 else "", ylim=(0, None))
axes[0].legend(frameon=False)
fig.suptitle("Four trainings, four diagnoses", y=1.06)
plt.show()

# %% [markdown]
# From left to right:
#
# 1. **underfitting**: both losses are still high and still falling. The network has not learnt enough yet;
# 2. **overfitting**: the training loss goes on falling while the validation loss rises. The network learns its training
#    images by heart;
# 3. **a good fit**: both fall and level off, close together;
# 4. **unstable**: the loss jumps about and is higher than at the start. Nothing is being learnt.
#
# What to do about each:
#
# | you see | try first | then |
# |---|---|---|
# | underfitting | train longer | more filters or layers, a higher learning rate |
# | overfitting | stop earlier | more data, augmentation (section 12), dropout (section 10), a smaller network |
# | a good fit | nothing, or a larger network | more data |
# | unstable | a lower learning rate | check the scaling of the images, clip gradients |
#
# *Capacity* is what a network could represent: more filters and more units mean more of it. Too little capacity underfits
# for ever, and too much overfits sooner.
#
# **Predict, then run.** You trained for a few epochs in 37.5. Suppose you train on fewer images for ten.

# %%
my_guess = "?"  # after which of the ten epochs will the validation loss be lowest: "5", "8", "10"?

# %% [markdown]
# To see overfitting within a minute we use fewer images, the first `long_images` of the budget.

# %%
x_long, y_long = x_train[: course.budget["long_images"]], y_train[: course.budget["long_images"]]
print(f"{len(x_long):,} images to train on, {len(x_val):,} to validate")

# %% [markdown]
# << heading("37.6") >>
#
# * `long_history`: train a new network from `build_cnn()` on `x_long`, `y_long` for `course.budget["long_epochs"]` epochs
#   with `x_val`, `y_val` as validation data (Adam, batch size 32), and keep what `fit` returns.
# * `best_epoch`: the epoch, counted from 1, after which the validation loss was lowest.
# * `early_stopping`: an `EarlyStopping` callback that watches the validation loss, waits two epochs, and then gives the
#   network its best weights back.
# * `stopped_model`, `stopped_history`: another new network, trained in the same way with that callback, for at most twice as
#   many epochs.
#
# **What counts:** `best_epoch` agrees with your own curve; the callback's settings; `stopped_model` really has the weights
# of its best epoch (its loss on `x_val` is computed again).
#
# <details><summary>Hint 1 · concept</summary>
#
# Epochs are counted from 1, places in a list from 0. And stopping alone is not enough: when training stops, the network has
# the weights of the *last* epoch, which was a worse one.
# </details>
# <details><summary>Hint 2 · API</summary>
#
# `np.argmin(history.history["val_loss"])`, `keras.callbacks.EarlyStopping(monitor=…, patience=…, restore_best_weights=…)`,
# `model.fit(…, callbacks=[…])`.
# </details>
# <details><summary>Hint 3 · skeleton</summary>
#
# ```python
# def new_compiled():
#     model = build_cnn()
#     model.compile(optimizer="adam", loss=..., metrics=["accuracy"])
#     return model
#
# long_history = new_compiled().fit(x_long, y_long, validation_data=..., epochs=..., batch_size=32)
# best_epoch = int(np.argmin(...)) + ...
# ```
# </details>

# %% solution="37.6"
long_history = best_epoch = early_stopping = stopped_model = stopped_history = ...


### BEGIN SOLUTION
def new_compiled():
    """A new reference network, compiled, from the same seed each time."""
    keras.utils.set_random_seed(course.seed)
    model = build_cnn()
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


long_epochs = course.budget["long_epochs"]
validation = (x_val, y_val)
long_history = new_compiled().fit(
    x_long, y_long, validation_data=validation, epochs=long_epochs, batch_size=32, verbose=2
)
best_epoch = int(np.argmin(long_history.history["val_loss"])) + 1
early_stopping = keras.callbacks.EarlyStopping(monitor="val_loss", patience=2, restore_best_weights=True)
stopped_model = new_compiled()
stopped_history = stopped_model.fit(
    x_long,
    y_long,
    validation_data=validation,
    epochs=2 * long_epochs,
    batch_size=32,
    callbacks=[early_stopping],
    verbose=2,
)
### END SOLUTION

# %% check="37.6"
check("37.6")
### BEGIN HIDDEN TESTS
check("37.6", seed=376)
### END HIDDEN TESTS

# %% tags=["skip-execution"]
if hasattr(long_history, "history"):
    plot_curves(long_history, f"{len(x_long):,} images, {len(long_history.epoch)} epochs")
    print("you said:", my_guess, "| lowest validation loss after epoch", best_epoch)
else:
    print("Solve 37.6 first, then run this cell again.")

# %% [markdown]
# The training loss goes on towards zero; the validation loss finds its lowest point, perhaps only near the end, and then wanders or
# rises, while the network grows surer of its mistakes. What lies to the right of the best epoch (shaded) costs time and
# buys nothing. With another seed it may be another epoch: with few validation images the curve is jagged, and that is why
# early stopping has *patience*.
#
# **Break it.** What if the callback watches the training loss?

# %% tags=["skip-execution"]
if hasattr(long_history, "history"):
    falling = long_history.history["loss"]
    rises = sum(after > before for before, after in zip(falling, falling[1:], strict=False))
    print(
        f"the training loss rose {rises} times in {len(falling)} epochs: a callback that watches it would hardly ever stop"
    )
else:
    print("Solve 37.6 first, then run this cell again.")

# %% [markdown]
# ## 10 · Dropout
#
# *15 minutes*
#
# **Dropout** switches a random share of a layer's outputs off at every training step: `Dropout(0.5)` sets each of them to
# zero with probability one half, and doubles the others so that the sum stays the same on average. No unit can rely on one
# particular neighbour, so the network cannot learn its images by heart as easily. When the network *predicts*, dropout does
# nothing.

# %% tags=["skip-execution"]
tiles = np.ones((1, 12, 12, 1), dtype="float32")
keras.utils.set_random_seed(course.seed)
half = keras.layers.Dropout(0.5)
pictures = [tiles, half(tiles, training=True), half(tiles, training=True), half(tiles, training=False)]
titles = ["what comes in: ones", "one training step", "the next step", "prediction"]
fig, axes = plt.subplots(1, 4, figsize=(11, 2.9))
for ax, picture, title in zip(axes, pictures, titles, strict=True):
    shown = ax.imshow(np.asarray(picture)[0, :, :, 0], cmap="viridis", vmin=0, vmax=2)
    ax.set(title=title, xlabel="column", ylabel="row", xticks=[], yticks=[])
fig.colorbar(shown, ax=axes, label="value", shrink=0.8)
fig.suptitle("Dropout(0.5) on a feature map of ones", y=1.02)
plt.show()

# %% [markdown]
# In training about half of the values are 0 (dark) and the others 2 (bright), a different half at each step. In prediction all
# ones pass through.
#
# **Predict, then run.** The **generalisation gap** is the accuracy on the training images minus the accuracy on the
# validation images, both measured with `evaluate`.

# %%
my_guess = "?"  # with dropout, will the gap become "smaller", "larger" or stay "the same"?

# %% [markdown]
# The gap shows best with very few images and many epochs.

# %%
x_small, y_small = x_train[: course.budget["gap_images"]], y_train[: course.budget["gap_images"]]
print(f"{len(x_small):,} images to train on")

# %% [markdown]
# << heading("37.7") >>
#
# * `build_dropout_cnn()`: the network of 37.4 with `Dropout(0.25)` after the *first* pooling and `Dropout(0.5)` after
#   flattening.
# * `plain_model`, `plain_history`: a network from `build_cnn()`, trained on `x_small`, `y_small` for
#   `course.budget["gap_epochs"]` epochs (Adam, batch size 32, validation on `x_val`, `y_val`);
#   `dropout_model`, `dropout_history`: a network from `build_dropout_cnn()`, trained in exactly the same way.
# * `plain_gap`, `dropout_gap`: the accuracy on `x_small` minus the accuracy on `x_val`, each measured with `evaluate` after
#   training.
#
# **What counts:** places and rates of the dropout; that both networks were trained on the same images for the same number of
# steps; the gaps (computed again from your networks).
#
# <details><summary>Hint 1 · concept</summary>
#
# The training accuracy in the History was measured *while dropout was on*, and before the epoch was over. It is not the
# accuracy of the finished network on its training images.
# </details>
# <details><summary>Hint 2 · API</summary>
#
# `layers.Dropout(rate)` between two other layers; `model.evaluate(x, y, verbose=0)` returns loss and accuracy.
# </details>
# <details><summary>Hint 3 · skeleton</summary>
#
# ```python
# def train_small(model):
#     model.compile(optimizer="adam", loss=..., metrics=["accuracy"])
#     history = model.fit(x_small, y_small, ...)
#     gap = model.evaluate(..., verbose=0)[1] - model.evaluate(..., verbose=0)[1]
#     return model, history, gap
# ```
# </details>

# %% solution="37.7"
plain_model = plain_history = plain_gap = dropout_model = dropout_history = dropout_gap = ...


def build_dropout_cnn():
    """The seven-layer network with dropout after the first pooling and after flattening, uncompiled."""
    ### BEGIN SOLUTION
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Dropout(0.25),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dropout(0.5),
            layers.Dense(64, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )
    ### END SOLUTION


### BEGIN SOLUTION
def train_small(model):
    """Train on the small set; return the model, its History and its generalisation gap."""
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(
        x_small,
        y_small,
        validation_data=(x_val, y_val),
        epochs=course.budget["gap_epochs"],
        batch_size=32,
        verbose=0,
    )
    gap = model.evaluate(x_small, y_small, verbose=0)[1] - model.evaluate(x_val, y_val, verbose=0)[1]
    return model, history, gap


keras.utils.set_random_seed(course.seed)
plain_model, plain_history, plain_gap = train_small(build_cnn())
keras.utils.set_random_seed(course.seed)
dropout_model, dropout_history, dropout_gap = train_small(build_dropout_cnn())
### END SOLUTION

# %% check="37.7"
check("37.7")
### BEGIN HIDDEN TESTS
check("37.7", seed=377)
### END HIDDEN TESTS

# %% tags=["skip-execution"]
if hasattr(plain_history, "history") and hasattr(dropout_history, "history"):
    fig, axes = plt.subplots(1, 2, figsize=(10, 3.4), sharey=True)
    pairs = [("without dropout", plain_history, plain_gap), ("with dropout", dropout_history, dropout_gap)]
    for ax, (title, history, gap) in zip(axes, pairs, strict=True):
        epochs = np.arange(1, len(history.epoch) + 1)
        ax.plot(epochs - 0.5, history.history["accuracy"], color=BLUE, label="training (as measured while training)")
        ax.plot(epochs, history.history["val_accuracy"], color=ORANGE, linestyle="--", label="validation")
        ax.set(title=f"{title}: gap {gap:.3f}", xlabel="epoch", ylabel="accuracy")
    axes[1].legend(frameon=False, loc="lower right")
    plt.show()
    print("you said:", my_guess)
else:
    print("Solve 37.7 first, then run this cell again.")

# %% [markdown]
# Two things to notice. On the right the training curve runs *below* the validation curve for many epochs: no miracle, it
# was measured with half of the network switched off. And the network with dropout learns more slowly, so that a fair
# comparison needs enough epochs. The gap itself is small on digits, a hundredth or a few; on one run of a few hundred images
# chance can even turn it round. Repeat with other seeds before you believe a difference of one per cent.
#
# ## 11 · Fashion-MNIST
#
# *20 minutes*
#
# In 2017 Zalando Research published **Fashion-MNIST** as a replacement for MNIST in the very same format, 60,000 and 10,000
# grey images of 28×28, but ten classes of clothing. It is harder: the network that reaches 98–99 % on digits lands between 85
# and 92 % here.

# %%
fashion_data = fashion()
garment = image_splits(fashion_data, course.budget["fashion_images"])
x_fashion_train, y_fashion_train, x_fashion_val, y_fashion_val, x_fashion_test, y_fashion_test = garment.arrays
fashion_names = fashion_data.class_names
print(f"{len(x_fashion_train):,} to train on, {len(x_fashion_val):,} to validate, {len(x_fashion_test):,} to test")

# %% tags=["skip-execution"]
fig, axes = plt.subplots(2, 10, figsize=(12, 3))
for label, name in enumerate(fashion_names):
    examples = x_fashion_train[y_fashion_train == label][:2]
    for ax, image in zip(axes[:, label], examples, strict=False):
        ax.imshow(image[:, :, 0], cmap="gray", vmin=0, vmax=1)
    axes[0, label].set_title(name, fontsize=9)
for ax in axes.flat:
    ax.axis("off")
fig.suptitle("Two garments of each class", y=1.02)
plt.show()

# %% [markdown]
# T-shirt, pullover, coat and shirt share an outline; at 28×28 a person hesitates too. The next exercise asks *where* a network
# hesitates.
#
# **Predict, then run** (after the exercise).

# %%
my_guess = "?"  # which class will be recognised worst?

# %% [markdown]
# A **confusion matrix** counts, for each true class (row) and each predicted class (column), how many images fell there. What
# is right stands on the diagonal. A row's share on the diagonal is that class's accuracy (its *recall*).
#
# << heading("37.8") >>
#
# * `fashion_model`, `fashion_history`: a network from `build_cnn()`, trained on the garments for
#   `course.budget["fashion_epochs"]` epochs, validated on `x_fashion_val`, `y_fashion_val`.
# * `fashion_test_accuracy`: what it scores on `x_fashion_test`, `y_fashion_test`.
# * `confusion`: its confusion matrix on the test part, shape `(10, 10)`, whole numbers, *rows are true classes*.
# * `class_accuracy`: ten numbers, for each true class the share that was recognised.
# * `most_confused`: the pair `(true name, predicted name)` with the largest count off the diagonal, names from
#   `fashion_names`.
#
# **What counts:** accuracy on garments that nobody has seen; the matrix (computed again from your network); that the other
# answers follow from it.
#
# <details><summary>Hint 1 · concept</summary>
#
# The predicted class is the place of the largest of the ten outputs. Labels and predictions must come from the same images in
# the same order. For the most confused pair the diagonal does not count.
# </details>
# <details><summary>Hint 2 · API</summary>
#
# `model.predict(x, verbose=0).argmax(axis=1)`, `np.add.at(matrix, (true, predicted), 1)` or
# `sklearn.metrics.confusion_matrix(true, predicted)`, `np.diag`, `matrix.sum(axis=…)`, `np.unravel_index`.
# </details>
# <details><summary>Hint 3 · skeleton</summary>
#
# ```python
# predicted = fashion_model.predict(...).argmax(axis=1)
# confusion = np.zeros((10, 10), dtype=int)
# np.add.at(confusion, (..., ...), 1)
# class_accuracy = np.diag(confusion) / confusion.sum(axis=...)
# off_diagonal = confusion - np.diag(np.diag(confusion))
# row, column = np.unravel_index(off_diagonal.argmax(), off_diagonal.shape)
# ```
# </details>

# %% solution="37.8"
fashion_model = fashion_history = fashion_test_accuracy = confusion = class_accuracy = most_confused = ...

### BEGIN SOLUTION
keras.utils.set_random_seed(course.seed)
fashion_model = build_cnn()
fashion_model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
fashion_history = fashion_model.fit(
    x_fashion_train,
    y_fashion_train,
    validation_data=(x_fashion_val, y_fashion_val),
    epochs=course.budget["fashion_epochs"],
    batch_size=32,
    verbose=2,
)
fashion_test_accuracy = fashion_model.evaluate(x_fashion_test, y_fashion_test, verbose=0)[1]
predicted = fashion_model.predict(x_fashion_test, verbose=0).argmax(axis=1)  # (n,)
confusion = np.zeros((10, 10), dtype=int)
np.add.at(confusion, (y_fashion_test, predicted), 1)
class_accuracy = np.diag(confusion) / confusion.sum(axis=1)
off_diagonal = confusion - np.diag(np.diag(confusion))
row, column = np.unravel_index(off_diagonal.argmax(), off_diagonal.shape)
most_confused = (fashion_names[row], fashion_names[column])
### END SOLUTION

# %% check="37.8"
check("37.8")
### BEGIN HIDDEN TESTS
check("37.8", seed=378)
### END HIDDEN TESTS

# %% tags=["skip-execution"]
if isinstance(confusion, np.ndarray):
    fig, ax = plt.subplots(figsize=(6.4, 5.4))
    shown = ax.imshow(confusion, cmap="cividis")
    for row in range(10):
        for column in range(10):
            if confusion[row, column]:
                colour = "white" if confusion[row, column] < confusion.max() / 2 else "black"
                ax.text(column, row, confusion[row, column], ha="center", va="center", color=colour, fontsize=8)
    ax.set(title="Confusion matrix of the garments", xlabel="predicted class", ylabel="true class")
    ax.set_xticks(range(10), fashion_names, rotation=60, ha="right")
    ax.set_yticks(range(10), fashion_names)
    ax.grid(False)
    fig.colorbar(shown, label="test images")
    plt.show()
    worst = fashion_names[int(np.argmin(class_accuracy))]
    print(f"you said: {my_guess} | worst: {worst} | most confused: {' taken for '.join(most_confused)}")
else:
    print("Solve 37.8 first, then run this cell again.")

# %% [markdown]
# Read it row by row: how often was a true shirt taken for something else? The confusions gather among the garments that share
# an outline. One overall accuracy hides that some classes are recognised nearly always and one or two far less often.
#
# The mistakes that deserve a look are the ones the network was *surest* of.

# %% tags=["skip-execution"]
if isinstance(confusion, np.ndarray):
    outputs = fashion_model.predict(x_fashion_test, verbose=0)  # (n, 10)
    guesses, sureness = outputs.argmax(axis=1), outputs.max(axis=1)
    wrong = np.flatnonzero(guesses != y_fashion_test)
    surest = wrong[np.argsort(-sureness[wrong])][:8]
    fig, axes = plt.subplots(1, 8, figsize=(13, 2.4))
    for ax in axes:
        ax.axis("off")
    for ax, i in zip(axes, surest, strict=False):
        ax.imshow(x_fashion_test[i, :, :, 0], cmap="gray", vmin=0, vmax=1)
        ax.set_title(
            f"{fashion_names[guesses[i]]}?\nno: {fashion_names[y_fashion_test[i]]}\n{sureness[i]:.0%}", fontsize=8
        )
    fig.suptitle("Most confidently wrong: predicted, true, probability", y=1.22)
    plt.show()
else:
    print("Solve 37.8 first, then run this cell again.")

# %% [markdown]
# Would you have known? Some of these are hard for anyone, and a few may be labelled in a way you would not agree with. A softmax
# of 99 % is a number the network computed, not a promise: networks are often surer than they should be.
#
# ## 12 · Diagnose, and augment
#
# *20 minutes*
#
# **Augmentation** is the cheapest way to more data: change each training image a little, at random, in ways that do not change
# what it shows. A digit shifted by two pixels is the same digit. But know your labels: which changes keep them *true*?

# %% tags=["skip-execution"]
six = x_train[y_train == 6][:1]  # (1, 28, 28, 1)
keras.utils.set_random_seed(course.seed)
changes = {
    "as it is": lambda image: image,
    "shifted": layers.RandomTranslation(0.2, 0.2, fill_mode="constant"),
    "turned a little": layers.RandomRotation(0.08, fill_mode="constant"),
    "zoomed": layers.RandomZoom(0.3, fill_mode="constant"),
    "turned by 180°": lambda image: image[:, ::-1, ::-1],
}
fig, axes = plt.subplots(1, 5, figsize=(11, 2.6))
for ax, (name, change) in zip(axes, changes.items(), strict=True):
    image = np.asarray(change(six) if name in ("as it is", "turned by 180°") else change(six, training=True))
    ax.imshow(image[0, :, :, 0], cmap="gray", vmin=0, vmax=1)
    ax.set_title(name, color=RED if "180" in name else "black")
    ax.axis("off")
fig.suptitle("Four sixes and, in red, something that reads as a nine", y=1.05)
plt.show()

# %% [markdown]
# The last picture is still labelled 6, and teaches the network that a 9 is a 6. Mirroring is harmless for a pullover, ruins a
# 2, and turns a left shoe into a right one. So choose augmentation for each problem anew.
#
# And augment *training* data only. The validation images stand for the world as it is; if they change at every pass, two
# evaluations of the same network disagree. Keras's random layers know the difference: called with `training=True` they change
# their input, with `training=False` they do nothing.
#
# << heading("37.9") >>
#
# * `diagnose(loss, val_loss)`: gets two lists of the same length (training and validation loss after each epoch) and returns, in
#   this order of tests,
#   1. `"unstable"` if any value of either list is not a finite number, or if any training loss after the first is above the
#      first;
#   2. else `"overfitting"` if the last validation loss is more than 20 % above the smallest one;
#   3. else `"underfitting"` if the last training loss is above half of the first;
#   4. else `"good fit"`.
# * `diagnoses`: a list with your diagnosis of the four `shown_curves`, in their order.
# * `augment`: a `keras.Sequential` of random layers that keep every digit's label true (small shifts, turns and zooms).
# * `augmented_train`: a `tf.data.Dataset` of batches `(images, labels)` of `x_train`, `y_train`, shuffled and augmented;
#   `validation_set`: the same of `x_val`, `y_val`, neither shuffled nor augmented. Batches of 32.
#
# **What counts:** `diagnose` on curves you have not seen; what `augment` does to images you have not seen, with `training=True`
# and with `training=False`; that two passes over `validation_set` are identical; that a 6 never becomes a 9.
#
# <details><summary>Hint 1 · concept</summary>
#
# `nan > x` is False, so look for values that are not finite first. For the pipeline: where in it do the images become random,
# and does that place see validation images?
# </details>
# <details><summary>Hint 2 · API</summary>
#
# `np.isfinite`, `layers.RandomTranslation(height, width)`, `layers.RandomRotation(factor)` (a factor of 1 is a full turn),
# `layers.RandomZoom(factor)`, each with `fill_mode="constant"`; `tf.data.Dataset.from_tensor_slices((x, y))`, `.shuffle(n)`,
# `.batch(32)`, `.map(function)`.
# </details>
# <details><summary>Hint 3 · skeleton</summary>
#
# ```python
# def diagnose(loss, val_loss):
#     if not np.all(np.isfinite([*loss, *val_loss])) or max(...) > ...:
#         return "unstable"
#     ...
#
# augment = keras.Sequential([layers.RandomTranslation(..., ..., fill_mode="constant"), ...])
# batches = tf.data.Dataset.from_tensor_slices((x_train, y_train)).shuffle(len(x_train)).batch(32)
# augmented_train = batches.map(lambda images, labels: (augment(images, training=...), labels))
# ```
# </details>

# %% solution="37.9"
diagnoses = augment = augmented_train = validation_set = ...


def diagnose(loss, val_loss):
    """`"unstable"`, `"overfitting"`, `"underfitting"` or `"good fit"`, by the rule above."""
    ### BEGIN SOLUTION
    if not np.all(np.isfinite([*loss, *val_loss])) or max(loss[1:]) > loss[0]:
        return "unstable"
    if val_loss[-1] > 1.2 * min(val_loss):
        return "overfitting"
    return "underfitting" if loss[-1] > 0.5 * loss[0] else "good fit"
    ### END SOLUTION


### BEGIN SOLUTION
diagnoses = [diagnose(loss, val_loss) for loss, val_loss in shown_curves]
augment = keras.Sequential(
    [
        layers.RandomTranslation(0.08, 0.08, fill_mode="constant"),
        layers.RandomRotation(0.03, fill_mode="constant"),
        layers.RandomZoom(0.1, fill_mode="constant"),
    ]
)
batches = tf.data.Dataset.from_tensor_slices((x_train, y_train)).shuffle(len(x_train), seed=course.seed).batch(32)
augmented_train = batches.map(lambda images, labels: (augment(images, training=True), labels))
validation_set = tf.data.Dataset.from_tensor_slices((x_val, y_val)).batch(32)
### END SOLUTION

# %% check="37.9"
check("37.9")
### BEGIN HIDDEN TESTS
check("37.9", seed=379)
### END HIDDEN TESTS

# %% tags=["skip-execution"]
if isinstance(augment, keras.Model):
    originals = x_train[:6]
    fig, axes = plt.subplots(4, 6, figsize=(8, 5.6))
    for row in range(4):
        images = originals if row == 0 else np.asarray(augment(originals, training=True))
        for ax, image in zip(axes[row], images, strict=True):
            ax.imshow(image[:, :, 0], cmap="gray", vmin=0, vmax=1)
            ax.set(xticks=[], yticks=[])
        axes[row, 0].set_ylabel("original" if row == 0 else f"pass {row}")
    fig.suptitle("Six training images and three passes of your augmentation")
    plt.show()
else:
    print("Solve 37.9 first, then run this cell again.")

# %% [markdown]
# Every row shows the same six digits and every row differs. If you cannot read one of them, neither can the network: turn the
# factors down.
#
# ## 13 · Searching for hyperparameters
#
# *20 minutes*
#
# Learning rate, filters, dropout: none of them is learnt by gradient descent. You try values, look at the *validation* score,
# and keep the best. Three ways to choose what to try:
#
# * **grid search** tries every combination of a few values. Simple, but of the effort for a parameter that does not matter
#   nothing is left for the one that does: four trials on a 2×2 grid see only two learning rates;
# * **random search** draws every trial anew from the whole range: four trials see four learning rates;
# * **probabilistic search** learns from the trials so far. Optuna's **TPE** (tree-structured Parzen estimator) models where good and bad
#   trials lie and draws the next one where good ones are likely. It needs a few random trials to start from.
#
# Rates differ by factors, not by steps, so they are drawn on a logarithmic scale. To compare the ways honestly, each gets the same
# **budget** (number of trials), the same **space**, the same **objective**.
#
# Here is a small network that trains in a second or so, and the space to search.

# %%
import optuna

optuna.logging.set_verbosity(optuna.logging.WARNING)  # one line a trial is more than anyone reads

SPACE = {"learning_rate": (1e-4, 1e-1), "filters": (4, 16)}  # lowest and highest value, both on a logarithmic scale
TRIALS = course.budget["search_trials"]
GRID = {
    "learning_rate": [float(rate) for rate in np.geomspace(3e-4, 3e-2, TRIALS // 2).round(6)],
    "filters": [4, 16],
}
x_search, y_search = x_train[: course.budget["search_images"]], y_train[: course.budget["search_images"]]


def train_trial(learning_rate, filters):
    """A small network, trained from the same seed with these two settings."""
    keras.utils.set_random_seed(course.seed)
    model = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(filters, 3, strides=2, activation="relu"),  # (batch, 13, 13, filters)
            layers.MaxPooling2D(),  # (batch, 6, 6, filters)
            layers.Flatten(),
            layers.Dense(10, activation="softmax"),
        ]
    )
    optimizer = keras.optimizers.Adam(learning_rate=learning_rate)
    model.compile(optimizer=optimizer, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(x_search, y_search, epochs=course.budget["search_epochs"], batch_size=32, verbose=0)
    return model


# %% [markdown]
# **Predict, then run** (after the exercise).

# %%
my_guess = "?"  # which way will find the best score with so few trials: "grid", "random" or "tpe"?

# %% [markdown]
# << heading("37.10") >>
#
# * `objective(trial)`: asks Optuna's trial for a `learning_rate` (a float) and `filters` (an integer) within `SPACE`, both on a
#   logarithmic scale, trains with `train_trial`, and returns the accuracy on `x_val`, `y_val`.
# * `studies`: a dictionary with the keys `"grid"`, `"random"` and `"tpe"`: three studies that *maximize* the objective with
#   Optuna's `GridSampler` (over `GRID`), `RandomSampler` and `TPESampler`, with `TRIALS` trials each.
# * `best_parameters`, `best_score`: the best settings over all three studies, a dictionary, and their score.
# * `best_model`: `train_trial` with the best settings, once more.
#
# **What counts:** three studies with the right samplers, the same number of trials and the same space; that the best really is
# the best of them; that `best_model` reproduces the score.
#
# <details><summary>Hint 1 · concept</summary>
#
# One objective serves all three: only the sampler differs. TPE draws its first ten trials at random unless told otherwise; with
# so few trials, tell it.
# </details>
# <details><summary>Hint 2 · API</summary>
#
# `trial.suggest_float(name, low, high, log=True)`, `trial.suggest_int(name, low, high, log=True)`,
# `optuna.create_study(direction=…, sampler=…)`, `study.optimize(objective, n_trials=…, show_progress_bar=True)`,
# `optuna.samplers.TPESampler(seed=…, n_startup_trials=2)`, `study.best_params`, `study.best_value`.
# </details>
# <details><summary>Hint 3 · skeleton</summary>
#
# ```python
# def objective(trial):
#     learning_rate = trial.suggest_float("learning_rate", *SPACE["learning_rate"], log=True)
#     filters = trial.suggest_int(...)
#     return train_trial(...).evaluate(..., verbose=0)[1]
#
# samplers = {"grid": optuna.samplers.GridSampler(GRID, seed=course.seed), "random": ..., "tpe": ...}
# studies = {}
# for name, sampler in samplers.items():
#     studies[name] = optuna.create_study(direction=..., sampler=sampler)
#     studies[name].optimize(objective, n_trials=..., show_progress_bar=True)
# ```
# </details>

# %% solution="37.10"
studies = best_parameters = best_score = best_model = ...


def objective(trial):
    """The validation accuracy of a network with the settings that `trial` suggests."""
    ### BEGIN SOLUTION
    learning_rate = trial.suggest_float("learning_rate", *SPACE["learning_rate"], log=True)
    filters = trial.suggest_int("filters", *SPACE["filters"], log=True)
    return train_trial(learning_rate, filters).evaluate(x_val, y_val, verbose=0)[1]
    ### END SOLUTION


### BEGIN SOLUTION
samplers = {
    "grid": optuna.samplers.GridSampler(GRID, seed=course.seed),
    "random": optuna.samplers.RandomSampler(seed=course.seed),
    "tpe": optuna.samplers.TPESampler(seed=course.seed + 1, n_startup_trials=2),
}
studies = {}
for name, sampler in samplers.items():
    studies[name] = optuna.create_study(direction="maximize", sampler=sampler)
    studies[name].optimize(objective, n_trials=TRIALS, show_progress_bar=True)
best_study = max(studies.values(), key=lambda study: study.best_value)
best_parameters, best_score = best_study.best_params, best_study.best_value
best_model = train_trial(**best_parameters)
### END SOLUTION

# %% check="37.10"
check("37.10")
### BEGIN HIDDEN TESTS
check("37.10", seed=3710)
### END HIDDEN TESTS

# %% tags=["skip-execution"]
if isinstance(studies, dict):
    fig, (left, right) = plt.subplots(1, 2, figsize=(11, 3.8))
    marks = {"grid": ("s", BLUE, "-"), "random": ("o", ORANGE, "--"), "tpe": ("^", GREEN, "-.")}
    for name, study in studies.items():
        mark, colour, style = marks[name]
        rates = [trial.params["learning_rate"] for trial in study.trials]
        filters = [trial.params["filters"] for trial in study.trials]
        scores = [trial.value for trial in study.trials]
        sizes = [20 + 260 * score**2 for score in scores]
        left.scatter(rates, filters, s=sizes, marker=mark, color=colour, alpha=0.6, label=name)
        right.plot(
            range(1, len(scores) + 1), np.maximum.accumulate(scores), style, marker=mark, color=colour, label=name
        )
    left.set(
        title="Where each search looked (larger: better)",
        xlabel="learning rate",
        ylabel="filters",
        xscale="log",
        yscale="log",
    )
    left.set_yticks([4, 8, 16], ["4", "8", "16"])
    left.yaxis.set_minor_formatter(plt.NullFormatter())
    right.set(title="Best so far", xlabel="trial", ylabel="validation accuracy")
    right.set_xticks(range(1, TRIALS + 1))
    left.legend(frameon=False, bbox_to_anchor=(0.5, -0.22), loc="upper center", ncol=3)
    plt.show()
    print(
        "you said:", my_guess, "| best scores:", {name: round(study.best_value, 3) for name, study in studies.items()}
    )
else:
    print("Solve 37.10 first, then run this cell again.")

# %% [markdown]
# On the left the grid's squares stand in columns: it tried each learning rate twice. The others spread out. On the right each
# line can only rise. The learning rate matters far more than the filters here: the large marks gather in the same columns
# whatever their height. Which search wins with so few trials is luck; over many repetitions random search beats the grid when
# only some parameters matter (Bergstra and Bengio, 2012), and TPE pays off with dozens of trials.
#
# And mind what the score is: the best of many trials on one validation part is flattering, because luck was selected too. That is
# what the test part is kept for.

# %% [markdown]
# ## 14 · Your recommendation
#
# *5 minutes*
#
# A shop wants to sort returned garments with the network of 37.8. Which two classes would you warn them about, what would you do
# first to improve it, and how would you find out whether it helped? Write three to five sentences with numbers from your own
# runs. Your instructor reads this; it carries no points.

# %% [markdown] reflection="37"
# ### BEGIN SOLUTION
# A good answer names the most confused pair with its count and the class accuracies of both, proposes one remedy that fits
# the curves it saw (augmentation or more data where training and validation part, longer training or more filters where both are
# still falling), and measures it on the validation part under the same budget, with several seeds, before the test part is
# touched again.
# ### END SOLUTION

# %%
progress()

# %% [markdown]
# ## Key takeaways
#
# * A convolution slides one small kernel over the whole image: few parameters, and what it finds in one place it finds
#   everywhere. Pooling makes the picture smaller and the network less sensitive to small shifts.
# * Every shape can be worked out beforehand: valid 3×3 takes two off each side length, 2×2 pooling halves it and drops the rest.
# * Images go in as `(n, height, width, channels)`, `float32`, from 0 to 1, all parts in the same way.
# * Train, validation and test have three different purposes. Decide on validation, report the test score once.
# * Read both curves. Stop at the lowest validation loss and take those weights back.
# * Dropout, augmentation and more data are remedies for overfitting; more capacity and more training for underfitting.
# * One accuracy hides the classes. Look at the confusion matrix and at the surest mistakes.
# * Compare searches, models and remedies under the same budget, and repeat before you believe a small difference.
#
# ## What next
#
# These networks learnt to see from nothing, and thirty lines were enough for 28×28 grey pixels. For colour photographs the same
# recipe needs far more data than you have. In Session 38 you take a network that has already seen a million photographs, keep what it
# knows about edges, textures and parts, and teach it only your own classes.
