"""Opening a model of the user's own: the dialog, what is remembered, and reloading."""
