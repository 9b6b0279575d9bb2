"""Judging scaled pixels: what 36.1 and 37.3 have in common."""

from __future__ import annotations

import numpy as np


def range_cause(got: np.ndarray, wanted: np.ndarray) -> str:
    """Why pixels that should be `wanted`, 0…255 divided by 255, are `got` instead. Shapes may differ."""
    low, high = (float(got.min()), float(got.max())) if got.size else (0.0, 0.0)
    if low < 0:
        return "0 must stay 0; here it becomes negative."
    if len(np.unique(got)) <= 2:
        return "Whole-number division (//) throws every grey away."
    if high > 1.5:
        return "The pixels were not divided by 255."
    if high < 0.01:
        return "The pixels were divided by 255 twice."
    if got.size == wanted.size and np.allclose(np.sort(got, None), np.sort(wanted, None), atol=1e-5):
        return "The numbers are right but stand in another order; a reshape keeps the order, a transpose does not."
    return "The numbers are near the range, but something other than 255 divides them: 255 must become exactly 1."
