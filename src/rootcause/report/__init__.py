"""How an investigation is told: words and numbers first (content), then their dress.

`content` decides every word, number and threshold; `text`, `markdown`, `html` and `notebook` only
dress it, `plots` draws, `frames` gives tables for programs.
"""
