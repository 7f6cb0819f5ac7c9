"""The hash table over the lines of a file that is read in place, as `PackedIndex` of Sources/Extraction searches it and `LexiconMerge` makes it.

Little-endian 32-bit slots: 11 bits of the hash of the line's key, which stands in front of the first tab, 21 bits of the line's offset, 0 for an
empty slot; the hash runs from the key's last character to its first. Behind them four bits for every slot: one is set for each two characters,
hashed, that a key ends with.
"""
import struct

SLOTS = 1 << 17


def packed_index(text):
    """The table over the lines of a file; comments have no place in it."""
    slots = [0] * SLOTS
    endings = bytearray(SLOTS // 2)
    offset = 0
    for line in bytes(text).split(b"\n"):
        key = line.split(b"\t")[0].decode("utf-8")
        if key and not key.startswith("#"):
            assert offset < 1 << 21, "the offset has 21 bits"
            value = 2166136261
            for character in reversed(key):
                value = ((value ^ ord(character)) * 16777619) & 0xFFFFFFFF
            value ^= value >> 15
            slot = value % SLOTS
            while slots[slot]:
                slot = (slot + 1) % SLOTS
            slots[slot] = (value >> 21) << 21 | offset
            before, last = (ord(key[-2]) if len(key) > 1 else 0), ord(key[-1])
            bit = (((before * 0x9E3779B1) & 0xFFFFFFFF) ^ ((last * 0x85EBCA6B) & 0xFFFFFFFF)) >> 8
            bit %= SLOTS * 4
            endings[bit // 8] |= 1 << bit % 8
        offset += len(line) + 1
    return struct.pack(f"<{SLOTS}I", *slots) + bytes(endings)
