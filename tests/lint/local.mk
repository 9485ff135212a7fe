# lint: checks of the sources themselves.
