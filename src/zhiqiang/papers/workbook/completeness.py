"""Whether everything was there that a formula really read: the engine's lazy reading, written as a tree of its own."""

from collections.abc import Callable, Iterator

from ...engine.formula.tree import TRUTH, Leaf, Node

Wanted = Callable[[Leaf], bool]


def present(leaf: Leaf) -> Node:
    """Whether an answer is there or not applicable: read from the cell `scored.present:<key>`."""
    return Node("points", (), TRUTH, f"present:{leaf.key}")


def complete(node: Node, wanted: Wanted) -> list[Node]:
    """Tests that hold together when no wanted answer is missing that the formula (lowered) reads.

    An `if` reads its condition and the branch taken; `answered(…)` asks and does not read.
    """
    return list({_same(test): test for test in _tests(node, wanted)}.values())


def _same(test: Node) -> object:
    return test.data if test.op == "points" else id(test)


def _tests(node: Node, wanted: Wanted) -> Iterator[Node]:
    if node.op == "field":
        if wanted(node.leaf):
            yield present(node.leaf)
    elif node.op == "if":
        condition, yes, no = node.args
        yield from complete(condition, wanted)
        branches = [all_of(complete(branch, wanted)) for branch in (yes, no)]
        if any(branch.op != "truth" for branch in branches):
            yield Node("if", (condition, *branches), TRUTH)
    elif node.op != "answered":
        for arg in node.args:
            yield from _tests(arg, wanted)


def all_of(tests: list[Node]) -> Node:
    """One test that holds where all of these do."""
    if not tests:
        return Node("truth", (), TRUTH, True)
    return tests[0] if len(tests) == 1 else Node("all", tuple(tests), TRUTH)
