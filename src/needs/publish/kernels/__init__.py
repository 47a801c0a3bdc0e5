"""Kernels that fork from a process with the libraries already loaded, where that is possible; ordinary ones elsewhere."""
