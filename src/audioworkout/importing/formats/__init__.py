"""The formats of plans: each module has `fits(pasted)`, and `read(pasted)` that makes a draft."""
