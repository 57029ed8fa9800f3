"""A certificate for names of tests, signed by itself, made anew in each run: no key is kept anywhere."""

import base64
import hashlib
import random
from dataclasses import dataclass

_SHA256_RSA = bytes.fromhex("06092a864886f70d01010b")
_RSA = bytes.fromhex("06092a864886f70d010101")
_NAME = bytes.fromhex("0603550403")
_ALT_NAMES = bytes.fromhex("0603551d11")
_BASIC = bytes.fromhex("0603551d13")
_SHA256_INFO = bytes.fromhex("3031300d060960864801650304020105000420")
_NULL = b"\x05\x00"
_BITS = 1024
_PUBLIC = 65537
_SMALL_PRIMES = [n for n in range(3, 2000, 2) if all(n % m for m in range(3, int(n**0.5) + 1, 2))]


@dataclass(frozen=True, kw_only=True)
class Certificate:
    """A certificate and its key, both as PEM."""

    certificate: str
    key: str


def make_certificate(*names: str, seed: int = 7) -> Certificate:
    """Return a certificate that holds for these host names from 2000 to 2049."""
    draw = random.Random(seed)  # noqa: S311  a test's key guards nothing
    p, q = _find_prime(draw), _find_prime(draw)
    modulus, private = p * q, pow(_PUBLIC, -1, (p - 1) * (q - 1))
    body = _certify(names, modulus)
    signature = _sign(body, modulus, private)
    whole = _sequence(body, _sequence(_SHA256_RSA, _NULL), _wrap(0x03, b"\x00" + signature))
    numbers = (0, modulus, _PUBLIC, private, p, q, private % (p - 1), private % (q - 1), pow(q, -1, p))
    key = _sequence(*(_integer(number) for number in numbers))
    return Certificate(certificate=_pem("CERTIFICATE", whole), key=_pem("RSA PRIVATE KEY", key))


def _certify(names: tuple[str, ...], modulus: int) -> bytes:
    algorithm = _sequence(_SHA256_RSA, _NULL)
    name = _sequence(_wrap(0x31, _sequence(_NAME, _wrap(0x0C, b"Test"))))
    validity = _sequence(_wrap(0x17, b"000101000000Z"), _wrap(0x17, b"491231235959Z"))
    public = _sequence(_integer(modulus), _integer(_PUBLIC))
    key = _sequence(_sequence(_RSA, _NULL), _wrap(0x03, b"\x00" + public))
    hosts = _sequence(*(_wrap(0x82, host.encode()) for host in names))
    authority = _sequence(_BASIC, _wrap(0x04, _sequence(_wrap(0x01, b"\xff"))))
    extensions = _wrap(0xA3, _sequence(_sequence(_ALT_NAMES, _wrap(0x04, hosts)), authority))
    version = _wrap(0xA0, _integer(2))
    return _sequence(version, _integer(1), algorithm, name, validity, name, key, extensions)


def _sign(data: bytes, modulus: int, private: int) -> bytes:
    size = (modulus.bit_length() + 7) // 8
    info = _SHA256_INFO + hashlib.sha256(data).digest()
    padded = b"\x00\x01" + b"\xff" * (size - len(info) - 3) + b"\x00" + info
    return pow(int.from_bytes(padded, "big"), private, modulus).to_bytes(size, "big")


def _find_prime(draw: random.Random) -> int:
    while True:
        number = draw.getrandbits(_BITS) | (3 << (_BITS - 2)) | 1
        if all(number % prime for prime in _SMALL_PRIMES) and pow(2, number - 1, number) == 1 and number % _PUBLIC != 1:
            return number


def _wrap(tag: int, content: bytes) -> bytes:
    if len(content) < 0x80:
        return bytes([tag, len(content)]) + content
    length = len(content).to_bytes((len(content).bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + content


def _sequence(*parts: bytes) -> bytes:
    return _wrap(0x30, b"".join(parts))


def _integer(number: int) -> bytes:
    return _wrap(0x02, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def _pem(label: str, data: bytes) -> str:
    text = base64.b64encode(data).decode()
    lines = [text[at : at + 64] for at in range(0, len(text), 64)]
    return "\n".join([f"-----BEGIN {label}-----", *lines, f"-----END {label}-----", ""])
