#!/usr/bin/env python3
"""Checks trail.json against docs/trail-format.md, independently of the Rust code.

    pip install blake3
    python check_trail.py [trail.json]

It is also a starting point for an implementation in another language:
`canonical` is the encoding, `decode` the strict reading, `check_chain` the verification.
"""

import json
import re
import sys
import uuid
from pathlib import Path

from blake3 import blake3

GENESIS = "aiia-keys audit trail v1 genesis"
ENTRY = "aiia-keys audit trail v1 entry"
FIELDS = [
    "previous", "organization", "sequence", "at", "actor",
    "action", "subject", "request_id", "details", "hash",
]
FIXED = {"previous": 32, "organization": 16, "sequence": 8, "at": 8, "hash": 32}
UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
OTHER = r"[a-z][a-z_]{0,31}(?::[!-~]{1,40})?"
FORMS = {
    "actor": rf"(?:member|key):{UUID}|operator|system|(?!(?:member|key|operator|system)(?::|$)){OTHER}",
    "action": r"(?=.{1,64}$)[a-z][a-z_]*(?:\.[a-z][a-z_]*)+",
    "subject": rf"(?:key|member|session):{UUID}|organization|(?!(?:key|member|session|organization)(?::|$)){OTHER}",
    "request_id": r"[!-~]{0,64}",
}
MICROS_MIN, MICROS_MAX = -377_705_116_800_000_000, 253_402_300_799_999_999


def derive(context: str, material: bytes) -> bytes:
    return blake3(material, derive_key_context=context).digest()


def field(content: bytes) -> bytes:
    return len(content).to_bytes(4, "big") + content


def canonical(entry: dict) -> bytes:
    """What the hash of an exported entry covers."""
    details = sorted((name.encode(), value.encode()) for name, value in entry["details"].items())
    fields = [
        bytes.fromhex(entry["previous"]),
        uuid.UUID(entry["organization"]).bytes,
        entry["sequence"].to_bytes(8, "big"),
        entry["at"].to_bytes(8, "big", signed=True),
        entry["actor"].encode(),
        entry["action"].encode(),
        entry["subject"].encode(),
        entry.get("request_id", "").encode(),
        b"".join(field(name) + field(value) for name, value in details),
    ]
    return bytes([entry["version"]]) + b"".join(map(field, fields))


def split(data: bytes) -> list:
    """The contents of fields that follow each other."""
    fields = []
    while data:
        length = int.from_bytes(data[:4], "big")
        content = data[4 : 4 + length]
        if len(data) < 4 or len(content) < length:
            raise ValueError("the bytes end early")
        fields.append(content)
        data = data[4 + length :]
    return fields


def decode(data: bytes) -> dict:
    """The exported form of encoded bytes; ValueError for all that is not canonical."""
    if data[:1] != b"\x01":
        raise ValueError("unknown version")
    contents = split(data[1:])
    if len(contents) != len(FIELDS):
        raise ValueError("wrong number of fields")
    raw = dict(zip(FIELDS, contents))
    for name, length in FIXED.items():
        if len(raw[name]) != length:
            raise ValueError(f"{name} has a wrong length")
    entry = {name: raw[name].decode() for name in FORMS}
    for name, form in FORMS.items():
        if not re.fullmatch(form, entry[name]):
            raise ValueError(f"{name} has a wrong form")
    if not entry["request_id"]:
        del entry["request_id"]
    pairs = [content.decode() for content in split(raw["details"])]
    names, values = pairs[::2], pairs[1::2]
    if len(names) != len(values) or len(names) > 32 or names != sorted(set(names)):
        raise ValueError("details are not pairs in ascending order")
    if not all(re.fullmatch(r"[a-z][a-z0-9_]{0,63}", name) for name in names):
        raise ValueError("a detail has a wrong name")
    if any(len(value.encode()) > 8192 for value in values):
        raise ValueError("a detail is too long")
    entry |= {
        "version": 1,
        "previous": raw["previous"].hex(),
        "organization": str(uuid.UUID(bytes=raw["organization"])),
        "sequence": int.from_bytes(raw["sequence"], "big"),
        "at": int.from_bytes(raw["at"], "big", signed=True),
        "details": dict(zip(names, values)),
        "hash": raw["hash"].hex(),
    }
    if not 1 <= entry["sequence"] < 1 << 63 or not MICROS_MIN <= entry["at"] <= MICROS_MAX:
        raise ValueError("a number is out of range")
    return entry


def check_chain(organization: str, entries: list) -> str:
    """The hash of the last entry; AssertionError at the first fault."""
    head = derive(GENESIS, uuid.UUID(organization).bytes).hex()
    for sequence, entry in enumerate(entries, 1):
        assert entry["hash"] == derive(ENTRY, canonical(entry)).hex(), f"{sequence}: changed"
        assert entry["organization"] == organization, f"{sequence}: wrong organization"
        assert entry["sequence"] == sequence, f"{sequence}: missing, repeated or out of order"
        assert entry["previous"] == head, f"{sequence}: unlinked"
        head = entry["hash"]
    return head


def main() -> None:
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("trail.json")
    vectors = json.loads(path.read_text(encoding="utf-8"))
    assert (vectors["genesis_context"], vectors["entry_context"]) == (GENESIS, ENTRY)
    count = 0
    for chain in vectors["chains"]:
        organization = chain["organization"]
        assert derive(GENESIS, uuid.UUID(organization).bytes).hex() == chain["genesis"]
        check_chain(organization, [vector["entry"] for vector in chain["entries"]])
        for vector in chain["entries"]:
            entry = vector["entry"]
            assert canonical(entry).hex() == vector["canonical"]
            encoded = canonical(entry) + field(bytes.fromhex(entry["hash"]))
            assert encoded.hex() == vector["encoded"]
            assert decode(encoded) == entry
            count += 1
    for case in vectors["refused"]:
        try:
            decode(bytes.fromhex(case["encoded"]))
        except ValueError:
            continue
        raise AssertionError(f"not refused: {case['why']}")
    print(f"{count} entries and {len(vectors['refused'])} refused encodings are as they should be")


if __name__ == "__main__":
    main()
