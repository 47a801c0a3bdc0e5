"""The documents that are rendered when none is named, by partnership."""

from needs.folders import Folders
from needs.settings import default_documents

WANTED = {wanted.partnership: wanted for wanted in default_documents(Folders.here().root)}
