"""Guards: what must hold of a finished release, each in its own file, each free of the code it checks."""
