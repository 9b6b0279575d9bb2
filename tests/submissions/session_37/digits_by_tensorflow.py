"""tf.cast, a stratified split by scikit-learn, labels of another dtype."""

exercise = "37.3"
kind = "alternative"
rest = "stub"
answers = {
    "37.3": """\
from sklearn.model_selection import train_test_split


def prepare_images(images):
    return tf.expand_dims(tf.cast(images, tf.float32), -1) / 255.0


pixels, digit = (part[: course.budget["digits_images"]] for part in (digit_data.x_train, digit_data.y_train))
split = train_test_split(pixels, digit.astype("uint8"), test_size=0.2, stratify=digit, random_state=4)
x_train, x_val = (np.asarray(prepare_images(part)) for part in split[:2])
y_train, y_val = split[2:]
x_test, y_test = prepare_images(digit_data.x_test[:300]), tf.constant(digit_data.y_test[:300])
""",
}
