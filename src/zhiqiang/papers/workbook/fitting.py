"""Formulas cut to what a spreadsheet takes: no cell over 8,000 characters, no function nested too deep.

Where a formula is larger, parts of it move to cells of their own. The engine's tree stays as it is; only the way it
is spread over cells changes.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from ...engine.formula.exact import scored_key
from ...engine.formula.excel import to_excel
from ...engine.formula.tree import Node, number

LONGEST = 6000
DEEPEST = 40
PART_LONGEST = 1200
PART_DEEPEST = 12
MOST_ARGUMENTS = 60
MOST_BANDS = 24
_LEAF = 24
"""Length of an address, with room."""

_COMPARING = frozenset({"=", "<>", "<", "<=", ">", ">="})

Spill = Callable[[Node, str], str]
"""Puts a formula into a cell of its own and gives the id under which `scored.<id>` finds it."""


def fitted(node: Node, addresses: Mapping[str, str], spill: Spill) -> str:
    """The formula of a lowered tree, parts of it spilt into other cells where it would be too large for one."""
    length, depth = _measure(node)
    if length > LONGEST or depth > DEEPEST or _wide(node):
        node = _shrunk(node, addresses, spill)
    return to_excel(node, addresses)


def _wide(node: Node) -> bool:
    return any(len(one.args) > MOST_ARGUMENTS for one in node.walk())


def _measure(node: Node) -> tuple[int, int]:
    """Length and depth, at most, of the text a node becomes."""
    if not node.args:
        return max(_LEAF, len(str(node.data)) + 4), 1
    parts = [_measure(arg) for arg in node.args]
    lengths, deepest = [length for length, _ in parts], max(depth for _, depth in parts)
    if node.op == "bands":
        bands = len(node.args) - 1
        return bands * (2 * lengths[0] + 60) + sum(lengths[1:]), deepest + bands + 3
    if node.op == "ratio" or node.op in _COMPARING:
        return sum(lengths) + 2 * lengths[1] + 60, deepest + 4
    return sum(lengths) + 12 * len(lengths) + 16, deepest + 2


def _shrunk(node: Node, addresses: Mapping[str, str], spill: Spill) -> Node:
    """The same tree with every argument small, large ones replaced by the cell they moved to."""
    if not node.args:
        return node
    args = tuple(_shrunk(arg, addresses, spill) for arg in node.args)
    return _narrowed(
        replace(node, args=tuple(_moved(arg, addresses, spill) for arg in args)), addresses, spill
    )


def _moved(node: Node, addresses: Mapping[str, str], spill: Spill) -> Node:
    length, depth = _measure(node)
    if length <= PART_LONGEST and depth <= PART_DEEPEST:
        return node
    return _in_own_cell(node, addresses, spill)


def _in_own_cell(node: Node, addresses: Mapping[str, str], spill: Spill) -> Node:
    # A `points` node is the tree's way to read another cell; unlike a field it is rounded before it is compared.
    id = spill(node, to_excel(node, addresses))
    assert scored_key(id) in addresses
    return Node("points", (), node.type, id, node.at)


def _narrowed(node: Node, addresses: Mapping[str, str], spill: Spill) -> Node:
    """A node with too many arguments or bands, written as one over several cells."""
    if node.op == "bands" and len(node.args) - 1 > MOST_BANDS:
        return _bands_in_parts(node, addresses, spill)
    if len(node.args) <= MOST_ARGUMENTS:
        return node
    if node.op == "mean":
        total = _narrowed(replace(node, op="sum"), addresses, spill)
        return replace(node, op="/", args=(total, number(len(node.args))))
    parts = [
        _in_own_cell(replace(node, args=node.args[start : start + MOST_ARGUMENTS]), addresses, spill)
        for start in range(0, len(node.args), MOST_ARGUMENTS)
    ]
    return _narrowed(
        replace(node, op="sum" if node.op == "count" else node.op, args=tuple(parts)), addresses, spill
    )


def _bands_in_parts(node: Node, addresses: Mapping[str, str], spill: Spill) -> Node:
    """A long ladder as the sum of short ones: a value lies in one band, so all others give 0."""
    assert isinstance(node.data, tuple)
    value, results = node.args[0], node.args[1:]
    parts = [
        _in_own_cell(
            replace(
                node,
                args=(value, *results[start : start + MOST_BANDS]),
                data=node.data[start : start + MOST_BANDS],
            ),
            addresses,
            spill,
        )
        for start in range(0, len(results), MOST_BANDS)
    ]
    return _narrowed(Node("sum", tuple(parts), node.type, None, node.at), addresses, spill)
