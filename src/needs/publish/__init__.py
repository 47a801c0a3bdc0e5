"""From a notebook to finished documents: run, exported, finished, checked and written as one HTML file each."""
