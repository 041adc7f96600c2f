#!/usr/bin/env python3
"""Checks that nvcc has kept the bodies of the kernels: what each loads and stores, read off the machine code.

check_device_code.py LIBRARY...  static libraries, objects or programs; fails when a kernel does too little,
                                 exits with 77 where cuobjdump is missing
check_device_code.py --self-test reads a listing with and without faults

A function that device code may not call is undefined behaviour to nvcc's optimiser, which then leaves out what
depends on it without a word. What is left of such a kernel is a few instructions that touch no memory.
"""
import os
import re
import shutil
import subprocess
import sys

SKIPPED = 77
FUNCTION = re.compile(r"^\s*Function : (\S+)")
# "/*0140*/  @!P0 LDG.E.64.CONSTANT R10, …": the operation and its suffixes.
INSTRUCTION = re.compile(r"^\s*/\*[0-9a-f]{4,}\*/\s+(?:@!?U?P\w+\s+)?([A-Z][A-Z0-9_]*)((?:\.\w+)*)")
BYTES = {"128": 16, "64": 8, "U8": 1, "S8": 1, "U16": 2, "S16": 2}
LOADS = {"LDG", "LD"}
CHANGES = {"STG", "ST", "RED", "REDG", "ATOM", "ATOMG"}
OWN_KERNEL = re.compile(r"\btilscape::device::(for_each_\w+|tally_\w+)<(.*)>\(")
# Kernels that only write: nothing of theirs is read.
LOAD_NOTHING = {"surveillance::ForgetTaken"}
# What a lane of the digest must read: kernels by the part of the name that tells them, and their bytes.
# A clone: id 8, parent 8, antigens 8, passengers 4, genotype 2, kinds 2, replicate 4.
LEAST_BYTES = {"digest::Clones": 36, "digest::Column<unsigned char>": 5, "digest::Column<unsigned short>": 6,
               "digest::Column<unsigned int>": 8, "digest::Column<float>": 8, "digest::Column<unsigned long>": 12,
               "digest::Plane<tilscape::Tissue>": 1, "digest::Plane<tilscape::Immune>": 1, "digest::Plane<float>": 4}


def kernels_of(listing):
    """{name: [bytes loaded from global memory, stores and atomics there]} of a listing of cuobjdump -sass."""
    kernels, counted = {}, None
    for line in listing.splitlines():
        if function := FUNCTION.match(line):
            counted = kernels.setdefault(function[1], [0, 0])
        elif counted is not None and (instruction := INSTRUCTION.match(line)):
            operation, suffixes = instruction[1], instruction[2].split(".")
            if operation in LOADS:
                counted[0] += next((BYTES[s] for s in suffixes if s in BYTES), 4)
            counted[1] += operation in CHANGES
    return kernels


def demangled(kernels):
    names = subprocess.run(["c++filt"], input="\n".join(kernels), capture_output=True, text=True, check=True)
    return dict(zip(names.stdout.splitlines(), kernels.values()))


def complaints(kernels):
    own = {name: counts for name, counts in kernels.items() if OWN_KERNEL.search(name)}
    if not own:
        yield "no kernel of ours; expected some hundred"
    for name, (loaded, changes) in own.items():
        if loaded == 0 and not any(k in name for k in LOAD_NOTHING):
            yield f"{name}: loads nothing"
        if changes == 0:
            yield f"{name}: neither stores nor adds"
    for part, least in LEAST_BYTES.items():
        found = {name: counts for name, counts in own.items() if part in name}
        if not found:
            yield f"{part}: there is no such kernel"
        for name, (loaded, _) in found.items():
            if loaded < least:
                yield f"{name}: loads {loaded} bytes; expected at least {least}"


def find_cuobjdump():
    home = os.environ.get("CUDA_HOME", "/usr/local/cuda")
    return shutil.which("cuobjdump") or shutil.which("cuobjdump", path=f"{home}/bin:/usr/local/cuda/bin")


def check(files):
    cuobjdump = find_cuobjdump()
    if not cuobjdump:
        print("skipped: no cuobjdump on the path or in CUDA's folder")
        return SKIPPED
    kernels = {}
    for file in files:
        listing = subprocess.run([cuobjdump, "-sass", file], capture_output=True, text=True, check=True)
        kernels |= kernels_of(listing.stdout)
    kernels = demangled(kernels)
    wrong = list(complaints(kernels))
    print("\n".join(wrong) if wrong else f"{len(kernels)} kernels load and store what they should.")
    return 1 if wrong else 0


def self_test():
    name = "tilscape::device::tally_in_memory<{}>(tilscape::{}, unsigned long*)"
    sound = {name.format("tilscape::" + part, part): [least, 1] for part, least in LEAST_BYTES.items()}
    clones = name.format("tilscape::digest::Clones", "digest::Clones")
    listing = ("\tFunction : k\n        /*0010*/   @!P0 EXIT ;   /* 0x0 */\n"
               "        /*0020*/   LDG.E.64 R10, desc[UR4][R8.64] ;  /* 0x0 */\n"
               "        /*0030*/   @P1 LDG.E.U8.CONSTANT R3, desc[UR4][R8.64] ;  /* 0x0 */\n"
               "        /*0040*/   LDC R3, c[0x0][0x20] ;  /* 0x0 */\n"
               "        /*0050*/   RED.E.ADD.64.STRONG.GPU desc[UR4][R8.64], R2 ;  /* 0x0 */\n")
    assert kernels_of(listing) == {"k": [9, 1]}, kernels_of(listing)
    assert not list(complaints(sound)), list(complaints(sound))
    for counts, complaint in [([0, 1], "loads nothing"), ([28, 1], "loads 28 bytes"), ([36, 0], "neither stores")]:
        found = list(complaints({**sound, clones: counts}))
        assert any(complaint in c for c in found), (complaint, found)
    assert any("no such kernel" in c for c in complaints({n: c for n, c in sound.items() if n != clones}))
    assert any("no kernel of ours" in c for c in complaints({"cub::Scan": [8, 8]}))
    print("Faults are seen.")
    return 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(self_test() if sys.argv[1:] == ["--self-test"] else check(sys.argv[1:]))
