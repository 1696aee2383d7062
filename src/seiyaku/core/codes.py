"""
Check digits of identification codes (Cabinet Order art. 1; promise 1-1).

* Individual number (個人番号): MIC Order 85 of 2014, art. 5.
* Corporate number (法人番号): MOF Order 70 of 2014, art. 2.
"""

from __future__ import annotations


def individual_number_stands(digits: str) -> bool:
    """Tell whether 12 digits are an individual number with its right check digit."""
    if len(digits) != 12 or not (digits.isascii() and digits.isdigit()):
        return False
    low_first = [int(digit) for digit in reversed(digits[:11])]
    remainder = sum(p * (n + 1 if n <= 6 else n - 5) for n, p in enumerate(low_first, start=1)) % 11
    return int(digits[11]) == (0 if remainder <= 1 else 11 - remainder)


def corporate_number_stands(digits: str) -> bool:
    """Tell whether 13 digits are a corporate number with its right check digit."""
    if len(digits) != 13 or not (digits.isascii() and digits.isdigit()):
        return False
    low_first = [int(digit) for digit in reversed(digits[1:])]
    return int(digits[0]) == 9 - sum(p * (1 if n % 2 else 2) for n, p in enumerate(low_first, start=1)) % 9
