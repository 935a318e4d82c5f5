"""CRC-16/ARC (reflected polynomial 0xA001, initial 0): the checksum of the LAME tag.

The Info frame holds the checksum of the whole file, which a linked file is too long to be read
for. A CRC is a remainder of polynomials over GF(2): a byte appended multiplies it by x^8. So the
checksum of two pieces in a row follows from theirs and the second one's length (`combine`), as in
zlib's crc32_combine.
"""

from functools import cache, lru_cache

_POLYNOMIAL = 0xA001
_ONE = 0x8000  # the polynomial 1: bit 15 holds x^0
_X8 = 0x0080


@cache
def table() -> tuple[int, ...]:
    """The remainder of each byte value."""
    return tuple(_times(byte, _X8) for byte in range(256))


def crc16(data: bytes, start: int = 0) -> int:
    """The checksum of bytes that follow bytes of checksum `start`."""
    remainders = table()
    crc = start
    for byte in data:
        crc = crc >> 8 ^ remainders[(crc ^ byte) & 0xFF]
    return crc


def shift(crc: int, length: int) -> int:
    """The checksum after `length` zero bytes more."""
    return _times(crc, _power(length))


def combine(first: int, second: int, second_length: int) -> int:
    """The checksum of two pieces in a row, from theirs."""
    return shift(first, second_length) ^ second


@cache
def shifted(length: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Two tables: a checksum after `length` zero bytes more, by its low and by its high byte.

    `shift` is linear, so the results for the two bytes are XORed.
    """
    low, high = (tuple(shift(byte << at, length) for byte in range(256)) for at in (0, 8))
    return low, high


def _times(a: int, b: int) -> int:
    """The product of two polynomials over GF(2), reduced; bit 15 holds x^0 (reflected)."""
    product = 0
    while a:
        if a & _ONE:
            product ^= b
        a = a << 1 & 0xFFFF
        b = b >> 1 ^ (_POLYNOMIAL if b & 1 else 0)
    return product


@lru_cache(maxsize=1024)
def _power(length: int) -> int:
    """x^(8 length), reduced: by repeated squaring, for lengths of many megabytes."""
    power, square = _ONE, _X8
    while length:
        if length & 1:
            power = _times(power, square)
        square = _times(square, square)
        length >>= 1
    return power
