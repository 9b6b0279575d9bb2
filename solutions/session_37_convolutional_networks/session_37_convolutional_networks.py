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
# 3. read learning curves (too little training, too much, too wild) and stop at the right epoch;
# 4. fight overfitting with dropout, augmentation and early stopping, and measure whether it helped;
# 5. look behind one accuracy number: confusion matrix, surest mistakes, a fair search for better settings.
#
# **What you need to know:** Session 36: tensors and shapes, Dense layers, `compile`, `fit`, `evaluate`, learning curves. You
# need not have met a convolution.
#
# **How it works.** Read, *predict*, then run. Each exercise has a cell for your code and a cell that checks it. `...` and
# `# YOUR CODE HERE` mark what you replace; give every name its value *below* the line that sets it to `...`. Checking is free: run
# it as often as you like. The exercises bring 100 points in all; `progress()` shows how far you are.
#
# The minutes at each section are for reading and solving, a little over three hours in all. The computing itself takes about two
# minutes altogether on two CPU cores.

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
import optuna
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
# either. It also prepares colours that colour-blind readers can tell apart, and two drawing functions.

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


def show_row(images, titles, title, cmap="gray", size=1.6, **limits):
    """A row of pictures, each (height, width), with a title each."""
    fig, axes = plt.subplots(1, len(images), figsize=(size * len(images), size + 1), layout="constrained")
    for ax, image, words in zip(axes, images, titles, strict=True):
        ax.imshow(image, cmap=cmap, **limits)
        ax.set_title(words, fontsize=9)
        ax.set(xticks=[], yticks=[])
    axes[0].set(xlabel="column", ylabel="row")
    fig.suptitle(title)
    plt.show()


def plot_curves(history, title):
    """Loss and accuracy by epoch; training is measured during an epoch, so its curve stands half an epoch earlier."""
    epochs = np.arange(1, len(history.epoch) + 1)
    best = int(np.argmin(history.history["val_loss"])) + 1
    fig, axes = plt.subplots(1, 2, figsize=(10, 3.6), layout="constrained")
    for ax, name, label in zip(axes, ("loss", "accuracy"), ("loss (nats)", "accuracy"), strict=True):
        ax.plot(epochs - 0.5, history.history[name], color=BLUE, label="training (half an epoch earlier)")
        ax.plot(epochs, history.history[f"val_{name}"], color=ORANGE, linestyle="--", label="validation")
        ax.axvline(best, color=GREY, linewidth=1, label=f"best epoch: {best}")
        if best < epochs[-1]:
            ax.axvspan(best, epochs[-1], color=GREY, alpha=0.15, label="past the best epoch")
        ax.set(title=name, xlabel="epoch", ylabel=label)
        ax.xaxis.get_major_locator().set_params(integer=True)
    axes[0].set_ylim(0, None)
    fig.legend(*axes[0].get_legend_handles_labels(), frameon=False, ncols=4, loc="outside lower center")
    fig.suptitle(title)
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

# %% [markdown]
# Almost ten million parameters for *one* layer on one photograph, and each of them has to be learnt from examples.
#
# Worse, to a Dense layer a pixel is just a column of a table. It does not know which pixels are *neighbours*.
#
# **Predict, then run.** We shuffle the 784 pixels of all images, every image in the same way, and train the same Dense network on
# both versions. How does it do on the shuffled images?

# %%
my_guess = "?"  # "much worse", "about the same" or "better"

# %% tags=["skip-execution"]
pixel_rows = digit_data.x_train[:1300].reshape(-1, 784).astype("float32") / 255  # (1300, 784)
pixel_order = np.random.default_rng(0).permutation(784)
for version, pixels in (("pixels in place", pixel_rows), ("pixels shuffled", pixel_rows[:, pixel_order])):
    keras.utils.set_random_seed(course.seed)
    dense_network = keras.Sequential([keras.Input((784,)), layers.Dense(64, activation="relu"), layers.Dense(10)])
    dense_loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    dense_network.compile("adam", dense_loss, metrics=["accuracy"])
    dense_network.fit(pixels[:1000], digit_data.y_train[:1000], epochs=10, verbose=0)
    dense_accuracy = dense_network.evaluate(pixels[1000:], digit_data.y_train[1000:1300], verbose=0)[1]
    print(f"{version}: {dense_accuracy:.0%} of 300 other digits are right")
print("you said:", my_guess)

# %% [markdown]
# The Dense network learns both versions about equally well: it never knew what a neighbour is. Now the same for your own eyes.

# %% tags=["skip-execution"]
a_digit = digit_data.x_train[0]
moved_digit = np.roll(a_digit, 3, axis=1)
shuffled_digit = a_digit.ravel()[pixel_order].reshape(28, 28)
show_row(
    [a_digit, moved_digit, shuffled_digit], ["a digit", "moved by 3 columns", "pixels shuffled"], "One digit", size=2
)
print(f"{np.mean((a_digit > 99) != (moved_digit > 99)):.0%} of all pixels changed between dark and bright by the move")

# %% [markdown]
# You read the middle picture as easily as the first one and cannot read the third. And moving a digit a little, which means nothing
# to you, gives the Dense network other numbers in many of its columns.
#
# A network for images should share your preferences. Three ideas do it:
#
# * **locality**: look at small patches, because neighbouring pixels belong together;
# * **parameter sharing**: use the *same* small set of weights on every patch. What finds an edge at the top left finds one
#   at the bottom right, and when the image moves, what was found moves along (*translation*);
# * **hierarchy**: put layers on top of each other, so that edges become corners, corners become loops, and loops become an 8.

# %% [markdown]
# ## 2 · Convolution
#
# *20 minutes*
#
# A **kernel** is a small table of weights, here 3×3. Put it on a patch of the image, multiply each weight with the pixel under it,
# add everything up: one number. Then move on by one pixel and do it again. That is a **convolution**. The picture shows the kernel
# `paper_kernel` at work; `paper_image` is for you, in exercise 37.1.

# %%
paper_image = np.array([[1, 1, 1, 5, 5], [1, 1, 1, 5, 5], [1, 1, 5, 5, 5], [1, 1, 5, 5, 5], [1, 1, 1, 1, 1]])
paper_kernel = np.array([[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]])

# %% tags=["skip-execution"]
strip = np.array([[0, 0, 0, 9, 9, 0]] * 4)  # (4, 6): dark, a bright strip two columns wide, dark
fig, axes = plt.subplots(2, 4, figsize=(12, 4.8), height_ratios=(4, 2), layout="constrained")
found = np.zeros((2, 4), dtype=int)
for left, (image_ax, result_ax) in enumerate(axes.T):
    found[0, left] = np.sum(strip[0:3, left : left + 3] * paper_kernel)
    image_ax.imshow(strip, cmap="gray", vmin=0, vmax=9)
    for (i, j), value in np.ndenumerate(strip):
        weight = f"\n× {paper_kernel[i, j - left]}" if i < 3 and left <= j < left + 3 else ""
        image_ax.text(j, i, f"{value}{weight}", ha="center", va="center", color="black" if value else "white")
    image_ax.add_patch(plt.Rectangle((left - 0.5, -0.5), 3, 3, fill=False, edgecolor=ORANGE, linewidth=4))
    image_ax.set(title=f"step {left + 1}", xlabel="column", ylabel="row", xticks=[], yticks=[])
    result_ax.imshow(np.zeros((2, 4)), cmap="Greys", vmin=0, vmax=9)
    for i, j in np.ndindex(2, 4):
        result_ax.add_patch(plt.Rectangle((j - 0.5, i - 0.5), 1, 1, fill=False, edgecolor=GREY))
    for j in range(left + 1):
        result_ax.text(j, 0, found[0, j], ha="center", va="center", weight="bold" if j == left else "normal")
    result_ax.add_patch(plt.Rectangle((left - 0.5, -0.5), 1, 1, fill=False, edgecolor=ORANGE, linewidth=4))
    result_ax.set(title="result so far", xlabel="column", ylabel="row", xticks=[], yticks=[])
fig.suptitle("A 3×3 kernel stepping over a 4×6 image gives a 2×4 result")
plt.show()

# %% [markdown]
# Follow the frame. This kernel subtracts the left column of a patch from the right one. On even ground the sum is 0; where it
# gets brighter to the right, it is 27; where it gets darker, −27. The kernel is a detector of **vertical edges**. It fits at four
# places from left to right and at two from top to bottom, so a 4×6 image gives a 2×4 result.
#
# TensorFlow does the same for a whole batch of images with several channels and several kernels at once. That needs four axes
# on each side:

# %% tags=["skip-execution"]
image_batch = strip[np.newaxis, :, :, np.newaxis].astype("float32")  # (1, 4, 6, 1): images, height, width, channels
kernel_stack = paper_kernel[:, :, np.newaxis, np.newaxis].astype("float32")  # (3, 3, 1, 1): height, width, in, out
result = tf.nn.conv2d(image_batch, kernel_stack, strides=1, padding="VALID")  # (1, 2, 4, 1)
print(result.shape, "\n", result.numpy()[0, :, :, 0])

# %% [markdown]
# (Strictly, mathematicians flip the kernel first; what deep learning calls convolution is a *cross-correlation*. Since kernels are
# learnt, it makes no difference.)
#
# **Predict, then run.** Two kernels on a real digit. The first is `paper_kernel`, with −1, 0, 1 in each row. The second is the same table
# transposed: −1, −1, −1 in the first row, 0, 0, 0 in the second, 1, 1, 1 in the third. Which one answers to *horizontal* strokes?

# %%
my_guess = "?"  # "first" or "second"

# %% tags=["skip-execution"]
two_kernels = np.stack([paper_kernel, paper_kernel.T], axis=-1)[:, :, np.newaxis, :].astype("float32")  # (3, 3, 1, 2)
one_digit = digit_data.x_train[:1, ..., np.newaxis].astype("float32") / 255  # (1, 28, 28, 1)
edges = tf.nn.conv2d(one_digit, two_kernels, strides=1, padding="VALID").numpy()  # (1, 26, 26, 2)
fig, axes = plt.subplots(1, 3, figsize=(9.6, 3), layout="constrained")
axes[0].imshow(one_digit[0, :, :, 0], cmap="gray")
for ax, channel in zip(axes[1:], (0, 1), strict=True):
    shown = ax.imshow(edges[0, :, :, channel], cmap="PuOr_r", vmin=-3, vmax=3)
for ax, words in zip(axes, ("the digit, 28×28", "first kernel, 26×26", "second kernel, 26×26"), strict=True):
    ax.set(title=words, xlabel="column", ylabel="row", xticks=[], yticks=[])
fig.colorbar(shown, ax=axes, label="sum of the nine products", shrink=0.8)
plt.show()
print("you said:", my_guess)

# %% [markdown]
# The second kernel subtracts the row above from the row below, and so answers along horizontal strokes; the first one along
# vertical ones. Orange and purple are the two sides of a stroke, where it gets brighter and where it gets darker. Such a picture of
# what one kernel found is a **feature map**. Nobody will choose kernels by hand from here on: they are weights, and training finds them.
#
# **Parameter sharing pays.** If the digit moves by three columns, its feature map moves by three columns and is otherwise the
# same, number by number:

# %% tags=["skip-execution"]
moved_edges = tf.nn.conv2d(np.roll(one_digit, 3, axis=2), two_kernels, strides=1, padding="VALID").numpy()
print("moved image, moved feature map:", np.allclose(moved_edges[:, :, 3:], edges[:, :, :-3]))

# %% [markdown]
# **Activation.** A convolution only multiplies and adds, so two of them in a row could be replaced by one larger one. As after a Dense
# layer, something has to bend in between: **ReLU** keeps what was found and sets the negative values to zero.

# %% tags=["skip-execution"]
after_relu = np.maximum(edges[0, :, :, 0], 0)
titles = ["before ReLU", "after ReLU: darker-to-brighter only"]
show_row([edges[0, :, :, 0], after_relu], titles, "A feature map and its ReLU", "PuOr_r", 2.4, vmin=-3, vmax=3)

# %% [markdown]
# Half of the edges are gone, on purpose: this map now answers to one kind of edge only, and another kernel may take care of the other.
#
# **Four words** describe every convolution:
#
# * **filters**: how many kernels, and so how many feature maps (output channels). Each finds something else;
# * **kernel size**: usually 3×3;
# * **stride**: how far the kernel moves each time. With stride 2 the result is about half as high and half as wide;
# * **padding**: `"valid"` (Keras's default) stays inside the image; `"same"` puts a frame of zeros around it, so that with stride 1
#   the size stays.

# %% tags=["skip-execution"]
fig, axes = plt.subplots(1, 4, figsize=(12, 3.3), layout="constrained")
for ax, (padding, stride) in zip(axes, (("valid", 1), ("same", 1), ("valid", 2), ("same", 2)), strict=True):
    answer = layers.Conv2D(1, 3, strides=stride, padding=padding)(np.zeros((1, 7, 7, 1), dtype="float32"))
    frame = 1 if padding == "same" else 0
    ax.add_patch(plt.Rectangle((-frame, -frame), 7 + 2 * frame, 7 + 2 * frame, facecolor="#DDDDDD", edgecolor=GREY))
    ax.add_patch(plt.Rectangle((0, 0), 7, 7, facecolor="white", edgecolor="black"))
    centres = 1.5 - frame + stride * np.arange(answer.shape[1])
    ax.scatter(*np.meshgrid(centres, centres), color=BLUE, s=30, zorder=3)
    ax.add_patch(plt.Rectangle((-frame, -frame), 3, 3, fill=False, edgecolor=ORANGE, linewidth=3, zorder=4))
    ax.set(title=f"{padding}, stride {stride}: {answer.shape[1]}×{answer.shape[2]}", xlim=(-1.5, 8.5), ylim=(8.5, -1.5))
    ax.set(xlabel="column", ylabel="row", xticks=[], yticks=[], aspect="equal")
fig.suptitle("Where the middle of a 3×3 kernel comes to stand on a 7×7 image (grey: the frame of zeros)\n")
plt.show()

# %% [markdown]
# Count the blue dots: each is one number of the result. Valid padding loses a row or column at every edge; same padding with stride
# 1 loses none; stride 2 leaves out every second place.
#
# **Channels.** A colour image has three channels, a feature map of 32 filters has 32. A kernel is as deep as what it looks at: it
# has a 3×3 table *for each input channel*, and all the products are added up into one number. At the end each filter adds one
# **bias**.

# %% tags=["skip-execution"]
colour_image = np.random.default_rng(0).random((1, 8, 8, 3)).astype("float32")  # (1, 8, 8, 3)
colour_layer = layers.Conv2D(filters=16, kernel_size=3)
print("output:", colour_layer(colour_image).shape)  # (1, 6, 6, 16)
colour_kernel, colour_bias = colour_layer.get_weights()
print("kernel:", colour_kernel.shape, " bias:", colour_bias.shape, " parameters:", colour_layer.count_params())
by_hand = np.sum(colour_image[0, 0:3, 0:3, :] * colour_kernel[:, :, :, 5]) + colour_bias[5]
print(f"filter 5 at the top left: by hand {by_hand:.4f}, by Keras {float(colour_layer(colour_image)[0, 0, 0, 5]):.4f}")

# %% [markdown]
# 3 × 3 × 3 weights for each of 16 filters and 16 biases are 448 parameters. Note what is *not* in that product: the size of the image.
# The same 448 numbers serve an image of 8×8 and one of 800×800.

# %% [markdown]
# ## 3 · Pooling
#
# *10 minutes*
#
# **Max pooling** cuts a feature map into windows of 2×2 and keeps the largest value of each: half the height, half the width, a
# quarter of the numbers for the next layer. **Average pooling** keeps the mean. Neither has any parameters. If a row or
# column is left over at the edge, it is dropped.

# %% tags=["skip-execution"]
small_map = np.array([[1, 3, 0, 2], [4, 2, 1, 0], [0, 1, 5, 6], [2, 0, 7, 1]], dtype="float32")
as_batch = small_map[np.newaxis, :, :, np.newaxis]  # (1, 4, 4, 1)
largest = np.asarray(layers.MaxPooling2D(2)(as_batch))[0, :, :, 0]  # (2, 2)
mean = np.asarray(layers.AveragePooling2D(2)(as_batch))[0, :, :, 0]  # (2, 2)
fig, axes = plt.subplots(1, 3, figsize=(9, 3), layout="constrained", width_ratios=(2, 1, 1))
tables = ((small_map, "a feature map, 4×4"), (largest, "max pooling, 2×2"), (mean, "average pooling, 2×2"))
for ax, (table, words) in zip(axes, tables, strict=True):
    windows = np.array([[0, 1], [2, 3]]).repeat(len(table) // 2, axis=0).repeat(len(table) // 2, axis=1)
    ax.imshow(windows, cmap="Pastel1", vmin=0, vmax=8)
    for (i, j), value in np.ndenumerate(table):
        ax.text(j, i, f"{value:g}", ha="center", va="center", fontsize=13)
    ax.set(title=words, xlabel="column", ylabel="row", xticks=[], yticks=[])
plt.show()

# %% [markdown]
# Each coloured window on the left becomes one number on the right. Max pooling keeps the strongest answer: whether a feature is
# *there* stays, *exactly where* it was is forgotten. How much does that help when a digit moves by one pixel?

# %% tags=["skip-execution"]
some_digits = digit_data.x_train[:200, ..., np.newaxis].astype("float32") / 255  # (200, 28, 28, 1)
maps = [
    tf.nn.relu(tf.nn.conv2d(images, two_kernels, strides=1, padding="VALID"))
    for images in (some_digits, np.roll(some_digits, 1, axis=2))
]
for window in (1, 2, 4):
    still, moved = (tf.nn.max_pool2d(one, window, window, "VALID").numpy() for one in maps)
    words = "no pooling" if window == 1 else f"pooling {window}×{window}"
    print(
        f"{words}: a move by one pixel changes the map by {np.abs(still - moved).mean() / still.mean():.0%} of its mean"
    )

# %% [markdown]
# The larger the window, the less a small move matters, and the less is left of the position. Two poolings of 2×2 with a
# convolution between them are a good middle way.
#
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
# Two rules give every shape. A convolution with kernel size *k* and stride *s* turns a side length *n* into
# $\lfloor (n - k) / s \rfloor + 1$ with valid padding and into $\lceil n / s \rceil$ with same padding. Pooling 2×2 turns *n* into
# $\lfloor n / 2 \rfloor$. Two more rules give every parameter count: a convolution has
# kernel height × kernel width × input channels × filters weights and a bias per filter; a Dense layer has inputs × units weights and a
# bias per unit.
#
# **An example.** 16 kernels of 5×5 with stride 2 on a colour image of 32×32: ⌊(32 − 5) / 2⌋ + 1 = 14, so the output is 14×14×16; and
# 5 · 5 · 3 · 16 + 16 = 1,216 parameters. Keras agrees:

# %% tags=["skip-execution"]
example_layer = layers.Conv2D(16, 5, strides=2)
print(example_layer(np.zeros((1, 32, 32, 3), dtype="float32")).shape, f"{example_layer.count_params():,} parameters")

# %% [markdown]
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
# Two rounds of "find features, then make the picture smaller"; after that the features stand in one row, and two Dense layers, the **fully
# connected head**, decide which digit they add up to.
#
# **Predict, then run** (after the exercise).

# %%
my_guess = "?"  # which of the seven layers has the most parameters?

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
if isinstance(output_shapes, dict) and all(isinstance(shape, tuple) for shape in output_shapes.values()):
    fig, ax = plt.subplots(figsize=(13, 4))
    left = 0.0
    for name, shape in {"image": (28, 28, 1), **output_shapes}.items():
        wide, high = (shape[0] / 12, shape[0] / 12) if len(shape) == 3 else (0.2, 0.6 + 0.6 * np.log10(shape[0]))
        sheets = int(np.log2(shape[2])) + 1 if len(shape) == 3 else 1  # one sheet more for twice as many channels
        colour = GREY if name == "image" else BLUE if "conv" in name else ORANGE if "pool" in name else GREEN
        for sheet in range(sheets):
            corner = (left + 0.1 * sheet, -high / 2 + 0.1 * sheet)
            ax.add_patch(plt.Rectangle(corner, wide, high, facecolor=colour, edgecolor="white", linewidth=1.5))
        label = "×".join(map(str, shape))
        parameters = f"\n{parameter_counts[name]:,}\nparameters" if parameter_counts.get(name) else ""
        middle = left + wide / 2 + 0.05 * sheets
        ax.text(middle, -1.45, f"{name}\n{label}{parameters}", ha="center", va="top", fontsize=9)
        left += max(wide + 0.1 * sheets, 1.5) + 0.6
    ax.set(xlim=(-0.4, left), ylim=(-2.7, 2), xticks=[], yticks=[], aspect="equal")
    ax.set(title="One image on its way through the network", ylabel="height of a feature map")
    ax.set_xlabel("layer by layer; every sheet more stands for twice as many channels")
    plt.show()
    most = max(parameter_counts, key=parameter_counts.get)
    print("you said:", my_guess, "| most parameters:", most, f"with {parameter_counts[most]:,} of {total_parameters:,}")
else:
    print("Solve 37.2 first, then run this cell again.")

# %% [markdown]
# Read it from left to right: the maps get smaller and deeper. Space is traded for meaning, until a row of 1,600 numbers is left for
# the head. Note where the parameters are: more than four fifths of the 121,930 sit in the one Dense layer behind `flatten`; both
# convolutions together have fewer than 19,000.

# %% [markdown]
# ## 5 · Digits
#
# *10 minutes*
#
# MNIST has been the first data set of image recognition since 1998 (Y. LeCun, C. Cortes, C. Burges). Look at the images before you
# compute with them.

# %% tags=["skip-execution"]
fig, axes = plt.subplots(3, 10, figsize=(9, 3.3), layout="constrained")
for label in range(10):
    for ax, image in zip(axes[:, label], digit_data.x_train[digit_data.y_train == label][:3], strict=True):
        ax.imshow(image, cmap="gray", vmin=0, vmax=255)
        ax.axis("off")
    axes[0, label].set_title(f"label {label}", fontsize=10)
fig.suptitle("Three digits of each class")
plt.show()
low, high = digit_data.x_train.min(), digit_data.x_train.max()
print("images:", digit_data.x_train.shape, digit_data.x_train.dtype, "from", low, "to", high)
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
floored = digit_data.x_train[:5] // 255
show_row([*digit_data.x_train[:5], *floored], ["x / 255"] * 5 + ["x // 255"] * 5, "The same five digits", size=1.1)
print("you said:", my_guess, "| values left:", np.unique(digit_data.x_train[:500] // 255))

# %% [markdown]
# Only pixels of exactly 255 survive; all grey is gone, without any error message.
#
# **Three parts, three purposes.** As in Session 36: the network learns from the **training** part, you decide by the **validation** part,
# and the **test** part is opened once, at the end. MNIST comes in *two* parts, and it is tempting to validate on its test part.
#
# **Break it.** What does that cost? Imagine 50 networks that are all equally good: each gets exactly 90 % right in the long run. We
# "validate" them on 500 test images and keep the best.

# %% tags=["skip-execution"]
measured_scores = np.random.default_rng(0).binomial(500, 0.90, size=50) / 500
print(f"mean of the 50 test scores: {measured_scores.mean():.3f}, the best of them: {measured_scores.max():.3f}")

# %% [markdown]
# The best one promises four per cent more than it will ever keep, by nothing but luck. The mean would have been
# honest; the *choice* spoilt it. So the choice is made on validation images that are split off the training part, and the test part
# stays closed.
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
# In Keras the table of section 4 is a list of layers. Start with `keras.Input`, which says what one image looks like (without the
# batch axis); every other shape follows.
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
if isinstance(network, keras.Model):
    network.summary()
else:
    print("Solve 37.4 first, then run this cell again.")

# %% [markdown]
# Compare with your table of 37.2. `None` is the batch axis: any number of images. Keras made up the layer names.
#
# **Break it.** What does the network say to an image without its channel axis, or to one of another size?

# %% tags=["skip-execution"]
if isinstance(network, keras.Model):
    for shape in ((1, 28, 28), (28, 28, 1), (1, 32, 32, 1)):
        try:
            print(shape, "is accepted and gives", network(np.zeros(shape, dtype="float32")).shape)
        except (ValueError, tf.errors.InvalidArgumentError) as error:
            print(shape, "is refused:", str(error).split("\n")[0][:100], "…")
else:
    print("Solve 37.4 first, then run this cell again.")

# %% [markdown]
# A single image without its batch axis and an image of another size are refused: 32×32 would arrive at `flatten` as more than 1,600
# numbers, and the Dense layer has no weights for them. A missing *channel* axis is more treacherous: this version of Keras
# adds it silently, other functions and versions do not. Say it yourself.

# %% [markdown]
# ## 7 · Train it, test it once
#
# *20 minutes*
#
# The labels are whole numbers from 0 to 9 and the output is a softmax of ten, so the loss is the *sparse* categorical
# cross-entropy (one-hot rows would take the other one). An untrained network guesses: it gives each class about one tenth, so the loss
# is about ln 10 = 2.303, and naming one class every time gets about 10 % right. That is the baseline.
#
# On the full MNIST, with 60,000 images, this network reaches 98–99 % and a loss below 0.1 after five epochs. With fewer images the
# budget allows a few epochs more; expect a little less all the same.
#
# **Long steps first, short ones later.** In Session 36 you lowered the learning rate when the loss stood still. A *schedule* does
# it by plan. `CosineDecay(0.003, updates)` begins with a learning rate three times Adam's usual one and lets it shrink to nothing
# along half a cosine, over the given number of updates (batches). It takes the place of the number: `Adam(learning_rate=schedule)`.

# %% tags=["skip-execution"]
fig, ax = plt.subplots(figsize=(7, 2.6), layout="constrained")
updates = np.arange(201)
ax.plot(updates, [float(keras.optimizers.schedules.CosineDecay(0.003, 200)(n)) for n in updates], label="cosine decay")
ax.axhline(0.001, color=ORANGE, linestyle="--", label="Adam's default")
ax.set(title="A learning-rate schedule over 200 updates", xlabel="update", ylabel="learning rate", ylim=(0, None))
ax.legend(frameon=False)
plt.show()

# %% [markdown]
# Early on, when everything is wrong, the steps are long; at the end, when only details are left, they are short and the weights come
# to rest. When we tried it on 4,250 real digits, five epochs each, validation accuracy rose from 0.960 to 0.967 (means of four
# seeds). You may use it in the next exercise (updates = epochs × batches per epoch); it is not asked for.
#
# **Predict, then run** (after the exercise).

# %%
my_guess = "?"  # your test accuracy, for example "0.97"

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
epochs = course.budget["cnn_epochs"]
schedule = keras.optimizers.schedules.CosineDecay(0.003, epochs * -(-len(x_train) // 32))
optimizer = keras.optimizers.Adam(learning_rate=schedule)
cnn.compile(optimizer=optimizer, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
cnn_history = cnn.fit(x_train, y_train, validation_data=(x_val, y_val), epochs=epochs, batch_size=32, verbose=2)
test_loss, test_accuracy = cnn.evaluate(x_test, y_test, verbose=0)
### END SOLUTION

# %% check="37.5"
check("37.5")
### BEGIN HIDDEN TESTS
keras.utils.set_random_seed(375)
again = build_cnn()
again.compile("adam", cnn.loss, metrics=["accuracy"])
again.fit(x_train, y_train, epochs=course.budget["cnn_epochs"], verbose=0)
again_accuracy = again.evaluate(x_test, y_test, verbose=0)[1]
assert again_accuracy > 0.8, f"a new network from build_cnn(), trained again, reaches only {again_accuracy:.2f}"
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
# half an epoch earlier, and why validation can look *better* than training at the start. As long as the validation loss falls or
# stays level, so many epochs were not too many; section 9 looks closer.
#
# And what does the network say of a single image? Here are the two it is surest of and the two it is least sure of.

# %% tags=["skip-execution"]
if isinstance(cnn, keras.Model):
    probabilities = cnn.predict(x_val, verbose=0)  # (n, 10)
    by_sureness = np.argsort(probabilities.max(axis=1))
    fig, axes = plt.subplots(2, 4, figsize=(11, 4), height_ratios=(3, 2), layout="constrained")
    for (image_ax, bar_ax), i in zip(axes.T, by_sureness[[-1, -2, 1, 0]], strict=True):
        image_ax.imshow(x_val[i, :, :, 0], cmap="gray")
        image_ax.set(title=f"true: {y_val[i]}", xticks=[], yticks=[])
        bar_ax.bar(range(10), probabilities[i], color=BLUE)
        bar_ax.set(xlabel="class", ylabel="probability", ylim=(0, 1), xticks=range(10))
    fig.suptitle("Four validation images and the ten probabilities of each")
    plt.show()
else:
    print("Solve 37.5 first, then run this cell again.")

# %% [markdown]
# Ten numbers that add up to 1; the place of the largest is the prediction. Where two classes share the probability, a person would
# often hesitate between the same two.
#
# **Break it.** The network was trained on pixels from 0 to 1. What if someone forgets to scale new images, or scales them twice?

# %% tags=["skip-execution"]
if isinstance(cnn, keras.Model):
    for words, images in (("0…1", x_val), ("0…255, not scaled", x_val * 255), ("scaled twice", x_val / 255)):
        wrong_loss, wrong_accuracy = cnn.evaluate(images[:500], y_val[:500], verbose=0)
        print(f"{words:18}: accuracy {wrong_accuracy:.2f}, loss {wrong_loss:.2f}")
else:
    print("Solve 37.5 first, then run this cell again.")

# %% [markdown]
# No error in any case. Unscaled images make every number 255 times as large; the accuracy may survive, but the network is
# sure of everything, its mistakes included, and the loss shows it. Scaled twice, the images are almost black. Preparation belongs
# to the model: every image passes through the same one.
#
# **Break it.** Output and loss must agree. Softmax in the network *and* `from_logits=True` in the loss: Keras warns, and computes the
# loss as if there were no second softmax. Linear outputs *without* `from_logits=True` are worse: no warning, and scores are taken for
# probabilities.

# %% tags=["skip-execution"]
scores = np.array([[2.0, -1.0, 0.5]], dtype="float32")  # linear outputs for three classes; class 0 is true
for from_logits in (True, False):
    loss_of_scores = keras.losses.SparseCategoricalCrossentropy(from_logits=from_logits)(np.array([0]), scores)
    print(f"from_logits={from_logits}: loss {float(loss_of_scores):.3f}")

# %% [markdown]
# With `from_logits=True` the loss turns the scores into probabilities first and says 0.241. Without it the scores themselves are taken
# for probabilities, and the number has no meaning.

# %% [markdown]
# ## 8 · What has it learnt?
#
# *10 minutes*
#
# The 32 kernels of the first layer are 3×3 each: small enough to look at.

# %% tags=["skip-execution"]
if isinstance(cnn, keras.Model):
    kernels = cnn.get_weights()[0]  # (3, 3, 1, 32)
    fig, axes = plt.subplots(2, 16, figsize=(12, 2.3), layout="constrained")
    for k, ax in enumerate(axes.flat):
        shown = ax.imshow(kernels[:, :, 0, k], cmap="PuOr_r", vmin=-0.5, vmax=0.5)
        ax.axis("off")
    fig.colorbar(shown, ax=axes, label="weight")
    fig.suptitle("The 32 learned kernels of the first convolution")
    plt.show()
else:
    print("Solve 37.5 first, then run this cell again.")

# %% [markdown]
# Many are edge detectors of some direction, purple on one side and orange on the other; others answer to bright spots. Nobody put
# them there. Now watch one image pass through the layers.

# %% tags=["skip-execution"]
if isinstance(cnn, keras.Model):
    passing = x_val[:1]  # (1, 28, 28, 1)
    fig, axes = plt.subplots(5, 8, figsize=(9, 6.2), layout="constrained")
    for ax in axes.flat:
        ax.axis("off")
    axes[0, 0].imshow(passing[0, :, :, 0], cmap="gray")
    axes[0, 0].set_title("the image, 28×28×1", fontsize=9, loc="left")
    without_input = [layer for layer in cnn.layers if not isinstance(layer, layers.InputLayer)]
    for line, layer in zip(axes[1:], without_input, strict=False):
        passing = layer(passing)
        for channel, ax in enumerate(line):
            ax.imshow(np.asarray(passing)[0, :, :, channel], cmap="viridis")
        size = "×".join(map(str, passing.shape[1:]))
        line[0].set_title(f"after {layer.__class__.__name__}, {size}", fontsize=9, loc="left")
    fig.suptitle("One validation image and the first eight of its feature maps after each layer")
    plt.show()
else:
    print("Solve 37.5 first, then run this cell again.")

# %% [markdown]
# In the first rows you still recognise the digit: its strokes, and their left, right or upper sides. In the last row only 5×5
# coarse cells are left, and each map says "my feature, about here". The Dense layers read the digit off those. That is the
# hierarchy of section 1 at work. (A map that is dark all over found nothing in this image.)
#
# And where is the network wrong? The mistakes that deserve a look are the ones it was *surest* of. We look at the *validation* images:
# whoever studies the test mistakes and then improves the network has used the test part for a decision.

# %% tags=["skip-execution"]
if isinstance(cnn, keras.Model):
    outputs = cnn.predict(x_val, verbose=0)  # (n, 10)
    guesses, sureness = outputs.argmax(axis=1), outputs.max(axis=1)
    wrong = np.flatnonzero(guesses != y_val)
    surest = wrong[np.argsort(-sureness[wrong])][:8]
    words = [f"says {guesses[i]}, {sureness[i]:.0%}\ntrue: {y_val[i]}" for i in surest]
    if len(surest) > 1:
        show_row(
            x_val[surest, :, :, 0],
            words,
            f"The surest of the {len(wrong)} mistakes among {len(y_val):,} images",
            size=1.4,
        )
else:
    print("Solve 37.5 first, then run this cell again.")

# %% [markdown]
# Some of these would puzzle a person as well.
#
# **Predict, then run.** How sure is the network of a picture that is no digit at all, but pure noise?

# %%
my_guess = "?"  # its largest probability, on average: about 0.1, about 0.5 or more?

# %% tags=["skip-execution"]
if isinstance(cnn, keras.Model):
    noise = np.random.default_rng(0).random((200, 28, 28, 1)).astype("float32")
    of_noise = cnn.predict(noise, verbose=0)  # (200, 10)
    favourite = np.bincount(of_noise.argmax(axis=1), minlength=10)
    print(f"you said: {my_guess} | mean of its largest probability: {of_noise.max(axis=1).mean():.2f}")
    print(f"it calls {favourite.max()} of 200 noise pictures a {favourite.argmax()}")
else:
    print("Solve 37.5 first, then run this cell again.")

# %% [markdown]
# Ten probabilities must add up to 1, so there is no way to say "none of these". A network gives a class and a probability to
# *anything*; whether the question makes sense is for you to decide.

# %% [markdown]
# ## 9 · Too little, too much, too wild
#
# *15 minutes*
#
# Two curves tell most of what goes wrong in training. The **training loss** says how well the network does on what it
# learns from, the **validation loss** how well on what it has not seen. Four kinds of picture are worth knowing by heart:
#
# * **good fit**: both losses fall and level off, close together;
# * **underfitting**: both are still high at the end. The network has not learnt enough;
# * **overfitting**: the training loss goes on falling while the validation loss turns and rises. The network learns its training
#   images by heart;
# * **unstable**: the training loss jumps about and gets higher than at the start. Nothing is being learnt.
#
# **Predict, then run.** Which is which? Write your diagnosis of the four pictures down; exercise 37.9 comes back to them.

# %%
epochs_shown = np.arange(12)
shown_curves = [  # (training loss, validation loss) of four trainings, drawn by hand
    (2.30 - 0.035 * epochs_shown, 2.31 - 0.032 * epochs_shown),
    (2.30 * np.exp(-epochs_shown / 2.2) + 0.02, 0.75 * np.exp(-epochs_shown / 1.4) + 0.30 + 0.06 * epochs_shown),
    (2.30 * np.exp(-epochs_shown / 2.2) + 0.12, 2.10 * np.exp(-epochs_shown / 2.0) + 0.20),
    (2.30 + 1.6 * np.abs(np.sin(2.1 * epochs_shown)), 2.40 + 2.0 * np.abs(np.sin(2.1 * epochs_shown + 0.4))),
]

# %% tags=["skip-execution"]
fig, axes = plt.subplots(1, 4, figsize=(12, 3), layout="constrained")
for number, (ax, (training, validating)) in enumerate(zip(axes, shown_curves, strict=True), 1):
    best = int(np.argmin(validating)) + 1
    ax.plot(epochs_shown + 0.5, training, color=BLUE, label="training")
    ax.plot(epochs_shown + 1, validating, color=ORANGE, linestyle="--", label="validation")
    if best < len(epochs_shown):
        ax.axvspan(best, len(epochs_shown), color=GREY, alpha=0.15, label="past the best epoch")
    ax.set(title=f"training {number}", xlabel="epoch", ylabel="loss (nats)", ylim=(0, None))
axes[1].legend(frameon=False, fontsize=8)
fig.suptitle("Four trainings, four diagnoses")
plt.show()

# %%
my_four_letters = "?"  # from left to right: g(ood fit), u(nderfitting), o(verfitting), x (unstable), such as "guox"

# %% [markdown]
# What to do about each:
#
# | you see | try first | then |
# |---|---|---|
# | underfitting | train longer | more **capacity** (filters, units, layers), a higher learning rate |
# | overfitting | stop earlier | more data, augmentation (section 12), dropout (section 10), less capacity |
# | good fit | nothing; if it is not good enough, more capacity | more data |
# | unstable | a lower learning rate | check the scaling of the images, clip gradients |
#
# Capacity is what a network *could* represent. Too little of it underfits for ever, however long you train; the more there is, the
# sooner a network can learn its images by heart.
#
# Drawn curves are smooth. Here is a real one, with overfitting provoked: 100 images, and every fourth label wrong on purpose, so that
# nothing but learning by heart can get all of them "right".

# %% tags=["skip-execution"]
keras.utils.set_random_seed(course.seed)
overfit_network = build_cnn()
if isinstance(overfit_network, keras.Model):
    noisy_labels = y_train[:100].copy()
    noisy_labels[::4] = (noisy_labels[::4] + 1) % 10
    overfit_network.compile(keras.optimizers.Adam(0.003), "sparse_categorical_crossentropy", metrics=["accuracy"])
    some_validation = (x_val[:200], y_val[:200])
    overfit = overfit_network.fit(
        x_train[:100], noisy_labels, validation_data=some_validation, epochs=30, batch_size=32, verbose=0
    )
    plot_curves(overfit, "Overfitting on purpose: 100 images, 25 of them with a wrong label")
else:
    print("Solve 37.4 first, then run this cell again.")

# %% [markdown]
# The training loss goes down to almost nothing, wrong labels included. The validation loss turns and climbs: from there on the network
# learns what is true of these 100 images only. Compare with the validation *accuracy* on the right: it hardly suffers. The network is
# not wrong more often, it is *surer* each time it is wrong. That is why you watch the loss.
#
# **Predict, then run 37.6.** Suppose you train on fewer images than in 37.5, with right labels, for ten epochs.

# %%
my_guess = "?"  # after which of the ten epochs will the validation loss be lowest: "5", "8", "10"?

# %% [markdown]
# To see many epochs within a minute we use fewer images, the first `long_images` of the budget.

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
# **What counts:** `best_epoch` agrees with your own curve; the callback's settings; that the callback ended the training of
# `stopped_model`, unless twice as many epochs did; that `stopped_model` really has the weights of its best epoch (its loss on
# `x_val` is computed again).
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
    if hasattr(stopped_history, "history"):
        stopped_at = int(np.argmin(stopped_history.history["val_loss"])) + 1
        print(f"early stopping ended after {len(stopped_history.epoch)} epochs and went back to epoch {stopped_at}")
else:
    print("Solve 37.6 first, then run this cell again.")

# %% [markdown]
# The training loss goes on towards zero; the validation loss finds its lowest point, perhaps only near the end, and then wanders or
# rises. If the best epoch is the last one, you have not trained long enough to know. What lies to the right of the best
# epoch (shaded) costs time and buys nothing. With another seed it may be another epoch: with few validation images the
# curve is jagged, and that is why early stopping has *patience*.
#
# **Break it.** What if the callback watches the training loss?

# %% tags=["skip-execution"]
if hasattr(long_history, "history"):
    falling = long_history.history["loss"]
    rises = sum(after > before for before, after in zip(falling, falling[1:], strict=False))
    print(f"the training loss rose {rises} times in {len(falling)} epochs")
else:
    print("Solve 37.6 first, then run this cell again.")

# %% [markdown]
# It hardly ever rises, so a callback that watches it hardly ever stops, least of all when the network overfits.

# %% [markdown]
# ## 10 · Dropout
#
# *15 minutes*
#
# **Dropout** switches a random share of a layer's outputs off at every training step: `Dropout(0.5)` sets each of them to
# zero with probability one half, and doubles the others so that the sum stays the same on average. No unit can rely on one
# particular neighbour, so the network cannot learn its images by heart as easily. When the network *predicts*, dropout does
# nothing. It has no parameters and changes no shape.

# %% tags=["skip-execution"]
tiles = np.ones((1, 12, 12, 1), dtype="float32")
half = layers.Dropout(0.5, seed=course.seed)
pictures = [tiles, half(tiles, training=True), half(tiles, training=True), half(tiles, training=False)]
titles = ["what comes in: ones", "one training step", "the next step", "prediction"]
fig, axes = plt.subplots(1, 4, figsize=(11, 3), layout="constrained")
for ax, picture, words in zip(axes, pictures, titles, strict=True):
    shown = ax.imshow(np.asarray(picture)[0, :, :, 0], cmap="viridis", vmin=0, vmax=2)
    ax.set(title=words, xlabel="column", ylabel="row", xticks=[], yticks=[])
fig.colorbar(shown, ax=axes, label="value", shrink=0.8)
fig.suptitle("Dropout(0.5) on a feature map of ones")
plt.show()

# %% [markdown]
# In training about half of the values are 0 (dark) and the others 2 (bright), a different half at each step. In prediction all
# ones pass through.
#
# **Predict, then run.** The **generalisation gap** is the accuracy on the training images minus the accuracy on the
# validation images, both measured with `evaluate`, so without dropout.

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
# steps, with a loss that fits the labels, and validated on `x_val`; the gaps (computed again from your networks).
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
    fig, axes = plt.subplots(1, 2, figsize=(10, 3.6), sharey=True, layout="constrained")
    pairs = [("without dropout", plain_history, plain_gap), ("with dropout", dropout_history, dropout_gap)]
    for ax, (words, trained, gap) in zip(axes, pairs, strict=True):
        epochs = np.arange(1, len(trained.epoch) + 1)
        ax.plot(epochs - 0.5, trained.history["loss"], color=BLUE, label="training, as measured while training")
        ax.plot(epochs, trained.history["val_loss"], color=ORANGE, linestyle="--", label="validation")
        best = int(np.argmin(trained.history["val_loss"])) + 1
        if best < len(epochs):
            ax.axvspan(best, len(epochs), color=GREY, alpha=0.15, label="past the best epoch")
        ax.set(title=f"{words}: gap in accuracy {gap:+.3f}", xlabel="epoch", ylabel="loss (nats)", ylim=(0, None))
        ax.xaxis.get_major_locator().set_params(integer=True)
        ax.legend(frameon=False)
    fig.suptitle(f"The same {len(x_small):,} images, without and with dropout")
    plt.show()
    print("you said:", my_guess)
else:
    print("Solve 37.7 first, then run this cell again.")

# %% [markdown]
# Two things to notice. On the right the training loss lies *above* the validation loss for many epochs: no miracle, it was measured with
# part of the network switched off, and during the epoch. That is why the gap must not be read off these curves. And the network
# with dropout learns more slowly, so a fair comparison needs enough epochs. The gap itself is small on digits, a hundredth or a
# few, and with a few hundred images chance can even turn it round. Repeat with other seeds before you believe a difference of one
# per cent.

# %% [markdown]
# ## 11 · Fashion-MNIST
#
# *20 minutes*
#
# In 2017 Zalando Research published **Fashion-MNIST** as a replacement for MNIST in the very same format, 60,000 and 10,000
# grey images of 28×28, but with ten classes of clothing. It is harder: on the full set the network that reaches 98–99 % on digits lands
# somewhere between 85 and 92 %. Here, too, the next cell says what is in use.

# %%
fashion_data = fashion()
garment = image_splits(fashion_data, course.budget["fashion_images"])
x_fashion_train, y_fashion_train, x_fashion_val, y_fashion_val, x_fashion_test, y_fashion_test = garment.arrays
fashion_names = fashion_data.class_names
print(f"{len(x_fashion_train):,} to train on, {len(x_fashion_val):,} to validate, {len(x_fashion_test):,} to test")

# %% tags=["skip-execution"]
fig, axes = plt.subplots(3, 10, figsize=(10.5, 3.8), layout="constrained")
for label, name in enumerate(fashion_names):
    for ax, image in zip(axes[:, label], x_fashion_train[y_fashion_train == label], strict=False):
        ax.imshow(image[:, :, 0], cmap="gray", vmin=0, vmax=1)
    axes[0, label].set_title(f"{label}: {name}", fontsize=8)
for ax in axes.flat:
    ax.axis("off")
fig.suptitle("Three garments of each class")
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
# is right stands on the diagonal. A row's share on the diagonal is that class's accuracy (its *recall*). A small example with three
# classes:

# %% tags=["skip-execution"]
true_classes, said_classes = [0, 0, 0, 1, 1, 2, 2, 2], [0, 0, 1, 1, 1, 2, 0, 2]
small_confusion = np.zeros((3, 3), dtype=int)
for true_class, said_class in zip(true_classes, said_classes, strict=True):
    small_confusion[true_class, said_class] += 1
print(small_confusion)

# %% [markdown]
# First row: of three images of class 0, two were recognised and one was taken for class 1. Class 0's accuracy is 2/3.
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
# **What counts:** accuracy on garments that nobody has seen; that the network was validated on `x_fashion_val`; the matrix
# (computed again from your network); that the other answers follow from it.
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
if hasattr(fashion_history, "history"):
    plot_curves(fashion_history, f"{len(x_fashion_train):,} garments, {len(fashion_history.epoch)} epochs")
else:
    print("Solve 37.8 first, then run this cell again.")

# %% [markdown]
# Compare with the digits: the losses level off much higher, and the gap between training and validation opens sooner. Which of the
# four diagnoses fits?

# %% tags=["skip-execution"]
if isinstance(confusion, np.ndarray):
    fig, ax = plt.subplots(figsize=(7.4, 5.8), layout="constrained")
    shown = ax.imshow(confusion, cmap="cividis")
    for (i, j), number in np.ndenumerate(confusion):
        colour = "white" if number < confusion.max() / 2 else "black"
        ax.text(j, i, number or "", ha="center", va="center", color=colour, fontsize=8)
    ax.set(title="Confusion matrix of the garments", xlabel="predicted class", ylabel="true class, and its accuracy")
    ax.set_xticks(range(10), fashion_names, rotation=60, ha="right")
    ax.set_yticks(
        range(10), [f"{name}  {share:.0%}" for name, share in zip(fashion_names, class_accuracy, strict=True)]
    )
    fig.colorbar(shown, label="test images")
    plt.show()
    worst = fashion_names[int(np.argmin(class_accuracy))]
    print(f"test accuracy {fashion_test_accuracy:.3f}; naming one class every time would get {1 / 10:.3f}")
    print(f"you said: {my_guess} | worst: {worst} | most confused: {' taken for '.join(most_confused)}")
else:
    print("Solve 37.8 first, then run this cell again.")

# %% [markdown]
# Read it row by row: how often was a true shirt taken for something else? The confusions gather among the garments that share
# an outline. One overall accuracy hides that some classes are recognised nearly always and one or two far less often.
#
# And again the mistakes the network was *surest* of, from the validation part.

# %% tags=["skip-execution"]
if isinstance(confusion, np.ndarray):
    outputs = fashion_model.predict(x_fashion_val, verbose=0)  # (n, 10)
    guesses, sureness = outputs.argmax(axis=1), outputs.max(axis=1)
    wrong = np.flatnonzero(guesses != y_fashion_val)
    surest = wrong[np.argsort(-sureness[wrong])][:8]
    pairs = [(fashion_names[guesses[i]], fashion_names[y_fashion_val[i]], sureness[i]) for i in surest]
    words = [f"says {said}, {sure:.0%}\ntrue: {true}" for said, true, sure in pairs]
    if len(surest) > 1:
        show_row(x_fashion_val[surest, :, :, 0], words, "Most confidently wrong", size=1.7, vmin=0, vmax=1)
else:
    print("Solve 37.8 first, then run this cell again.")

# %% [markdown]
# Would you have known? Some of these are hard for anyone, and in real data a few are labelled in a way you would not agree with. A
# softmax of 99 % is a number the network computed, not a promise: networks are often surer than they should be.

# %% [markdown]
# ## 12 · Diagnose, and augment
#
# *20 minutes*
#
# **Augmentation** is the cheapest way to more data: change each training image a little, at random, in ways that do not change
# what it shows. A digit shifted by two pixels is the same digit. But know your labels: which changes keep them *true*?

# %% tags=["skip-execution"]
keras.utils.set_random_seed(course.seed)
changes = {
    "as it is": lambda images: images,
    "shifted": lambda images: layers.RandomTranslation(0.15, 0.15, fill_mode="constant")(images, training=True),
    "turned a little": lambda images: layers.RandomRotation(0.08, fill_mode="constant")(images, training=True),
    "zoomed": lambda images: layers.RandomZoom(0.25, fill_mode="constant")(images, training=True),
    "mirrored": lambda images: images[:, :, ::-1],
    "turned by 180°": lambda images: images[:, ::-1, ::-1],
}
fig, axes = plt.subplots(2, 6, figsize=(11, 4.2), layout="constrained")
for line, digit in zip(axes, (6, 2), strict=True):
    for ax, (words, change) in zip(line, changes.items(), strict=True):
        ax.imshow(np.asarray(change(x_train[y_train == digit][:1]))[0, :, :, 0], cmap="gray", vmin=0, vmax=1)
        breaks = words in ("mirrored", "turned by 180°")
        ax.set_title(
            f"{words}:\nno longer a {digit}" if breaks else words, color=RED if breaks else "black", fontsize=10
        )
        ax.set(xticks=[], yticks=[])
    line[0].set(ylabel=f"label {digit}")
fig.suptitle("Four changes that keep the label true, and two that break it")
plt.show()

# %% [markdown]
# The 6 turned by 180° reads as a 9 but is still labelled 6, and teaches the network that nines are sixes. Mirroring is harmless for a
# pullover, ruins a 2, and turns a left shoe into a right one. So choose augmentation for each problem anew.
#
# **Predict, then run.** Your network of 37.5 has never seen a mirrored digit. On mirrored images, which digits does it still recognise?

# %%
my_guess = "?"  # such as "1 and 5"

# %% tags=["skip-execution"]
if isinstance(cnn, keras.Model):
    mirrored_guesses = cnn.predict(x_val[:, :, ::-1], verbose=0).argmax(axis=1)
    plain_guesses = cnn.predict(x_val, verbose=0).argmax(axis=1)
    fig, ax = plt.subplots(figsize=(8, 3), layout="constrained")
    for words, said, colour, offset in (
        ("as they are", plain_guesses, BLUE, -0.2),
        ("mirrored", mirrored_guesses, ORANGE, 0.2),
    ):
        shares = [np.mean(said[y_val == digit] == digit) for digit in range(10)]
        ax.bar(np.arange(10) + offset, shares, width=0.4, color=colour, label=words)
    ax.set(title="Validation digits, as they are and mirrored", xlabel="true digit", ylabel="share recognised")
    ax.set_xticks(range(10))
    ax.legend(frameon=False, ncols=2, loc="upper center", bbox_to_anchor=(0.5, -0.22))
    plt.show()
    print("you said:", my_guess, f"| recognised when mirrored: {np.mean(mirrored_guesses == y_val):.0%} of all")
else:
    print("Solve 37.5 first, then run this cell again.")

# %% [markdown]
# Only digits that look alike from both sides survive. Someone who adds `RandomFlip` to a digit reader asks it to learn all these
# orange bars as well, at the cost of the blue ones.
#
# **Augment training data only.** The validation images stand for the world as it is; if they change at every pass, two
# evaluations of the same network disagree. Keras's random layers know the difference: called with `training=True` they change
# their input, with `training=False` they do nothing.
#
# For batches that are made while training runs there is **`tf.data`**: `Dataset.from_tensor_slices((x, y))` hands out one pair
# after the other, `.shuffle(n)` mixes them anew at every pass, `.batch(32)` stacks them, and `.map(function)` changes each batch.
#
# **Break it.** A tempting way to split: shuffle the data set, `take` the first part for validation and `skip` it for training.

# %% tags=["skip-execution"]
all_numbers = tf.data.Dataset.range(100).shuffle(100, seed=course.seed)
validation_part, training_part = all_numbers.take(20), all_numbers.skip(20)
trained_on = {int(number) for number in training_part}
leaked = sum(int(number) in trained_on for number in validation_part)
print(f"{leaked} of the 20 numbers for validation had been trained on")

# %% [markdown]
# `shuffle` mixes anew at every pass, so "the first twenty" are others each time, and most of them have been trained on. Split
# arrays first, then make data sets of the parts.
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
#   `validation_set`: the same of `x_val`, `y_val`, neither shuffled nor augmented.
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
if isinstance(augment, keras.layers.Layer):
    originals = x_train[:6]
    fig, axes = plt.subplots(4, 6, figsize=(6.8, 4.9), layout="constrained")
    for number, line in enumerate(axes):
        images = np.asarray(augment(originals, training=True)) if number else originals
        for ax, image in zip(line, images, strict=True):
            ax.imshow(image[:, :, 0], cmap="gray", vmin=0, vmax=1)
            ax.set(xticks=[], yticks=[])
        line[0].set_ylabel(f"pass {number}" if number else "original")
    fig.suptitle("Six training images and three passes of your augmentation")
    plt.show()
    print("in section 9 you said:", my_four_letters, "| your rule says:", diagnoses)
else:
    print("Solve 37.9 first, then run this cell again.")

# %% [markdown]
# Every row shows the same six digits and every row differs. If you cannot read one of them, neither can the network: turn the
# factors down.
#
# **Which treatment helps?** You have four by now. On the few images of section 10, where overfitting is the danger, we compare
# nothing at all, dropout, augmentation, and less capacity (4 and 8 filters instead of 32 and 64, and 16 units). Augmentation comes
# in as the first *layer* of its network: Keras switches it on in `fit` and off in `evaluate` by itself. All four get the same images
# and three times the epochs of 37.7. It takes about ten seconds.

# %% tags=["skip-execution"]
if isinstance(augment, keras.Model) and isinstance(build_dropout_cnn(), keras.Model):
    smaller = [keras.Input((28, 28, 1)), layers.Conv2D(4, 3, activation="relu"), layers.MaxPooling2D()]
    smaller += [layers.Conv2D(8, 3, activation="relu"), layers.MaxPooling2D(), layers.Flatten()]
    smaller += [layers.Dense(16, activation="relu"), layers.Dense(10, activation="softmax")]
    keras.utils.set_random_seed(course.seed)
    treated = {
        "nothing": build_cnn(),
        "dropout": build_dropout_cnn(),
        "augmentation": keras.Sequential([keras.Input((28, 28, 1)), augment, build_cnn()]),
        "less capacity": keras.Sequential(smaller),
    }
    for name, model in treated.items():
        model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
        model.fit(x_small, y_small, epochs=3 * course.budget["gap_epochs"], batch_size=32, verbose=0)
        print("trained:", name)
else:
    treated = {}
    print("Solve 37.4, 37.7 and 37.9 first, then run this cell again.")

# %% tags=["skip-execution"]
if treated:
    fig, ax = plt.subplots(figsize=(8, 3.2), layout="constrained")
    parts = (("training", x_small, y_small, BLUE, -0.2), ("validation", x_val, y_val, ORANGE, 0.2))
    for part, images, labels_of_part, colour, offset in parts:
        reached = [model.evaluate(images, labels_of_part, verbose=0)[1] for model in treated.values()]
        bars = ax.barh(np.arange(4) + offset, reached, height=0.4, color=colour, label=part)
        ax.bar_label(bars, [f"{share:.3f}" for share in reached], padding=3)
    ax.set(title="Four treatments, the same images and epochs", xlabel="accuracy", ylabel="treatment", xlim=(0, 1.15))
    ax.set_yticks(range(4), list(treated))
    ax.invert_yaxis()
    ax.legend(frameon=False, loc="center left", bbox_to_anchor=(1, 0.5))
    plt.show()

# %% [markdown]
# Look at the *orange* bars first, and then at the distance between blue and orange. With "nothing" the blue bar is at the end of
# its scale: on these images there is nothing left to learn. When we ran it, augmentation raised the validation accuracy from 0.96 to 0.97 on
# the embedded digits and from 0.92 to 0.95 on real ones, dropout to 0.98 and 0.93. Less capacity made both bars shorter: a step
# towards underfitting. A small gap is not the goal; a high validation score is. And a difference of one per cent
# may be luck.

# %% [markdown]
# ## 13 · Searching for hyperparameters
#
# *20 minutes*
#
# Learning rate, filters, dropout: none of them is learnt by gradient descent. You try values, look at the *validation* score,
# and keep the best. Three ways to choose what to try:
#
# * **grid search** tries every combination of a few values. Simple, but a parameter that does not matter eats half of the effort: four
#   trials on a 2×2 grid see only two learning rates;
# * **random search** draws every trial anew from the whole range: four trials see four learning rates;
# * **probabilistic search** learns from the trials so far. The **TPE** (tree-structured Parzen estimator) of the library
#   **Optuna** models where good and bad trials lie and draws the next one where good ones are likely. It needs a few random
#   trials to start from.
#
# Rates differ by factors, not by steps, so they are drawn on a logarithmic scale. To compare the ways honestly, each gets the same
# **budget** (number of trials), the same **space**, the same **objective**.
#
# How Optuna works: you write a function that gets a `trial`, asks it for values, and returns a score. A *study* calls it again
# and again. Here it looks for the lowest point of a parabola, which we know to be at 2:

# %% tags=["skip-execution"]
optuna.logging.set_verbosity(optuna.logging.WARNING)


def parabola(trial):
    """A score to make small: (x - 2)², for an x that the study chooses."""
    return (trial.suggest_float("x", -10, 10) - 2) ** 2


parabola_study = optuna.create_study(direction="minimize", sampler=optuna.samplers.TPESampler(seed=course.seed))
parabola_study.optimize(parabola, n_trials=40)
print(
    "best x of 40 trials:",
    round(parabola_study.best_params["x"], 2),
    "| its score:",
    round(parabola_study.best_value, 3),
)

# %% [markdown]
# Now for a network: a small one that trains in a second or so, and the space to search.

# %%
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


print(f"the same budget for each search: {TRIALS} trials; the grid: {GRID}")

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
    fig, (surface, progress_ax) = plt.subplots(1, 2, figsize=(11, 4), layout="constrained")
    marks = {"grid": ("s", BLUE, "-"), "random": ("o", ORANGE, "--"), "tpe": ("^", GREEN, "-.")}
    for name, study in studies.items():
        mark, colour, style = marks[name]
        tried = np.array([(t.params["learning_rate"], t.params["filters"], t.value) for t in study.trials])
        shown = surface.scatter(
            tried[:, 0], tried[:, 1], c=tried[:, 2], marker=mark, s=130, cmap="cividis", vmin=0, vmax=1,
            edgecolor=colour, linewidth=2, label=name,
        )  # fmt: skip
        number = np.arange(1, len(tried) + 1)
        progress_ax.plot(number, np.maximum.accumulate(tried[:, 2]), style, marker=mark, color=colour, label=name)
    surface.set(title="Where each search looked", xlabel="learning rate", ylabel="filters", xscale="log", yscale="log")
    surface.set_yticks([4, 8, 16], ["4", "8", "16"])
    surface.yaxis.set_minor_formatter(plt.NullFormatter())
    fig.colorbar(shown, ax=surface, label="validation accuracy")
    progress_ax.set(title="Best so far", xlabel="trial", ylabel="validation accuracy", ylim=(0, 1))
    progress_ax.xaxis.get_major_locator().set_params(integer=True)
    progress_ax.legend(frameon=False, loc="lower right")
    plt.show()
    print("you said:", my_guess, "| best:", {name: round(study.best_value, 3) for name, study in studies.items()})
else:
    print("Solve 37.10 first, then run this cell again.")

# %% [markdown]
# On the left the grid's squares stand in columns: it tried each learning rate twice. The others spread out. The brightness is the
# score: it changes much more from left to right than from bottom to top, so the learning rate matters far more than the filters here.
# On the right each line can only rise. Which search wins with so few trials is luck; over many repetitions random search beats
# the grid when only some parameters matter (Bergstra and Bengio, 2012), and TPE pays off with dozens of trials.
#
# And mind what the score is: the best of many trials on one validation part is flattering, because luck was selected too, as with the 50
# networks of section 5. That is what the test part is kept for.

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
# **Can you explain it?** Say each in a sentence of your own, then open the answers.
#
# 1. Why does a 28×28 image leave a valid 3×3 convolution as 26×26, and a second pooling turn 11×11 into 5×5?
# 2. Where do the 18,496 parameters of the second convolution come from?
# 3. Why does the first convolution have the same 320 parameters on an image of 224×224?
# 4. The training loss is 0.01, the validation loss was 0.20 and is 0.35 now. What do you see, and what do you do?
# 5. Why may a network be trained on mirrored pullovers, but not on mirrored digits?
#
# <details><summary>Answers</summary>
#
# 1. Three columns fit into 28 at 28 − 3 + 1 = 26 places. Windows of 2 fit into 11 five times, and the last row and column are dropped.
# 2. Each of 64 filters has a 3×3 table for each of 32 input channels, and a bias: 3 · 3 · 32 · 64 + 64.
# 3. A kernel is shared by all places, so its size counts, not the image's: 3 · 3 · 1 · 32 + 32.
# 4. Overfitting. Take back the weights of the best epoch; then more data, augmentation, dropout or less capacity.
# 5. A mirrored pullover is a pullover; a mirrored 2 is no 2, and its label would be false.
# </details>
#
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
# These networks learnt to see from nothing, and a few lines were enough for 28×28 grey pixels. For colour photographs the same
# recipe needs far more data than you have. In Session 38 you take a network that has already seen a million photographs, keep what it
# knows about edges, textures and parts, and teach it only your own classes.
