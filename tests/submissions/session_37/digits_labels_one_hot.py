"""The labels are turned into one-hot rows."""

exercise = "37.3"
kind = "mistake"
at_most = 7.75
caught_by = "splits:labels_rank"
hint = "take the digit itself"
rest = "stub"
answers = {
    "37.3": """\
def prepare_images(images):
    return images[..., np.newaxis].astype("float32") / 255


first = course.budget["digits_images"]
images, labels = digit_data.x_train[:first], digit_data.y_train[:first]
held_out = len(images) // 10
x_train, y_train = prepare_images(images[held_out:]), labels[held_out:]
x_val, y_val = prepare_images(images[:held_out]), labels[:held_out]
x_test, y_test = prepare_images(digit_data.x_test), digit_data.y_test
y_train, y_val, y_test = (keras.utils.to_categorical(y, 10) for y in (y_train, y_val, y_test))
""",
}
