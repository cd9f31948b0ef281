"""The formula language: parsed and type-checked once into a tree that four readers share.

`parsing.parse` builds the tree; `exact` gives its value with a trace, `columns` a Polars expression over a
cohort, `excel` an Excel formula and `sentence` words in Chinese and English.
"""
