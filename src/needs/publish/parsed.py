"""A finished page as a browser understands it: its elements, words and comments, each in the order of the page."""

from selectolax.lexbor import LexborHTMLParser, LexborNode

Element = LexborNode


class Parsed:
    """A page read by the rules of the HTML standard, mended where it is broken as browsers mend it."""

    def __init__(self, html: str):
        self._parser = LexborHTMLParser(html)  # its nodes are gone when it is
        top = self._parser.root
        while top.prev is not None:  # comments may stand before the page itself, and after it
            top = top.prev
        nodes = []
        while top is not None:
            nodes += top.traverse(include_text=True)
            top = top.next
        self.elements = [node for node in nodes if node.is_element_node]
        self.words = [node for node in nodes if node.is_text_node]
        self.comments = [node.comment_content or "" for node in nodes if node.is_comment_node]

    def named(self, *names: str) -> list[Element]:
        """The elements of these names."""
        return [element for element in self.elements if element.tag in names]

    def having(self, attribute: str) -> list[tuple[Element, str]]:
        """The elements that have the attribute, each with its value."""
        held = ((element, element.attributes) for element in self.elements)
        return [(element, given[attribute] or "") for element, given in held if attribute in given]


def value(element: Element, attribute: str) -> str:
    """What an element's attribute says; nothing where it has none."""
    return element.attributes.get(attribute) or ""


def text(element: Element, between: str = "") -> str:
    """An element's words with single spaces, without style sheets; `between` stands between the words of its parts."""
    words = (node for node in element.traverse(include_text=True) if node.is_text_node)
    return " ".join(between.join(node.text_content for node in words if node.parent.tag != "style").split())
