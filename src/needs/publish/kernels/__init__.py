"""Kernels that fork from a process with the libraries already loaded, where that is possible; ordinary ones elsewhere."""

UNPUBLISHED = "a picture that is not published"  # what a kernel prints of one
