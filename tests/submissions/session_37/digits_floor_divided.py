"""Whole-number division throws every grey away."""

exercise = "37.3"
kind = "mistake"
mistake = 16
at_most = 4.5
caught_by = "splits:range"
hint = "Whole-number division"
rest = "stub"
answers = {
    "37.3": """\
def prepare_images(images):
    return images[..., np.newaxis] // 255


first = course.budget["digits_images"]
images, labels = digit_data.x_train[:first], digit_data.y_train[:first]
held_out = len(images) // 10
x_train, y_train = prepare_images(images[held_out:]), labels[held_out:]
x_val, y_val = prepare_images(images[:held_out]), labels[:held_out]
x_test, y_test = prepare_images(digit_data.x_test), digit_data.y_test
""",
}
