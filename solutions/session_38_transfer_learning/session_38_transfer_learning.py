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
# # Session 38 · Transfer learning with MobileNetV2
#
# << colab_badge >>
#
# In Session 37 your networks learnt to see from nothing. Here you take a network that has already learnt to see, keep what it knows, and
# teach it five flowers with a few hundred photos. Then you adapt it further, compare it with other networks, run it on a folder of
# your own pictures, and save it so that somebody else can use it.
#
# **You will be able to**
#
# 1. load a pre-trained network without its top, freeze it, and prepare photos the way it expects;
# 2. put a head on it, train that, and measure what transfer is worth against training from scratch;
# 3. decide from the size and the similarity of your data what to freeze and what to train;
# 4. fine-tune without ruining what was learnt, and prove that BatchNorm kept still;
# 5. audit a folder of photos, save and reload a model, and measure its size and its speed.
#
# **What you need to know:** Session 37: convolutions, shapes, learning curves, train/validation/test.
#
# **How it works.** Read, *predict*, then run. Each exercise has a cell for your code and a cell that checks it. `...` and
# `# YOUR CODE HERE` mark what you replace; give every name its value *below* the line that sets it to `...`. Checking is free: run
# it as often as you like. The exercises bring 100 points in all; `progress()` shows how far you are.
#
# The minutes at each section are for reading and solving, about three hours in all. The computing takes about two minutes altogether
# on two CPU cores with the embedded data, and about five with real photographs.

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
import hashlib
import tempfile
import time
from pathlib import Path

import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from keras import layers
from PIL import Image
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from autograder import check, progress, start
from autograder.data import base, flowers, own_folder, practice_folder

course = start("38")
keras.utils.set_random_seed(course.seed)  # Python, NumPy and TensorFlow all draw from this seed now
tf.get_logger().setLevel("ERROR")  # we build many small models on purpose; TensorFlow would remark on it each time

# %% [markdown]
# Two things come from outside: photos, and a network that somebody trained before us. Online they are TensorFlow's `flower_photos` and
# MobileNetV2 with the weights it learnt on ImageNet, 1.28 million photographs in 1,000 classes. Without a network both are stand-ins
# made for this course: drawn flowers, and a smaller MobileNetV2 that learnt on 45 kinds of other drawn things, from bricks to
# butterflies, and has never met a flower. The next cell says which pair you have. Every cell below runs with either.

# %%
photos = flowers()
mobile = base()
IMAGE_SIZE, ALPHA, WEIGHTS = mobile.image_size, mobile.alpha, mobile.weights
CLASSES = len(photos.class_names)
BLUE, ORANGE, GREEN, RED, PURPLE, GREY = "#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#777777"
plt.rcParams.update(
    {
        "figure.dpi": 72,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.prop_cycle": plt.cycler(color=[BLUE, ORANGE, GREEN, RED, PURPLE, GREY]),
    }
)


def show_photos(images, titles, title, columns=5):
    """Photos, each (height, width, 3) of 0…255, in rows, with a title each."""
    rows = -(-len(images) // columns)
    fig, axes = plt.subplots(
        rows, columns, figsize=(1.9 * columns, 2.1 * rows + 0.4), layout="constrained", squeeze=False
    )
    for ax in axes.flat:
        ax.set_axis_off()
    for ax, image, words in zip(axes.flat, images, titles, strict=False):
        ax.imshow(np.clip(image, 0, 255).astype("uint8"))
        ax.set_title(words, fontsize=9)
    fig.suptitle(title)
    plt.show()


# %% tags=["skip-execution"]
first_of_each = [np.flatnonzero(photos.y_train == label)[:2] for label in range(CLASSES)]
chosen = np.array(first_of_each).T.ravel()
show_photos(photos.x_train[chosen], [photos.class_names[photos.y_train[i]] for i in chosen], "Two photos of each class")

# %% [markdown]
# Colour, size, light and background vary within every class; what stays is the shape of the flower. That is what a network has to
# find, and with a few hundred photos it is not easy to find from nothing.

# %% [markdown]
# ## 1 · Don't start from scratch
#
# *10 minutes*
#
# The first layers of a network that sees learn edges, colours and textures; the next ones corners, stripes and blobs; the last ones
# whole parts. The early ones hardly depend on the task: edges are edges on flowers, cars and X-rays. **Transfer learning** keeps the
# layers that somebody has trained on a large task and trains only what is new.
#
# | It helps most when … | It helps less when … |
# |---|---|
# | you have few labelled examples | you have plenty of your own data |
# | your pictures resemble the ones it was trained on | they are of another kind altogether (sonar, spectrograms) |
# | you have little computing time | you can train for days |
#
# **MobileNetV2** (Sandler et al., 2018) is such a network, made small enough for telephones: 3.5 million parameters with its top, 72 %
# of ImageNet's validation photos right at the first guess and 91 % within five. Three ideas make it small.
#
# * **Depthwise separable convolution.** An ordinary 3×3 convolution from 144 to 144 channels has 3·3·144·144 = 186,624 weights. First a
#   3×3 kernel for each channel alone (3·3·144 = 1,296), then a 1×1 convolution that mixes channels (144·144 = 20,736): 22,032, about
#   an eighth.
# * **Inverted residual.** A block takes few channels, widens them sixfold by a 1×1 convolution, filters them depthwise, and narrows
#   them again. A shortcut adds the block's input to its output where the shapes agree.
# * **Linear bottleneck.** The narrow end has no activation: a ReLU there would throw away half of the little that is left.

# %% tags=["skip-execution"]
fig, ax = plt.subplots(figsize=(11, 3.2), layout="constrained")
steps = [("input\n24 channels", 24, GREY), ("1×1 conv, ReLU6\nwiden ×6", 144, BLUE), ("3×3 depthwise, ReLU6\neach channel alone", 144, ORANGE),
         ("1×1 conv, linear\nnarrow again", 24, GREEN), ("+ input\n24 channels", 24, GREY)]  # fmt: skip
for place, (words, channels, colour) in enumerate(steps):
    ax.bar(place, channels, width=0.5, bottom=-channels / 2, color=colour)
    ax.text(place, 84, words, ha="center", va="bottom", fontsize=9)
    ax.text(place, 0, channels, ha="center", va="center", color="white" if colour != ORANGE else "black")
ax.annotate(
    "",
    xy=(4, -20),
    xytext=(0, -20),
    arrowprops={"arrowstyle": "->", "connectionstyle": "arc3,rad=0.25", "color": RED, "lw": 2},
)
ax.text(2.5, -96, "shortcut", color=RED, ha="center")
ax.set(
    title="An inverted residual block: narrow, wide, narrow",
    xlabel="step",
    ylabel="channels (height of a bar)",
    ylim=(-125, 125),
    xticks=[],
    yticks=[],
)
plt.show()

# %% [markdown]
# The height of a bar is the number of channels. Ordinary residual blocks are wide at both ends and narrow inside; this one is the
# other way round, which is why it is called inverted. The shortcut joins the two narrow ends.

# %% [markdown]
# ## 2 · Prepare the photos
#
# *15 minutes*
#
# A pre-trained network expects its pictures exactly as it met them in training: one size, one range. Each family has its own
# `preprocess_input`, and they differ.
#
# | family | what `preprocess_input` does | range afterwards |
# |---|---|---|
# | MobileNetV2, InceptionV3 | pixel / 127.5 − 1 | −1…1 |
# | VGG16, VGG19, ResNet50, ResNet101 | red and blue exchanged, a mean taken away from each channel | about −124…151 |
# | EfficientNetB0 | nothing: the network scales by itself | 0…255 |
# | DenseNet121 | pixel / 255, then standardised with ImageNet's mean and deviation | about −2.1…2.6 |

# %% tags=["skip-execution"]
some = photos.x_train[:8].astype("float32")
for family in ("mobilenet_v2", "resnet50", "efficientnet", "densenet"):
    said = getattr(keras.applications, family).preprocess_input(some.copy())
    print(f"{family:13} {said.min():8.2f} … {said.max():.2f}")

# %% [markdown]
# The most common slip is to prepare twice: divide by 255 because one always does, and then call `preprocess_input` as well.
#
# **Predict, then run.** Pixels of 0…255 are divided by 255, then `mobilenet_v2.preprocess_input` is applied. In which range do they end?

# %%
my_guess = "?"  # for example "-1 to 1"

# %% tags=["skip-execution"]
twice = keras.applications.mobilenet_v2.preprocess_input(some / 255)
print(f"you said: {my_guess} | {twice.min():.3f} … {twice.max():.3f}")

# %% [markdown]
# Everything lies between −1 and −0.99: to the network each photo is one and the same black picture. There is no error message, only an
# accuracy that never leaves the ground. Always look at the smallest and the largest value.
#
# << heading("38.1") >>
#
# * `prepare(images, size)`: photos `(n, height, width, 3)` of 0…255, of any size, become `float32` `(n, size, size, 3)` from −1 to 1,
#   as MobileNetV2 expects them: resized, then prepared once;
# * `one_hot(labels, classes)`: whole numbers `(n,)` become rows of zeros with a single one, `float32` `(n, classes)`;
# * `x_train`, `y_train`, `x_val`, `y_val`, `x_test`, `y_test`: the three parts of `photos`, prepared at `IMAGE_SIZE`, with one-hot labels;
# * `family_ranges`: a dictionary from each name to one of the texts `"-1…1"`, `"0…255"`, `"about -124…151"`, `"about -2.1…2.6"`, for
#   `"MobileNetV2"`, `"ResNet50"`, `"VGG16"`, `"EfficientNetB0"`, `"InceptionV3"` and `"DenseNet121"`.
#
# **What counts:** shape, dtype and range, also for photos that are not square; every photo with its own label; the ranges of the families.
#
# <details><summary>Hint 1 · concept</summary>
#
# Resize first, while the numbers are still pixels. Then let the family's own function do all of the scaling.
# </details>
# <details><summary>Hint 2 · API</summary>
#
# `tf.image.resize(images, (height, width))` gives float32; `keras.applications.mobilenet_v2.preprocess_input(x)`;
# `keras.utils.to_categorical(labels, classes)`; a tensor becomes an array with `.numpy()`.
# </details>
# <details><summary>Hint 3 · skeleton</summary>
#
# ```python
# def prepare(images, size):
#     resized = tf.image.resize(images, (..., ...))
#     return keras.applications.mobilenet_v2.preprocess_input(resized.numpy())
# ```
# </details>


# %% solution="38.1"
def prepare(images, size):
    """Photos (n, height, width, 3) of 0…255 as MobileNetV2 takes them: float32 (n, size, size, 3), from -1 to 1."""
    ### BEGIN SOLUTION
    resized = tf.image.resize(images, (size, size)).numpy()  # (n, size, size, 3), float32
    return keras.applications.mobilenet_v2.preprocess_input(resized)
    ### END SOLUTION


def one_hot(labels, classes):
    """Whole numbers (n,) as rows with a single one: float32 (n, classes)."""
    ### BEGIN SOLUTION
    return keras.utils.to_categorical(labels, classes).astype("float32")
    ### END SOLUTION


x_train = y_train = x_val = y_val = x_test = y_test = family_ranges = ...

### BEGIN SOLUTION
x_train, y_train = prepare(photos.x_train, IMAGE_SIZE), one_hot(photos.y_train, CLASSES)
x_val, y_val = prepare(photos.x_val, IMAGE_SIZE), one_hot(photos.y_val, CLASSES)
x_test, y_test = prepare(photos.x_test, IMAGE_SIZE), one_hot(photos.y_test, CLASSES)
family_ranges = {
    "MobileNetV2": "-1…1",
    "ResNet50": "about -124…151",
    "VGG16": "about -124…151",
    "EfficientNetB0": "0…255",
    "InceptionV3": "-1…1",
    "DenseNet121": "about -2.1…2.6",
}
### END SOLUTION

# %% check="38.1"
check("38.1")
### BEGIN HIDDEN TESTS
check("38.1", seed=381)
### END HIDDEN TESTS

# %% [markdown]
# From here on everyone works with the course's own preparation, so that a slip above costs nothing below.


# %%
def ready(images, size=IMAGE_SIZE):
    """Photos of 0…255 as MobileNetV2 takes them."""
    return tf.image.resize(images, (size, size)).numpy() / np.float32(127.5) - 1  # (n, size, size, 3)


x_train, x_val, x_test = ready(photos.x_train), ready(photos.x_val), ready(photos.x_test)
y_train, y_val, y_test = (
    keras.utils.to_categorical(labels, CLASSES) for labels in (photos.y_train, photos.y_val, photos.y_test)
)
print(f"{len(x_train)} photos to train on, {len(x_val)} to validate, {len(x_test)} to test, {x_train.shape[1:]} each")

# %% [markdown]
# ## 3 · The base
#
# *15 minutes*
#
# `keras.applications.MobileNetV2` builds the network; its arguments say what you get.
#
# * `input_shape=(height, width, 3)`. A convolution does not mind the size of a picture, so a base can be used at another size than it
#   was trained at, within reason.
# * `alpha` is the width: 0.35 means about a third of the channels in every layer.
# * `include_top=False` leaves out the last layer, which names ImageNet's thousand classes. We do not want those.
# * `weights`: `"imagenet"` (downloads them), a path to a file of weights, or `None` for random ones.
#
# What remains turns a photo into a small map of 1,280 numbers at each place: the **features**. The sides shrink by 32, so 224×224
# gives 7×7 and 96×96 gives 3×3.
#
# **Frozen** means that training leaves the weights alone: `base.trainable = False` before `compile`. Every layer inside is frozen
# with it. A frozen network has weights, but no *trainable* weights.
#
# << heading("38.2") >>
#
# * `load_base()`: returns a new MobileNetV2 for photos of `IMAGE_SIZE`, of width `ALPHA`, without its top, with the weights in `WEIGHTS`,
#   frozen;
# * `base_model`: one such base;
# * `feature_shape`: the shape of what it makes of one photo, a tuple of three numbers, without the batch axis;
# * `base_parameters`: how many parameters it has, trainable or not;
# * `trainable_tensors`: how many trainable weight tensors it has now.
#
# **What counts:** the right network with the right weights; nothing in it can be trained; the three numbers.
#
# <details><summary>Hint 1 · concept</summary>
#
# Four arguments, then one attribute. The numbers are read off the base, not worked out.
# </details>
# <details><summary>Hint 2 · API</summary>
#
# `keras.applications.MobileNetV2(input_shape=…, alpha=…, include_top=…, weights=…)`, `.trainable`, `.output_shape`,
# `.count_params()`, `.trainable_weights`.
# </details>
# <details><summary>Hint 3 · skeleton</summary>
#
# ```python
# def load_base():
#     network = keras.applications.MobileNetV2(input_shape=(IMAGE_SIZE, IMAGE_SIZE, 3), alpha=..., include_top=..., weights=...)
#     network.trainable = ...
#     return network
# ```
# </details>


# %% solution="38.2"
def load_base():
    """A new frozen MobileNetV2 without its top, with the pre-trained weights."""
    ### BEGIN SOLUTION
    network = keras.applications.MobileNetV2(
        input_shape=(IMAGE_SIZE, IMAGE_SIZE, 3), alpha=ALPHA, include_top=False, weights=WEIGHTS
    )
    network.trainable = False
    return network
    ### END SOLUTION


base_model = feature_shape = base_parameters = trainable_tensors = ...

### BEGIN SOLUTION
base_model = load_base()
feature_shape = base_model.output_shape[1:]
base_parameters = base_model.count_params()
trainable_tensors = len(base_model.trainable_weights)
### END SOLUTION

# %% check="38.2"
check("38.2")
### BEGIN HIDDEN TESTS
check("38.2", seed=382)
### END HIDDEN TESTS

# %% [markdown]
# What does the base see? Its first layer holds 3×3 filters on the three colours; what they make of a photo is a stack of maps.

# %% tags=["skip-execution"]
if isinstance(base_model, keras.Model):
    names = ("Conv1_relu", "block_3_expand_relu", "block_13_expand_relu")
    eyes = keras.Model(base_model.input, [base_model.get_layer(name).output for name in names])
    seen = [np.asarray(maps)[0] for maps in eyes(x_val[:1])]
    fig, axes = plt.subplots(3, 7, figsize=(11, 5), layout="constrained")
    for row, maps, name in zip(axes, seen, names, strict=True):
        busiest = np.argsort(-maps.std(axis=(0, 1)))[: len(row) - 1]
        row[0].imshow((x_val[0] + 1) / 2)
        for ax, channel in zip(row[1:], busiest, strict=True):
            ax.imshow(maps[..., channel], cmap="cividis")
        for ax in row:
            ax.set(xticks=[], yticks=[])
        row[0].set_ylabel(f"{name.split('_relu')[0]}\n{maps.shape[0]}×{maps.shape[1]}", fontsize=9)
        row[0].set_xlabel("column")
    fig.suptitle("One photo and its six busiest feature maps, early, middle and late")
    plt.show()
else:
    print("Solve 38.2 first, then run this cell again.")

# %% [markdown]
# Early maps still look like the photo: edges and colours. Late ones are a few coarse cells that answer "is there something of
# this kind here?". Nobody asked for flowers; the maps were learnt on another task, and they are useful all the same.

# %% [markdown]
# ## 4 · The head
#
# *15 minutes*
#
# On top of the base stands a small new network, the **head**:
#
# | layer | shape, at 96 pixels | what for |
# |---|---|---|
# | base, called with `training=False` | (batch, 3, 3, 1280) | features; BatchNorm uses its stored statistics |
# | `GlobalAveragePooling2D` | (batch, 1280) | the mean of each feature over all places |
# | `Dense(128, relu)` | (batch, 128) | combinations of features |
# | `Dropout` (optional) | (batch, 128) | against overfitting |
# | `Dense(classes, softmax)` | (batch, 5) | a probability for each class |
#
# Why pool, and not flatten? Flattening 3×3×1280 would give 11,520 inputs and the next layer nine times the weights; at 224 pixels,
# 49 times. Pooling also does not care where the flower is.
#
# A kernel and a bias for each Dense layer: with a frozen base the whole model has **four** trainable tensors.
#
# << heading("38.3") >>
#
# * `build_classifier(base_network)`: returns a new, uncompiled model: a `keras.Input`, the given base called with `training=False`, then
#   the head of the table with `CLASSES` outputs;
# * `model`: the classifier on your `base_model`.
#
# **What counts:** the layers and their sizes; probabilities over the classes; four trainable tensors.
#
# <details><summary>Hint 1 · concept</summary>
#
# The base is used like a layer: call it on the input, and pass on what it returns.
# </details>
# <details><summary>Hint 2 · API</summary>
#
# `inputs = keras.Input((IMAGE_SIZE, IMAGE_SIZE, 3))`, `features = base_network(inputs, training=False)`, `keras.Model(inputs, outputs)`.
# </details>
# <details><summary>Hint 3 · skeleton</summary>
#
# ```python
# def build_classifier(base_network):
#     inputs = keras.Input((IMAGE_SIZE, IMAGE_SIZE, 3))
#     features = base_network(inputs, training=False)
#     pooled = layers.GlobalAveragePooling2D()(features)
#     hidden = layers.Dense(..., activation=...)(pooled)
#     outputs = layers.Dense(..., activation=...)(hidden)
#     return keras.Model(inputs, outputs)
# ```
# </details>


# %% solution="38.3"
def build_classifier(base_network):
    """A new, uncompiled classifier: the base, and the head on top of it."""
    ### BEGIN SOLUTION
    inputs = keras.Input((IMAGE_SIZE, IMAGE_SIZE, 3))
    features = base_network(inputs, training=False)  # (batch, 3, 3, 1280) at 96 pixels
    pooled = layers.GlobalAveragePooling2D()(features)  # (batch, 1280)
    hidden = layers.Dense(128, activation="relu")(pooled)  # (batch, 128)
    outputs = layers.Dense(CLASSES, activation="softmax")(hidden)  # (batch, 5)
    return keras.Model(inputs, outputs)
    ### END SOLUTION


model = ...

### BEGIN SOLUTION
model = build_classifier(base_model)
### END SOLUTION

# %% check="38.3"
check("38.3")
### BEGIN HIDDEN TESTS
check("38.3", seed=383)
### END HIDDEN TESTS

# %% tags=["skip-execution"]
if isinstance(model, keras.Model):
    frozen = sum(int(np.prod(w.shape)) for w in model.non_trainable_weights)
    trained = sum(int(np.prod(w.shape)) for w in model.trainable_weights)
    fig, ax = plt.subplots(figsize=(11, 1.9), layout="constrained")
    ax.barh(0, frozen, color=BLUE, label=f"base, frozen: {frozen:,}")
    ax.barh(0, trained, left=frozen, color=ORANGE, hatch="//", label=f"head, trained: {trained:,}")
    ax.set(title="What is frozen and what is trained", xlabel="parameters", ylabel="model", yticks=[])
    ax.legend(frameon=False, ncols=2, loc="upper center", bbox_to_anchor=(0.5, -0.45))
    plt.show()
else:
    print("Solve 38.3 first, then run this cell again.")

# %% [markdown]
# The blue part was learnt elsewhere and stays as it is. Only the striped part is learnt here, which is why a few hundred photos can
# be enough.

# %% [markdown]
# ## 5 · Feature extraction, and the same from scratch
#
# *25 minutes*
#
# **Phase one** of transfer learning trains the head alone. The labels are one-hot rows, so the loss is the categorical
# cross-entropy (whole numbers would take the sparse one).
#
# Is it really the *transfer* that helps? Only a baseline can tell: the same network with random weights, everything trainable, the same
# photos. The baseline must be a fair one. On a CPU it gets two epochs here where the head gets three, for each of its own takes several
# times as long. It also needs far more memory: where every layer learns, the outputs of *all* layers have to be kept for the way
# back, for each photo of the batch. Batches of 8 instead of 32 need a quarter of that, and give it four times as many steps.
#
# And here is a trap. Keras's MobileNetV2 keeps its BatchNorm statistics as a slow average: momentum 0.999, made for hundreds of
# thousands of steps. After the 64 steps of the embedded photos 94 % of them would still be what they were before the first, and a
# network that learns well would be *evaluated* as if it had learnt nothing. So we let the average of the baseline move faster.
#
# A large network also makes you wait before its first epoch, because TensorFlow first turns the training step into a graph. Adam's memory
# and the metrics' counters usually come into being *within* that step, and then it has to be turned into a graph a second time.
# `quick_start` makes both beforehand, which on a CPU halves the wait. Its `evaluate` is a good habit anyway: a network that has
# learnt nothing should have a loss near ln 5 = 1.61, that of guessing among five.


# %%
def quick_start(network, *validation):
    """Make what a compiled network keeps beside its weights before it is trained: the first epoch begins sooner.

    `validation` is x_val, y_val, or one pipeline of both.
    """
    network.optimizer.build(network.trainable_variables)
    loss, accuracy = network.evaluate(*validation, verbose=0)
    print(f"before this training: loss {loss:.2f}, accuracy {accuracy:.2f} on the validation photos")


def faster_batchnorm(network):
    """Let BatchNorm's moving statistics follow a short training; returns the network."""
    for layer in network.layers:
        if isinstance(layer, layers.BatchNormalization):
            layer.momentum = 0.9
    return network


def random_base():
    """The same MobileNetV2 with random weights, everything trainable."""
    return faster_batchnorm(
        keras.applications.MobileNetV2((IMAGE_SIZE, IMAGE_SIZE, 3), alpha=ALPHA, include_top=False, weights=None)
    )


# %% [markdown]
# **Predict, then run** (after the exercise). Guessing gives 0.20.

# %%
my_guess = "?"  # test accuracy of the head on the frozen base, and of the network from scratch: "0.7 and 0.5"

# %% [markdown]
# << heading("38.4") >>
#
# * `model`: your classifier of 38.3, compiled with Adam (learning rate 0.001), the loss that fits one-hot labels and the metric accuracy, and
#   trained on `x_train`, `y_train` for `course.budget["head_epochs"]` epochs, batch size 32, with `x_val`, `y_val` as validation data;
# * `head_history`: what `fit` returned; `test_loss`, `test_accuracy`: what `evaluate` says on `x_test`, `y_test`;
# * `scratch_model`: `build_classifier(random_base())`, compiled and trained in the same way for `course.budget["scratch_epochs"]` epochs,
#   batch size 8; `scratch_history`; `scratch_accuracy`: its accuracy on the test photos. (`quick_start(scratch_model, x_val, y_val)` after `compile` saves time;
#   it is not judged.)
#
# **What counts:** accuracy on flowers nobody has seen; that the base is exactly as it was; that your own baseline is fair, and is
# beaten clearly; that the numbers are true.
#
# <details><summary>Hint 1 · concept</summary>
#
# The same three lines twice: compile, fit, evaluate. What differs is the base, and the size of the batches.
# </details>
# <details><summary>Hint 2 · API</summary>
#
# `model.compile(optimizer=keras.optimizers.Adam(learning_rate=…), loss="categorical_crossentropy", metrics=["accuracy"])`.
# </details>
# <details><summary>Hint 3 · skeleton</summary>
#
# ```python
# model.compile(...)
# head_history = model.fit(..., ..., validation_data=(..., ...), epochs=course.budget["head_epochs"], batch_size=32)
# test_loss, test_accuracy = model.evaluate(..., ..., verbose=0)
# scratch_model = build_classifier(random_base())
# scratch_model.compile(...)
# quick_start(scratch_model, x_val, y_val)
# ```
# </details>

# %% solution="38.4"
head_history = test_loss = test_accuracy = scratch_model = scratch_history = scratch_accuracy = ...

### BEGIN SOLUTION
keras.utils.set_random_seed(course.seed)
settings = {"loss": "categorical_crossentropy", "metrics": ["accuracy"]}
shared = {"validation_data": (x_val, y_val), "verbose": 2}
model.compile(optimizer=keras.optimizers.Adam(learning_rate=0.001), **settings)
head_history = model.fit(x_train, y_train, epochs=course.budget["head_epochs"], batch_size=32, **shared)
test_loss, test_accuracy = model.evaluate(x_test, y_test, verbose=0)

scratch_model = build_classifier(random_base())
scratch_model.compile(optimizer=keras.optimizers.Adam(learning_rate=0.001), **settings)
quick_start(scratch_model, x_val, y_val)
scratch_history = scratch_model.fit(x_train, y_train, epochs=course.budget["scratch_epochs"], batch_size=8, **shared)
scratch_accuracy = scratch_model.evaluate(x_test, y_test, verbose=0)[1]
### END SOLUTION

# %% check="38.4"
check("38.4")
### BEGIN HIDDEN TESTS
keras.utils.set_random_seed(384)
again = build_classifier(base_model)
again.compile("adam", model.loss, metrics=["accuracy"])
again.fit(x_train, y_train, epochs=course.budget["head_epochs"], verbose=0)
again_accuracy = again.evaluate(x_test, y_test, verbose=0)[1]
assert again_accuracy > 0.5, f"a new head from build_classifier(), trained again, reaches only {again_accuracy:.2f}"
check("38.4", seed=384)
### END HIDDEN TESTS

# %% tags=["skip-execution"]
if hasattr(head_history, "history") and hasattr(scratch_history, "history"):
    fig, ax = plt.subplots(figsize=(8, 3.6), layout="constrained")
    for history, colour, words in (
        (head_history, BLUE, "pre-trained base, frozen"),
        (scratch_history, ORANGE, "from scratch"),
    ):
        epochs = np.arange(1, len(history.epoch) + 1)
        ax.plot(epochs - 0.5, history.history["accuracy"], color=colour, label=f"{words}, training")
        ax.plot(
            epochs,
            history.history["val_accuracy"],
            color=colour,
            linestyle="--",
            marker="o",
            label=f"{words}, validation",
        )
    ax.axhline(1 / CLASSES, color=GREY, linewidth=1, label="guessing")
    ax.set(title="The same network with and without what it had learnt", xlabel="epoch", ylabel="accuracy", ylim=(0, 1))
    ax.legend(frameon=False, fontsize=9)
    plt.show()
    print(f"you said: {my_guess} | frozen base {test_accuracy:.2f}, from scratch {scratch_accuracy:.2f}")
else:
    print("Solve 38.4 first, then run this cell again.")

# %% [markdown]
# The frozen base is far ahead after one epoch; the network from scratch has hardly left the line of guessing. Given more time it
# does better: on the embedded flowers 20 epochs at a rate chosen for it brought the scratch network to about 0.50, and the frozen base
# to about 0.81 (means over five seeds; the table is in `datasets/README.md`). A frozen base of *random* weights stayed at 0.22, so it
# is what the base has learnt that counts, not its shape.
#
# **A frozen base does the same work again in every epoch.** Its features never change, so they can be computed once and kept. Then the
# head trains in a second, and you can try twenty heads in the time of one.

# %% tags=["skip-execution"]
if isinstance(base_model, keras.Model):
    begun = time.perf_counter()
    kept = [base_model.predict(x, verbose=0).mean(axis=(1, 2)) for x in (x_train, x_val)]  # (n, 1280)
    computed = time.perf_counter()
    keras.utils.set_random_seed(course.seed)
    quick_head = keras.Sequential([layers.Dense(128, activation="relu"), layers.Dense(CLASSES, activation="softmax")])
    quick_head.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
    quick_head.fit(kept[0], y_train, epochs=20, batch_size=32, verbose=0)
    print(
        f"features once: {computed - begun:.1f} s, then 20 epochs of the head: {time.perf_counter() - computed:.1f} s,"
    )
    print(f"validation accuracy {quick_head.evaluate(kept[1], y_val, verbose=0)[1]:.2f}")
else:
    print("Solve 38.2 first, then run this cell again.")

# %% [markdown]
# The price: no augmentation, because a turned photo would need its features computed anew.
#
# ## 6 · Which layers for which data?
#
# *20 minutes*
#
# How much to freeze depends on two things: how much data you have, and how similar it is to what the base learnt on.
#
# | | similar data | different data |
# |---|---|---|
# | **little data** | *train the head*: freeze the whole base | *fine-tune part*: the late layers know the wrong things, so let many of them learn, but not the early ones |
# | **much data** | *fine-tune the top*: the last layers may adapt | *train everything*, from the weights rather than from scratch |
#
# Textbooks disagree about much and similar data: some train everything there as well. That is why one measures.

# %% tags=["skip-execution"]
fig, axes = plt.subplots(2, 2, figsize=(10, 4.6), layout="constrained", sharex=True, sharey=True)
shares = {"train the head": 0, "fine-tune part": 100, "fine-tune the top": 30, "train everything": 154}
for ax, (strategy, layers_trained) in zip(axes.flat, shares.items(), strict=True):
    ax.barh([0], [154 - layers_trained], color=BLUE, label="frozen")
    ax.barh([0], [layers_trained], left=[154 - layers_trained], color=ORANGE, hatch="//", label="trained")
    ax.barh([0], [6], left=[156], color=GREEN, label="head, trained")
    ax.set(title=strategy, yticks=[])
for ax, words in zip(axes[:, 0], ("little data", "much data"), strict=True):
    ax.set_ylabel(words)
for ax, words in zip(axes[1], ("similar: layer of the base", "different: layer of the base"), strict=True):
    ax.set_xlabel(words)
fig.legend(*axes[0, 0].get_legend_handles_labels(), frameon=False, ncols=3, loc="outside lower center")
fig.suptitle("Four strategies: from the first layer (left) to the head (right)")
plt.show()

# %% [markdown]
# Rows are how much data, columns how similar. The boundary moves to the left as the data grows or becomes less similar; the early
# layers are the last to be touched, because edges are edges everywhere.
#
# A chart is advice; a measurement is better. We trained a head on the embedded base, went on from there with each of the four
# strategies for 100 more updates at a tenth of the rate, and examined the result on 500 new pictures: few (50) and many (1,500) training
# pictures, drawn flowers, which are like what that base learnt on, and five kinds of garments, which are not. Means over three seeds.

# %% tags=["skip-execution"]
strategies = ("train the head", "fine-tune the top", "fine-tune part", "train everything")
measured = {  # datasets/measure_strategies.py on 2026-11-21; the spread between seeds is 0.01 to 0.06
    "50 pictures, similar": (0.719, 0.741, 0.744, 0.720),
    "50 pictures, different": (0.635, 0.655, 0.665, 0.570),
    "1,500 pictures, similar": (0.834, 0.844, 0.859, 0.811),
    "1,500 pictures, different": (0.781, 0.808, 0.828, 0.756),
}
fig, axes = plt.subplots(2, 2, figsize=(10, 4.6), layout="constrained", sharex=True, sharey=True)
for ax, (words, accuracies) in zip(axes.flat, measured.items(), strict=True):
    colours = [ORANGE if accuracy == max(accuracies) else BLUE for accuracy in accuracies]
    ax.barh(strategies, accuracies, color=colours)
    for row, accuracy in enumerate(accuracies):
        ax.text(accuracy + 0.01, row, f"{accuracy:.2f}", va="center", fontsize=9)
    ax.set(title=words, xlim=(0, 1), ylabel="strategy")
for ax in axes[1]:
    ax.set_xlabel("accuracy on 500 new pictures")
axes[0, 0].invert_yaxis()  # for all four, which share it
fig.suptitle("The four strategies, measured; the best of each case is orange")
plt.show()

# %% [markdown]
# More data helps more than any strategy, and fine-tuning a part with frozen BatchNorm is a little ahead in every case; with 50 similar
# pictures the lead is within the spread, so the cheap head is the sensible choice. Training everything comes last or nearly so: 100 updates
# are too few for it, and its BatchNorm statistics move as well. With 10,000 pictures and hours of training it may win. Measure, on your data.
#
# For the exercise, *much* means 10,000 photos or more, and *similar* a similarity of 0.5 or more on a scale from 0 to 1. Where the base is
# trained in part, its **BatchNorm layers stay frozen one by one**; section 8 shows why. Only "train everything" trains them too.


# %%
def base_of(classifier):
    """The base inside a classifier: the model among its layers."""
    return next(layer for layer in classifier.layers if isinstance(layer, keras.Model))


# %% [markdown]
# **Break it.** Setting `trainable` of a whole network sets every layer inside. Does it always?

# %% tags=["skip-execution"]
trial_network = keras.applications.MobileNetV2((32, 32, 3), alpha=0.35, include_top=False, weights=None)
for layer in trial_network.layers[:-30]:
    layer.trainable = False
trial_network.trainable = True
print("still frozen after trainable = True:", sum(not layer.trainable for layer in trial_network.layers), "layers")
trial_network.trainable = False
trial_network.trainable = True
print("still frozen after False, then True:", sum(not layer.trainable for layer in trial_network.layers), "layers")

# %% [markdown]
# The network itself was never frozen, only layers inside it. To TensorFlow an assignment of the value that is there already changes
# nothing and is skipped, and so the layers inside are never told. It is safest to set each layer by itself.
#
# << heading("38.5") >>
#
# * `choose_strategy(n_images, similarity)`: returns `"train the head"`, `"fine-tune part"`, `"fine-tune the top"` or `"train everything"`;
# * `apply_strategy(classifier, strategy)`: sets what is trainable in `base_of(classifier)`: nothing; the last 100 layers; the last 30 layers; or
#   all of it. In the two middle cases no BatchNorm layer is trainable. The head stays trainable. It returns nothing.
#
# **What counts:** all four cases and their boundaries; exactly the right layers, whatever was trainable before.
#
# <details><summary>Hint 1 · concept</summary>
#
# Two questions, four answers. For the second function: decide for each layer by itself, from its place and its kind, and say so to
# every one of them, to those that stay frozen as well as to those that thaw.
# </details>
# <details><summary>Hint 2 · API</summary>
#
# `enumerate(network.layers)` gives each layer with its place, `layer.trainable = …` sets one layer,
# `isinstance(layer, layers.BatchNormalization)` tells its kind. Do not rely on `network.trainable = True` to thaw what is inside: see the
# experiment above.
# </details>
# <details><summary>Hint 3 · skeleton</summary>
#
# ```python
# def apply_strategy(classifier, strategy):
#     network = base_of(classifier)
#     last = {"train the head": 0, "fine-tune part": 100, ...}[strategy]
#     network.trainable = ...
#     for place, layer in enumerate(network.layers):
#         layer.trainable = place >= ... and ...
# ```
# </details>


# %% solution="38.5"
def choose_strategy(n_images, similarity):
    """What to train, for that many photos and a similarity from 0 to 1."""
    ### BEGIN SOLUTION
    if n_images >= 10_000:
        return "fine-tune the top" if similarity >= 0.5 else "train everything"
    return "train the head" if similarity >= 0.5 else "fine-tune part"
    ### END SOLUTION


def apply_strategy(classifier, strategy):
    """Set which layers of the classifier's base are trainable."""
    ### BEGIN SOLUTION
    network = base_of(classifier)
    everything = strategy == "train everything"
    last = {"train the head": 0, "fine-tune part": 100, "fine-tune the top": 30}
    first_trained = 0 if everything else len(network.layers) - last[strategy]
    network.trainable = strategy != "train the head"
    for place, layer in enumerate(network.layers):
        may_train = everything or not isinstance(layer, layers.BatchNormalization)
        layer.trainable = place >= first_trained and may_train
    ### END SOLUTION


# %% check="38.5"
check("38.5")
### BEGIN HIDDEN TESTS
check("38.5", seed=385)
### END HIDDEN TESTS

# %% [markdown]
# ## 7 · Another base
#
# *20 minutes*
#
# MobileNetV2 is one of many. Keras has their weights too, each with its own top-1 accuracy on ImageNet (the figures of
# `keras.io/api/applications`), and what they cost can be computed here, without any weights: a network's size and speed do not
# depend on what it has learnt.


# %%
def times_ms(function, repeats):
    """Milliseconds that each of several calls of `function` takes, after one that warms up."""
    function()
    times = []
    for _ in range(repeats):
        begun = time.perf_counter()
        function()
        times.append(1000 * (time.perf_counter() - begun))
    return times


def median_ms(function, repeats=5):
    """Milliseconds that a call of `function` takes: the median of several."""
    return float(np.median(times_ms(function, repeats)))


def inference_ms(network, x, repeats=10):
    """Milliseconds that the network takes for `x`, as a compiled function.

    Networks are compared by the fastest of several calls: whatever else the machine does can only add to it.
    """
    compiled = tf.function(lambda x: network(x, training=False))
    return min(times_ms(lambda: compiled(tf.constant(x)), repeats))


def activation_megabytes(network):
    """What the outputs of all layers take for one photo, in float32: the memory that training keeps."""
    outputs = [layer.output for layer in network.layers]
    return sum(int(np.prod(output.shape[1:])) for output in outputs) * 4 / 1e6


# %% tags=["skip-execution"]
top_1 = {"MobileNetV2": 71.3, "EfficientNetB0": 77.1, "DenseNet121": 75.0, "VGG16": 71.3, "VGG19": 71.3,
         "InceptionV3": 77.9, "ResNet50": 74.9, "ResNet101": 76.4}  # fmt: skip
costs = {}
for name in top_1:
    network = getattr(keras.applications, name)(input_shape=(96, 96, 3), include_top=False, weights=None)
    one = np.zeros((1, 96, 96, 3), dtype="float32")
    costs[name] = (
        network.count_params() / 1e6,
        inference_ms(network, one),
    )
    print(
        f"{name:15} {costs[name][0]:5.1f} million parameters {costs[name][0] * 4:6.0f} MB {costs[name][1]:6.0f} ms, one photo of 96×96"
    )
    del network
    keras.backend.clear_session()  # a network refers to itself in many places: `del` alone would not free its memory

# %% tags=["skip-execution"]
fig, ax = plt.subplots(figsize=(9, 4), layout="constrained")
below = ("EfficientNetB0", "ResNet50", "VGG19")  # each nearly as accurate as another one: their names must not meet
for name, (millions, milliseconds) in costs.items():
    ax.scatter(milliseconds, top_1[name], s=25 * millions, color=ORANGE if name == "MobileNetV2" else BLUE, alpha=0.6)
    ax.annotate(
        name,
        (milliseconds, top_1[name]),
        textcoords="offset points",
        xytext=(6, -14 if name in below else 6),
        fontsize=9,
    )
ax.set(title="Eight bases: accuracy against time; the area is the number of parameters",
       xlabel="milliseconds for one photo of 96×96 (log scale)", ylabel="ImageNet top-1 (%)", xscale="log", ylim=(68, 81))  # fmt: skip
ax.set_xticks([5, 10, 20, 50, 100, 200], [5, 10, 20, 50, 100, 200])
ax.set_xlim(0.7 * min(ms for _, ms in costs.values()), 1.5 * max(ms for _, ms in costs.values()))
ax.xaxis.set_minor_formatter("")
plt.show()

# %% [markdown]
# Upwards is better, to the left is faster, small circles are light. VGG16 and VGG19 have plain, heavy layers: more parameters for
# less accuracy. Networks of many thin layers, such as DenseNet121, wait for one layer after the other and are slower than their size
# suggests. None is best at everything: on a telephone you look to the left, on a server upwards.
#
# | take … | when … |
# |---|---|
# | MobileNetV2 | telephone, browser, many photos a second |
# | EfficientNetB0 | much accuracy for few parameters |
# | ResNet50, ResNet101 | the well-known, robust choice with a server behind it |
# | DenseNet121 | small weights, and time does not matter; common in medical work |
# | InceptionV3 | details of different sizes, larger photos |
# | VGG16, VGG19 | you need simple feature maps, for style transfer say |
#
# Now measure two of them yourself. To keep it short we use few photos, at 64 pixels. Offline there are no weights for ResNet50, so it
# is built with random ones: its size, its times and its memory are exactly the real ones, **but its accuracy here says nothing about
# ResNet50**. That would need the ImageNet weights (`weights="imagenet"` downloads 98 MB).

# %%
SWAP_SIZE = 64
swap_count = int(course.budget["swap_photos"])
swap_pixels = tf.image.resize(photos.x_train[:swap_count], (SWAP_SIZE, SWAP_SIZE)).numpy()  # 0…255
swap_labels = photos.y_train[:swap_count]
swap_test_pixels = tf.image.resize(photos.x_val[:swap_count], (SWAP_SIZE, SWAP_SIZE)).numpy()
swap_test_labels = photos.y_val[:swap_count]
build = {
    "MobileNetV2": lambda: keras.applications.MobileNetV2(
        (SWAP_SIZE, SWAP_SIZE, 3), alpha=ALPHA, include_top=False, weights=WEIGHTS
    ),
    "ResNet50": lambda: keras.applications.ResNet50(
        input_shape=(SWAP_SIZE, SWAP_SIZE, 3), include_top=False, weights=None
    ),
}


def train_head(network, x, labels, x_val, val_labels):
    """Seconds that the photos' features and the simplest head take, a logistic regression; its validation accuracy."""
    begun = time.perf_counter()
    features, val_features = (network(part, training=False).numpy().mean(axis=(1, 2)) for part in (x, x_val))
    head = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))  # the same as one softmax layer
    head.fit(features, labels)
    return time.perf_counter() - begun, head.score(val_features, val_labels)


# %% [markdown]
# << heading("38.6") >>
#
# * `preprocess`: a dictionary from `"MobileNetV2"` and `"ResNet50"` to the function that prepares pixels of 0…255 for that family;
# * `bases`: a dictionary from both names to a dictionary with `"parameters"`, `"megabytes"` (four bytes each, divided by 1,000,000),
#   `"memory_mb"` (`activation_megabytes`), `"inference_ms"` (`inference_ms` on one photo), `"train_seconds"` and
#   `"accuracy"` (both from `train_head`, with `swap_pixels` and `swap_test_pixels` prepared for the family);
# * `swap_answers`: a dictionary with `"lighter"` and `"faster"`, the names that your own table gives, and `"times_heavier"`, how many
#   times the megabytes of the lighter one the heavier one has.
#
# **What counts:** the right preparation for each family; exact counts; answers that follow from your table.
#
# <details><summary>Hint 1 · concept</summary>
#
# A loop over the two names does each measurement once. `preprocess_input` may change its argument: hand it a copy.
# </details>
# <details><summary>Hint 2 · API</summary>
#
# `keras.applications.mobilenet_v2.preprocess_input`, `keras.applications.resnet50.preprocess_input`, `network.count_params()`,
# `inference_ms(network, x[:1])`.
# </details>
# <details><summary>Hint 3 · skeleton</summary>
#
# ```python
# for name in build:
#     network = build[name]()
#     x = preprocess[name](swap_pixels.copy())
#     seconds, accuracy = train_head(network, x, swap_labels, ..., swap_test_labels)
#     bases[name] = {"parameters": ..., "megabytes": ..., ...}
# ```
# </details>

# %% solution="38.6"
preprocess = bases = swap_answers = ...

### BEGIN SOLUTION
preprocess = {
    "MobileNetV2": keras.applications.mobilenet_v2.preprocess_input,
    "ResNet50": keras.applications.resnet50.preprocess_input,
}
bases = {}
for name in build:
    network = build[name]()
    x, x_swap_test = (preprocess[name](pixels.copy()) for pixels in (swap_pixels, swap_test_pixels))
    seconds, accuracy = train_head(network, x, swap_labels, x_swap_test, swap_test_labels)
    bases[name] = {
        "parameters": network.count_params(),
        "megabytes": network.count_params() * 4 / 1e6,
        "memory_mb": activation_megabytes(network),
        "inference_ms": inference_ms(network, x[:1]),
        "train_seconds": seconds,
        "accuracy": accuracy,
    }
del network, x, x_swap_test  # the next garbage collection frees ResNet50's hundred megabytes
lighter = min(bases, key=lambda name: bases[name]["megabytes"])
heavier = max(bases, key=lambda name: bases[name]["megabytes"])
swap_answers = {
    "lighter": lighter,
    "faster": min(bases, key=lambda name: bases[name]["inference_ms"]),
    "times_heavier": bases[heavier]["megabytes"] / bases[lighter]["megabytes"],
}
### END SOLUTION

# %% check="38.6"
check("38.6")
### BEGIN HIDDEN TESTS
check("38.6", seed=386)
### END HIDDEN TESTS

# %% tags=["skip-execution"]
if isinstance(bases, dict):
    for name, row in bases.items():
        print(name, {key: round(value, 2) for key, value in row.items()})
else:
    print("Solve 38.6 first, then run this cell again.")

# %% [markdown]
# Compare sizes and times, not the accuracies: they come from a handful of photos, and one of the two networks may be random. What
# carries over to your own work is the procedure: same photos, same head, each family's own preparation, then a table.
#
# ## 8 · Fine-tuning
#
# *30 minutes*
#
# **Phase two** thaws the last layers of the base and trains on, with a much lower learning rate. The head must have been trained
# first: a random head sends large, meaningless gradients into the base and ruins what it knew. Four things have to be right.
#
# 1. **Unfreeze only the end.** The last 30 layers are the last three blocks; the early ones stay.
# 2. **Keep BatchNorm frozen, layer by layer.** See the experiment below.
# 3. **Compile again.** `compile` is when Keras takes note of what is trainable. Without it the thawed layers do not move.
# 4. **A low rate, clipped gradients, an eye on validation.** A tenth of phase one's rate or less. `clipnorm=1.0` shortens any gradient that is longer than 1.
#
# **Break it.** Is `training=False` in the call of the base not enough to keep BatchNorm's statistics? Many tutorials say so. We thaw a
# copy of the base, call it with `training=False`, train for four steps, and look.

# %% tags=["skip-execution"]
if isinstance(model, keras.Model):
    for words, freeze in (("training=False alone", False), ("BatchNorm layers frozen one by one", True)):
        trial_base = load_base()
        trial_base.trainable = True
        if freeze:
            for layer in trial_base.layers:
                if isinstance(layer, layers.BatchNormalization):
                    layer.trainable = False
        norms = [layer for layer in trial_base.layers if isinstance(layer, layers.BatchNormalization)]
        before = [layer.moving_mean.numpy() for layer in norms]
        trial = build_classifier(trial_base)
        # Four steps are not worth a graph: run eagerly, layer by layer.
        trial.compile(keras.optimizers.Adam(1e-4), "categorical_crossentropy", run_eagerly=True)
        trial.fit(x_train[:16], y_train[:16], epochs=1, batch_size=4, verbose=0)
        drift = max(
            float(np.abs(layer.moving_mean.numpy() - old).max()) for layer, old in zip(norms, before, strict=True)
        )
        print(f"{words}: the moving means changed by up to {drift:.6f}")
else:
    print("Solve 38.3 first, then run this cell again.")

# %% [markdown]
# With `training=False` alone the statistics still drift: under `fit` Keras passes its own training flag to layers that may be trained. Over
# many epochs on few photos the statistics become those of your last small batches, and the features under them change.
# `layer.trainable = False` on the BatchNorm layers themselves is what keeps them.
#
# The lesson now makes a copy of your model, so that you can repeat phase two as often as you like.

# %%
if isinstance(model, keras.Model) and getattr(model, "optimizer", None) is not None:
    fine_base = load_base()
    fine_model = build_classifier(fine_base)
    fine_model.set_weights(model.get_weights())  # phase one's weights, head included
else:
    fine_base = fine_model = ...
    print("Solve 38.4 first, then run this cell again.")

# %% [markdown]
# << heading("38.7") >>
#
# * in `fine_base`: make the last 30 layers trainable, except BatchNorm, and nothing else;
# * `fine_model`: compile it again with Adam, a learning rate of at most a tenth of phase one's, clipped gradients, the same loss and the metric
#   accuracy;
# * `tuning_stop`: an `EarlyStopping` on the validation loss with patience 2 that restores the best weights;
# * `tuning_history`: what `fit` returns on the training photos for `course.budget["tuning_epochs"]` more epochs with that callback, the epochs
#   numbered on from phase one (`initial_epoch`);
# * `tuned_accuracy`: the accuracy of `fine_model` on the test photos afterwards.
#
# **What counts:** that the right layers moved and no other; that BatchNorm kept still; rate, clipping, loss and callback; that
# the validation photos were watched; that the result on flowers nobody has seen is not worse than before.
#
# <details><summary>Hint 1 · concept</summary>
#
# You wrote most of it in 38.5. With `initial_epoch=8` and `epochs=11` Keras trains three epochs and calls them 8, 9 and 10.
# </details>
# <details><summary>Hint 2 · API</summary>
#
# `keras.optimizers.Adam(learning_rate=…, clipnorm=…)`, `keras.callbacks.EarlyStopping(monitor=…, patience=…, restore_best_weights=…)`,
# `fit(…, initial_epoch=len(head_history.epoch), epochs=…)`.
# </details>
# <details><summary>Hint 3 · skeleton</summary>
#
# ```python
# apply_strategy(fine_model, ...)
# fine_model.compile(optimizer=keras.optimizers.Adam(learning_rate=..., clipnorm=...), loss=..., metrics=["accuracy"])
# done = len(head_history.epoch)
# tuning_history = fine_model.fit(..., initial_epoch=done, epochs=done + course.budget["tuning_epochs"], callbacks=[tuning_stop])
# ```
# </details>

# %% solution="38.7"
tuning_stop = tuning_history = tuned_accuracy = ...

### BEGIN SOLUTION
keras.utils.set_random_seed(course.seed)
fine_base.trainable = True
for layer in fine_base.layers[:-30]:
    layer.trainable = False
for layer in fine_base.layers:
    if isinstance(layer, layers.BatchNormalization):
        layer.trainable = False
fine_model.compile(
    optimizer=keras.optimizers.Adam(learning_rate=5e-5, clipnorm=1.0),
    loss="categorical_crossentropy",
    metrics=["accuracy"],
)
tuning_stop = keras.callbacks.EarlyStopping(monitor="val_loss", patience=2, restore_best_weights=True)
done = len(head_history.epoch)
tuning_history = fine_model.fit(
    x_train,
    y_train,
    validation_data=(x_val, y_val),
    batch_size=32,
    initial_epoch=done,
    epochs=done + course.budget["tuning_epochs"],
    callbacks=[tuning_stop],
    verbose=2,
)
tuned_accuracy = fine_model.evaluate(x_test, y_test, verbose=0)[1]
### END SOLUTION

# %% check="38.7"
check("38.7")
### BEGIN HIDDEN TESTS
check("38.7", seed=387)
### END HIDDEN TESTS

# %% tags=["skip-execution"]
if hasattr(tuning_history, "history"):
    joined = {
        key: head_history.history[key] + tuning_history.history[key]
        for key in ("loss", "val_loss", "accuracy", "val_accuracy")
    }
    epochs = np.arange(1, len(joined["loss"]) + 1)
    fig, axes = plt.subplots(1, 2, figsize=(10, 3.6), layout="constrained")
    for ax, name, words in zip(axes, ("loss", "accuracy"), ("loss (nats)", "accuracy"), strict=True):
        ax.plot(epochs - 0.5, joined[name], color=BLUE, label="training (half an epoch earlier)")
        ax.plot(epochs, joined[f"val_{name}"], color=ORANGE, linestyle="--", marker="o", label="validation")
        ax.axvline(len(head_history.epoch) + 0.25, color=GREY, label="fine-tuning begins")
        ax.set(title=name, xlabel="epoch", ylabel=words)
        ax.xaxis.get_major_locator().set_params(integer=True)
    fig.legend(*axes[0].get_legend_handles_labels(), frameon=False, ncols=3, loc="outside lower center")
    fig.suptitle("Learning curves across both phases")
    plt.show()
    print(f"test accuracy: {test_accuracy:.3f} after phase one, {tuned_accuracy:.3f} after phase two")
else:
    print("Solve 38.7 first, then run this cell again.")

# %% [markdown]
# Behind the grey line the whole end of the network takes part. Do not expect a leap: with a few hundred photos the gain is small,
# and on a test part of this size a difference of one or two photos in a hundred is chance. What fine-tuning must never do is make
# things clearly worse.
#
# What changes inside? Each photo is a point of 1,280 features. The two directions in which the points spread most (principal
# components) make a picture of them.

# %% tags=["skip-execution"]
if hasattr(tuning_history, "history"):
    fig, axes = plt.subplots(1, 2, figsize=(10, 4.2), layout="constrained")
    for ax, network, words in zip(
        axes, (base_model, fine_base), ("before fine-tuning", "after fine-tuning"), strict=True
    ):
        points = network.predict(x_test, verbose=0).mean(axis=(1, 2))  # (n, 1280)
        points = points - points.mean(axis=0)
        plane = points @ np.linalg.svd(points, full_matrices=False)[2][:2].T  # (n, 2)
        for label, (name, mark) in enumerate(zip(photos.class_names, "osD^v", strict=True)):
            own = plane[photos.y_test == label]
            ax.scatter(own[:, 0], own[:, 1], s=22, marker=mark, alpha=0.7, label=name)
        ax.set(title=words, xlabel="first principal component", ylabel="second principal component")
    fig.legend(*axes[0].get_legend_handles_labels(), frameon=False, ncols=5, loc="outside lower center")
    fig.suptitle("Where the base puts the test photos")
    plt.show()
else:
    print("Solve 38.7 first, then run this cell again.")

# %% [markdown]
# Photos of one class lie near each other, although the base was never told of flowers; where classes overlap, the head makes its
# mistakes. The right picture differs little from the left one, as it should after so gentle a training.
#
# **Where does it look?** *Grad-CAM* (Selvaraju et al., 2017) asks how much each place of the last feature map speaks for the class that
# was predicted: the gradient of that class's score by each feature, averaged over places, says how much the feature matters; the
# features, weighted with it and added up, give a map.


# %% tags=["skip-execution"]
def grad_cam(network, head_layers, x):
    """For each photo the map of what speaks for its predicted class, (n, rows, columns), and that class."""
    features = network(x, training=False)
    with tf.GradientTape() as tape:
        tape.watch(features)
        scores = features
        for layer in head_layers:
            scores = layer(scores)
        best = tf.reduce_max(scores, axis=1)
    weights = tf.reduce_mean(tape.gradient(best, features), axis=(1, 2), keepdims=True)
    return tf.nn.relu(tf.reduce_sum(weights * features, axis=-1)).numpy(), tf.argmax(scores, axis=1).numpy()


if isinstance(fine_model, keras.Model) and hasattr(tuning_history, "history"):
    guesses = fine_model.predict(x_test, verbose=0).argmax(axis=1)
    right, wrong = (np.flatnonzero((guesses == photos.y_test) == same)[:4] for same in (True, False))
    shown = np.concatenate([right, wrong])
    maps, named = grad_cam(fine_base, fine_model.layers[-3:], x_test[shown])
    fig, axes = plt.subplots(2, 4, figsize=(10, 5.4), layout="constrained")
    for ax in axes.flat:
        ax.set_axis_off()
    for ax, number, heat, label in zip(axes.flat, shown, maps, named, strict=False):
        ax.imshow((x_test[number] + 1) / 2)
        heat = tf.image.resize(heat[..., None] / (heat.max() + 1e-9), (IMAGE_SIZE, IMAGE_SIZE))[..., 0]
        ax.imshow(heat, cmap="cividis", alpha=0.5)
        ax.set_title(f"{photos.class_names[label]}, true: {photos.class_names[photos.y_test[number]]}", fontsize=9)
    fig.suptitle("Grad-CAM: four right (above) and four wrong predictions; bright is what spoke for the class")
    plt.show()
else:
    print("Solve 38.7 first, then run this cell again.")

# %% [markdown]
# Where the network is right, the bright part mostly lies on the flower. Look at the wrong ones: is it looking at something else, or at
# the right place and mistaken about it? The first asks for other training photos, the second for more of the two classes it confuses.

# %% [markdown]
# ## 9 · Your own photos
#
# *30 minutes*
#
# Other people's data sets are clean. Yours will not be: a truncated download, a text file called `.jpg`, the same photo in training
# and in test, three photos of one class and three hundred of another. An **audit** before the training finds such things while they
# are cheap. The usual layout is a folder for each part, and in it one for each class:
#
# ```
# my_photos/train/rose/001.jpg      my_photos/val/rose/…      my_photos/test/rose/…
# ```

# %%
practice = practice_folder()  # drawn flowers with planted faults
for path in sorted(practice.glob("*/*"))[:6]:
    print(path.relative_to(practice), len(list(path.iterdir())), "files")

# %% [markdown]
# That folder is for practising the audit. To train, we take a second one without faults. **To use your own photos, put your
# folder's path in its place** and run on from here; `python -m autograder data audit my_photos` looks through it first.

# %%
own = own_folder()  # or: own = Path("my_photos")
print(own, {part.name: len(list(part.glob("*/*"))) for part in sorted(own.iterdir())})

# %% [markdown]
# `keras.utils.image_dataset_from_directory` turns one part of such a folder into a `tf.data` pipeline of batches; the folders' names, in
# alphabetical order, become the classes. `label_mode` says what a label looks like, and must fit the loss (older code calls it
# `class_mode`, and `"int"` was `"sparse"`).
#
# **Augmentation** shows the network turned, shifted or mirrored versions of the training photos. It belongs to training alone, and every
# version must still be what its label says.

# %% tags=["skip-execution"]
turns = [
    ("as it is", lambda x, training: x),
    ("mirrored", lambda x, training: tf.image.flip_left_right(x)),  # RandomFlip does it to every other photo
    ("turned a little", layers.RandomRotation(0.08, seed=1)),
    ("closer", layers.RandomZoom((-0.3, -0.3), seed=1)),
    ("only its middle: the label breaks", layers.CenterCrop(IMAGE_SIZE // 6, IMAGE_SIZE // 6)),
]
one = ready(photos.x_train[:1])
changed = [np.asarray(turn(one, training=True))[0] for _, turn in turns]
show_photos(
    [(image + 1) * 127.5 for image in changed],
    [words for words, _ in turns],
    "Augmentation: four that keep the label, one that breaks it",
)

# %% [markdown]
# The first four are the same flower to anybody. Of the last one only a patch of colour is left: to call that by the flower's name
# teaches the network to answer from colour. (And some turns that are harmless for flowers break other labels: a mirrored 2 is no 2.)
#
# << heading("38.8") >>
#
# * `audit(folder)`: looks through `folder/<part>/<class>/<file>` for the parts `train`, `val` and `test` and returns a dictionary with
#     * `"counts"`: for each part a dictionary from each class to its number of files, readable or not,
#     * `"unreadable"`: a sorted list of the files that cannot be opened and decoded as images, as paths relative to the folder with `/`,
#     * `"duplicates"`: a sorted list of sorted lists of files with the same bytes that lie in *different parts*,
#     * `"balance"`: the largest number of training files of a class divided by the smallest, `inf` if a class has none;
# * `label_modes`: a dictionary from `"binary_crossentropy"`, `"categorical_crossentropy"` and `"sparse_categorical_crossentropy"` to the
#   `label_mode` that fits: `"binary"`, `"categorical"` or `"int"`;
# * `own_train`, `own_val`, `own_test`: pipelines over the three parts of `own`, photos at `IMAGE_SIZE` from −1 to 1, in batches, one-hot
#   labels; only `own_train` shuffled and augmented;
# * `own_model`: a classifier on a frozen base, trained on `own_train` for `course.budget["own_epochs"]` epochs;
# * `own_confusion`: its confusion matrix on `own_test`, rows are the true classes; `own_class_accuracy`: the accuracy of each true class;
#   `misclassified`: the numbers of the test photos that it gets wrong, counted from 0 in the order of `own_test`.
#
# **What counts:** the audit on other folders with other faults; pipelines that leave validation and test as they are; matrix,
# accuracies and list true for your own model.
#
# <details><summary>Hint 1 · concept</summary>
#
# Opening an image reads its first bytes only; a truncated one fails when its pixels are loaded. Equal files have equal hashes. Go
# through `own_test` once and keep labels and predictions of the *same* pass.
# </details>
# <details><summary>Hint 2 · API</summary>
#
# `sorted(folder.glob("*/*/*"))`, `path.relative_to(folder).as_posix()`, `with Image.open(path) as image: image.load()`,
# `hashlib.sha256(path.read_bytes()).hexdigest()`; `image_dataset_from_directory(folder, image_size=…, label_mode=…, shuffle=…)`,
# `dataset.map(lambda x, y: (…, y))`.
# </details>
# <details><summary>Hint 3 · skeleton</summary>
#
# ```python
# def pipeline(part, shuffle):
#     read = keras.utils.image_dataset_from_directory(own / part, image_size=(...), label_mode=..., batch_size=16, shuffle=shuffle)
#     return read.map(lambda x, y: (x / 127.5 - 1, y))
#
#
# augment = keras.Sequential([layers.RandomFlip("horizontal"), ...])
# own_train = pipeline("train", True).map(lambda x, y: (augment(x, training=True), y))
# own_confusion = np.zeros((CLASSES, CLASSES), dtype=int)
# np.add.at(own_confusion, (true, predicted), 1)
# ```
# </details>


# %% solution="38.8"
def audit(folder):
    """What a folder of photos, <part>/<class>/<file>, holds, and what is wrong with it."""
    ### BEGIN SOLUTION
    folder, parts = Path(folder), ("train", "val", "test")
    counts = {part: {c.name: len(list(c.iterdir())) for c in sorted((folder / part).iterdir())} for part in parts}
    unreadable, by_hash = [], {}
    for path in sorted(folder.glob("*/*/*")):
        name = path.relative_to(folder).as_posix()
        by_hash.setdefault(hashlib.sha256(path.read_bytes()).hexdigest(), []).append(name)
        try:
            with Image.open(path) as image:
                image.load()
        except Exception:
            unreadable.append(name)
    groups = [sorted(names) for names in by_hash.values() if len({name.split("/")[0] for name in names}) > 1]
    sizes = counts["train"].values()
    return {
        "counts": counts,
        "unreadable": sorted(unreadable),
        "duplicates": sorted(groups),
        "balance": max(sizes) / min(sizes) if min(sizes) else float("inf"),
    }
    ### END SOLUTION


label_modes = own_train = own_val = own_test = own_model = own_confusion = own_class_accuracy = misclassified = ...

### BEGIN SOLUTION
label_modes = {
    "binary_crossentropy": "binary",
    "categorical_crossentropy": "categorical",
    "sparse_categorical_crossentropy": "int",
}
keras.utils.set_random_seed(course.seed)


def pipeline(part, shuffle):
    read = keras.utils.image_dataset_from_directory(
        own / part,
        image_size=(IMAGE_SIZE, IMAGE_SIZE),
        label_mode="categorical",
        batch_size=16,
        shuffle=shuffle,
        seed=course.seed,
    )
    return read.map(lambda x, y: (x / 127.5 - 1, y))


augment = keras.Sequential([layers.RandomFlip("horizontal"), layers.RandomRotation(0.05)])
own_train = pipeline("train", True).map(lambda x, y: (augment(x, training=True), y))
own_val, own_test = pipeline("val", False), pipeline("test", False)
own_model = build_classifier(load_base())
own_model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
quick_start(own_model, own_val)
own_model.fit(
    own_train, validation_data=own_val, epochs=course.budget["own_epochs"], shuffle=False, verbose=0
)  # shuffled already
true, predicted = [], []
for x, y in own_test:
    true += list(np.argmax(y, axis=1))
    predicted += list(np.argmax(own_model.predict_on_batch(x), axis=1))
true, predicted = np.array(true), np.array(predicted)
own_confusion = np.zeros((CLASSES, CLASSES), dtype=int)
np.add.at(own_confusion, (true, predicted), 1)
own_class_accuracy = own_confusion.diagonal() / own_confusion.sum(axis=1)
misclassified = np.flatnonzero(true != predicted)
### END SOLUTION

# %% check="38.8"
check("38.8")
### BEGIN HIDDEN TESTS
check("38.8", seed=388)
### END HIDDEN TESTS

# %% tags=["skip-execution"]
if isinstance(own_confusion, np.ndarray):
    names = sorted(path.name for path in (own / "test").iterdir())
    fig, ax = plt.subplots(figsize=(5.2, 4.4), layout="constrained")
    shown = ax.imshow(own_confusion, cmap="cividis")
    for (row, column), count in np.ndenumerate(own_confusion):
        ax.text(
            column, row, count, ha="center", va="center", color="black" if count > own_confusion.max() / 2 else "white"
        )
    ax.set(title="Own test photos", xlabel="predicted class", ylabel="true class")
    ax.set_xticks(range(len(names)), names, rotation=30)
    ax.set_yticks(range(len(names)), names)
    fig.colorbar(shown, ax=ax, label="photos")
    plt.show()
else:
    print("Solve 38.8 first, then run this cell again.")

# %% tags=["skip-execution"]
if isinstance(own_confusion, np.ndarray) and len(misclassified):
    everything = [(image, label) for x, y in own_test for image, label in zip(x.numpy(), y.numpy(), strict=True)]
    wrong = [everything[number] for number in list(misclassified)[:5]]
    named = own_model.predict(np.stack([image for image, _ in wrong]), verbose=0).argmax(axis=1)
    titles = [f"{names[guess]}, true: {names[label.argmax()]}" for guess, (_, label) in zip(named, wrong, strict=True)]
    show_photos(
        [(image + 1) * 127.5 for image, _ in wrong],
        titles,
        "Misclassified test photos: what was said, and what is true",
    )
else:
    print("No misclassified photo to show yet.")

# %% [markdown]
# What is on the diagonal was recognised. With so few training photos a class more or less is chance; what to look for are pairs that
# are confused in both directions, and classes whose row is nearly empty. The misclassified photos themselves say more than
# any number: is the flower hidden, at the edge, seen from the side? Then more such photos belong into training.
#
# ## 10 · Save it, load it, ship it
#
# *20 minutes*
#
# A model that only lives in a notebook helps nobody. To **deploy** it means that another program, on another machine, gets the same
# answers.
#
# * **Save** everything in one file: `model.save("flowers.keras")`; load it with `keras.saving.load_model`.
# * **The preparation belongs to the model.** Whoever calls it has a *file*, not an array from −1 to 1.
# * **Size** on disk: `path.stat().st_size`. **Latency**: the time of one prediction on the machine it will run on, the median of
#   several after a first one that warms up.
# * **Bad input** is normal: a clear message, no traceback.
# * Afterwards, **watch** it: how often does it say what with which probability? When that drifts, or people correct it, collect these
#   photos, label them and **train again**, by a plan, with the old test part kept.
#
# << heading("38.9") >>
#
# * `model_file`: a `Path` ending in `.keras` in a new temporary folder, where `model` of 38.4 is saved; `reloaded`: the model loaded from it;
# * `predict_file(path, k)`: reads a photo of any size from a file, prepares it, and returns the `k` most probable classes as a list of pairs
#   `(name, probability)`, the most probable first, with the names of `photos.class_names`. For a file that is missing or no image it
#   raises a `ValueError` that names the file;
# * `size_mb`: the size of `model_file` in megabytes (1,000,000 bytes); `latency_ms`: the median time of `reloaded` on one photo.
#
# **What counts:** the same weights before and after; right answers for files you have not seen; clear errors; true numbers.
#
# <details><summary>Hint 1 · concept</summary>
#
# `predict_file` is `prepare` from 38.1 for a batch of one photo, then a sort. Wrap only the reading in `try`.
# </details>
# <details><summary>Hint 2 · API</summary>
#
# `Path(tempfile.mkdtemp())`, `np.asarray(Image.open(path).convert("RGB"))`, `ready(pixels[np.newaxis])`, `np.argsort(-p)[:k]`,
# `raise ValueError(f"…{path}…")`, `median_ms(lambda: …)`.
# </details>
# <details><summary>Hint 3 · skeleton</summary>
#
# ```python
# def predict_file(path, k=3):
#     try:
#         with Image.open(path) as image:
#             pixels = np.asarray(image.convert("RGB"))
#     except Exception as error:
#         raise ValueError(...) from error
#     probabilities = np.asarray(reloaded(ready(...), training=False))[0]
#     return [(photos.class_names[i], float(probabilities[i])) for i in ...]
# ```
# </details>

# %% solution="38.9"
model_file = reloaded = size_mb = latency_ms = ...


def predict_file(path, k=3):
    """The k most probable classes of the photo in a file, as (name, probability), the most probable first."""
    ### BEGIN SOLUTION
    try:
        with Image.open(path) as image:
            pixels = np.asarray(image.convert("RGB"))  # (height, width, 3)
    except Exception as error:
        raise ValueError(f"{path} is missing or not an image") from error
    probabilities = np.asarray(reloaded(ready(pixels[np.newaxis]), training=False))[0]  # (5,)
    return [(photos.class_names[i], float(probabilities[i])) for i in np.argsort(-probabilities)[:k]]
    ### END SOLUTION


### BEGIN SOLUTION
model_file = Path(tempfile.mkdtemp()) / "flowers.keras"
model.save(model_file)
reloaded = keras.saving.load_model(model_file)
size_mb = model_file.stat().st_size / 1e6
latency_ms = median_ms(lambda: reloaded(x_test[:1], training=False))
### END SOLUTION

# %% check="38.9"
check("38.9")
### BEGIN HIDDEN TESTS
check("38.9", seed=389)
### END HIDDEN TESTS

# %% tags=["skip-execution"]
if isinstance(reloaded, keras.Model):
    print(f"{size_mb:.1f} MB on disk, {latency_ms:.0f} ms for one photo, called directly")
    compiled_call = tf.function(lambda x: reloaded(x, training=False))
    batch = tf.constant(x_test[:32])
    print(
        f"{median_ms(lambda: compiled_call(batch[:1])):.0f} ms as a compiled function, {median_ms(lambda: compiled_call(batch)) / 32:.1f} ms a photo in batches of 32"
    )
else:
    print("Solve 38.9 first, then run this cell again.")

# %% [markdown]
# Three numbers for the same model: a direct call pays for every layer separately, a compiled function once for all, and a batch shares
# it among its photos. Say which of them you measured, on which machine.
#
# ## 11 · Repair a legacy script
#
# *15 minutes*
#
# The web is full of transfer-learning code for older versions. This script was meant to fine-tune ResNet50 on CIFAR-10 (32×32 colour
# images, ten classes, whole-number labels). It has five faults.
#
# ```python
# datagen = ImageDataGenerator(rotation_range=90, vertical_flip=True, rescale=1. / 255)
# base = ResNet50(weights='imagenet', include_top=False, input_shape=(32, 32, 3))
# x = GlobalAveragePooling2D()(base.output)
# model = Model(base.input, Dense(10, activation='softmax')(x))
# model.compile(optimizer=Adam(lr=0.001, decay=1e-6), loss='categorical_crossentropy')
# model.fit_generator(datagen.flow(x_train, y_train), epochs=50)
# ```
#
# | fault | why |
# |---|---|
# | `lr=`, `decay=`, `fit_generator` | gone from Keras: `learning_rate=`, schedules, `fit` |
# | `ImageDataGenerator` | removed; layers or `tf.data` do its work, and a car upside down is a strange lesson |
# | `rescale=1/255` | ResNet50 expects its own `preprocess_input` |
# | 32×32 straight into ResNet50 | its sides shrink by 32, so one single cell is left; enlarge the images first |
# | loss, freezing, clipping | whole-number labels take the sparse loss; an unfrozen base under a random head needs freezing; nothing limits the gradients |
#
# << heading("38.10") >>
#
# * `make_inputs(images)`: CIFAR images `(n, 32, 32, 3)` of 0…255 become what ResNet50 expects, `float32` `(n, 96, 96, 3)`: enlarged, then
#   prepared by ResNet50's own function;
# * `make_augmentation()`: a model of random layers that keeps labels true: it may mirror from left to right, shift and turn a little, but not flip
#   upside down, and leaves images alone outside of training;
# * `make_model()`: ResNet50 with random weights (`weights=None`), without its top, for 96×96, frozen; pooling; ten probabilities;
# * `compile_model(network)`: compiles it for whole-number labels with Adam, a learning rate of 0.001 or less and clipped gradients,
#   and returns it.
#
# **What counts:** that each fault is gone, and that it runs on the Keras you have.
#
# <details><summary>Hint 1 · concept</summary>
#
# You have written every piece in this session already. Take the faults one by one.
# </details>
# <details><summary>Hint 2 · API</summary>
#
# `tf.image.resize`, `keras.applications.resnet50.preprocess_input`, `layers.RandomFlip("horizontal")`, `layers.RandomTranslation`,
# `keras.optimizers.Adam(learning_rate=…, clipnorm=…)`, `"sparse_categorical_crossentropy"`.
# </details>
# <details><summary>Hint 3 · skeleton</summary>
#
# ```python
# def make_model():
#     network = keras.applications.ResNet50(input_shape=(96, 96, 3), include_top=False, weights=None)
#     network.trainable = ...
#     inputs = keras.Input((96, 96, 3))
#     ...
# ```
# </details>


# %% solution="38.10"
def make_inputs(images):
    """CIFAR images (n, 32, 32, 3) of 0…255 as ResNet50 takes them: float32 (n, 96, 96, 3)."""
    ### BEGIN SOLUTION
    return keras.applications.resnet50.preprocess_input(tf.image.resize(images, (96, 96)).numpy())
    ### END SOLUTION


def make_augmentation():
    """Random changes that keep labels true, for training only."""
    ### BEGIN SOLUTION
    return keras.Sequential([layers.RandomFlip("horizontal"), layers.RandomTranslation(0.1, 0.1)])
    ### END SOLUTION


def make_model():
    """A frozen ResNet50 of random weights for 96×96, with a head for ten classes."""
    ### BEGIN SOLUTION
    network = keras.applications.ResNet50(input_shape=(96, 96, 3), include_top=False, weights=None)
    network.trainable = False
    inputs = keras.Input((96, 96, 3))
    pooled = layers.GlobalAveragePooling2D()(network(inputs, training=False))  # (batch, 2048)
    return keras.Model(inputs, layers.Dense(10, activation="softmax")(pooled))
    ### END SOLUTION


def compile_model(network):
    """The network, compiled for whole-number labels with clipped gradients."""
    ### BEGIN SOLUTION
    optimizer = keras.optimizers.Adam(learning_rate=0.001, clipnorm=1.0)
    network.compile(optimizer=optimizer, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return network
    ### END SOLUTION


# %% check="38.10"
check("38.10")
### BEGIN HIDDEN TESTS
check("38.10", seed=3810)
### END HIDDEN TESTS

# %% [markdown]
# ## 12 · Good practice, and the same idea elsewhere
#
# *10 minutes*
#
# | do | because |
# |---|---|
# | choose a base trained on a related task | features carry over best between similar pictures |
# | change the output layer first, train it, then thaw | a random head would ruin the base |
# | watch validation, keep the best weights | few examples overfit quickly |
# | dropout, augmentation, weight decay (`AdamW`) | the same reason |
# | low, decaying learning rates and clipped gradients | what was learnt is easily lost |
# | freeze BatchNorm while fine-tuning | its statistics belong to the old data |
# | save the best model and its preparation together | half a model gives wrong answers without an error |
# | write down what it cannot do | a flower model names a flower for every photo, also for a dog |
#
# **Parameter sharing** is what makes it work: one base serves many tasks, each with a small head. When the *pictures* differ but the
# task is the same (daylight and night, one hospital's scanner and another's) it is called **domain adaptation**: fine-tune on a few
# examples of the new domain, and test there.
#
# **Text and speech** do the same on a larger scale. BERT reads sentences with words blanked out, wav2vec 2.0 listens to speech with
# pieces missing; then a small head, or a gentle fine-tuning, turns them to sentiment, questions or transcripts. *Adapters* and *LoRA* freeze
# everything and train a few thousand extra weights: feature extraction and fine-tuning meet half-way.
#
# ## 13 · Your recommendation
#
# *5 minutes*
#
# A botanical garden has 900 photos of eight orchids and wants an app that names them on a telephone. Which base, which strategy, which
# checks on the photos, and which numbers would you report to them? Write four to six sentences with figures from your own runs. Your
# instructor reads this; it carries no points.

# %% [markdown] reflection="38"
# ### BEGIN SOLUTION
# A good answer chooses a small base (MobileNetV2 or EfficientNetB0) with its size and latency measured, feature extraction first
# because the data is little and similar, perhaps the last blocks afterwards with BatchNorm frozen and a low rate; audits the folder
# for duplicates across parts, unreadable files and balance; and reports the accuracy per class on a test part that was used once,
# against a baseline, with the size on disk and the median latency on the telephone itself.
# ### END SOLUTION

# %%
progress()

# %% [markdown]
# **Can you explain it?** Say each in a sentence of your own, then open the answers.
#
# 1. Why has the whole model four trainable tensors in phase one?
# 2. Photos are divided by 255 and then go through MobileNetV2's `preprocess_input`. What does the network see?
# 3. What does `training=False` alone not protect, and what does?
# 4. You thaw the last 30 layers and call `fit` without `compile`. What happens?
# 5. When would you train everything?
#
# <details><summary>Answers</summary>
#
# 1. Two Dense layers with a kernel and a bias each; the base is frozen and pooling has no weights.
# 2. Values between −1 and −0.99: the same black picture every time.
# 3. BatchNorm's moving statistics, which drift under `fit` while their layers are trainable. Setting `trainable = False` on each BatchNorm layer.
# 4. Nothing new: what may move was noted at the last `compile`.
# 5. With plenty of data of another kind than the base has seen, and then from its weights rather than from scratch.
# </details>
#
# ## Key takeaways
#
# * Don't start from scratch: with little data a frozen base and a small head beat the same network trained from nothing, by far.
# * Prepare photos exactly as the base met them, once, and check the range.
# * Head first, then the end of the base, with a much lower rate, clipped gradients, BatchNorm frozen layer by layer, after compiling again.
# * Measure against a fair baseline; look at classes and photos, not at one number.
# * Audit your folders before you train: unreadable files, duplicates across parts, balance.
# * A finished model is a file, its preparation, its size, its latency, its error messages and a plan for the day it gets worse.
#
# ## What next
#
# * **Newer backbones.** EfficientNetV2, ConvNeXt and Vision Transformers (ViT), which cut a photo into patches and let them attend to one another.
# * **Detection.** Where is it? YOLO, SSD, Faster R-CNN: a base like yours with a head for boxes.
# * **Segmentation.** Which pixels? U-Net, DeepLab: the way down is a base, the way up is new.
# * **Generation.** GANs, variational autoencoders and diffusion models draw pictures.
# * **Smaller and faster.** Quantisation, pruning and distillation make a model fit; several GPUs and mixed precision make it train faster.
# * **Trust.** Interpretability beyond Grad-CAM, robustness against adversarial pictures, continual learning without forgetting.
#
# Five projects: a herbarium of your own street (38.8 with your photos) · a sorter for recyclable rubbish on a telephone (38.6, 38.9) · a
# night-and-day experiment in domain adaptation (38.5, 38.7) · a drift monitor that warns when a deployed model's answers change (38.9) ·
# the same network with half the weights by pruning or distillation, with the accuracy it costs (38.4, 38.6).
