"""Data sets of batches, callbacks, more epochs, names of its own."""

exercise = "38.4"
kind = "alternative"
rest = "reference"
answers = {
    "38.4": """\
def learn(network, epochs):
    network.compile("nadam", keras.losses.CategoricalCrossentropy(), metrics=["accuracy"])
    batches = tf.data.Dataset.from_tensor_slices((x_train, y_train)).shuffle(len(x_train), seed=4).batch(32)
    checking = tf.data.Dataset.from_tensor_slices((x_val, y_val)).batch(50)
    stop = keras.callbacks.EarlyStopping("val_loss", patience=epochs, restore_best_weights=True)
    history = network.fit(batches, validation_data=checking, epochs=epochs, callbacks=[stop], verbose=0)
    return history, network.evaluate(x_test, y_test, verbose=0, return_dict=True)


head_history, scores = learn(model, course.budget["head_epochs"] + 1)
test_loss, test_accuracy = scores["loss"], scores["accuracy"]
scratch_model = build_classifier(random_base())
scratch_history, scores = learn(scratch_model, course.budget["scratch_epochs"])
scratch_accuracy = scores["accuracy"]
"""
}
