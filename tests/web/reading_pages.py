"""A page taken apart: its elements with their attributes, and the text a reader sees."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

UNSEEN = frozenset({"script", "style", "template"})
EMPTY = frozenset({"input", "img", "br", "hr", "meta", "link", "path", "circle", "rect", "line"})


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    text: str = ""

    def __getitem__(self, name: str) -> str:
        return self.attributes[name]

    def get(self, name: str, default: str = "") -> str:
        return self.attributes.get(name, default)


@dataclass
class Page(HTMLParser):
    elements: list[Element] = field(default_factory=list)
    open: list[Element] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements, self.open, self.texts = [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in EMPTY:
            self.open.append(element)

    def handle_startendtag(self, tag, attrs):
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag):
        while self.open:
            if self.open.pop().tag == tag:
                break

    def handle_data(self, data):
        if not any(element.tag in UNSEEN for element in self.open):
            self.texts.append(data)
        for element in self.open:
            element.text += data

    @property
    def text(self) -> str:
        return " ".join("".join(self.texts).split())

    def all(self, tag: str = "", **attributes: str) -> list[Element]:
        return [
            element
            for element in self.elements
            if (not tag or element.tag == tag)
            and all(element.get(name.replace("_", "-")) == value for name, value in attributes.items())
        ]

    @property
    def ids(self) -> list[str]:
        return [element["id"] for element in self.elements if element.get("id")]
