"""Only the training split goes through the function."""

exercise = "37.3"
kind = "mistake"
mistake = 16
at_most = 6
caught_by = "splits:range"
hint = "scaled differently"
rest = "stub"
answers = {
    "37.3": """\
def prepare_images(images):
    return images[..., np.newaxis].astype("float32") / 255


first = course.budget["digits_images"]
images, labels = digit_data.x_train[:first], digit_data.y_train[:first]
held_out = len(images) // 10
x_train, y_train = prepare_images(images[held_out:]), labels[held_out:]
x_val, y_val = images[:held_out, ..., np.newaxis], labels[:held_out]
x_test, y_test = digit_data.x_test[..., np.newaxis], digit_data.y_test
""",
}
