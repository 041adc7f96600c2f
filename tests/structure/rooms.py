"""The house: every folder's rooms from the ground up, with the purpose of each in one sentence.

A room may include those named before it, and the root of a folder (".") stands where it is named. The first line of a
room's README is its sentence, and docs/architecture.md draws its picture from here.
"""

ROOMS = {
    "core": {
        "base": "what everything uses: types, bits, errors, exact functions, text",
        "random": "draws keyed by place and time",
        "lattice": "sites, their neighbours, and ids of cells",
        "execution": "how a pass runs, and where its memory is",
        "fields": "a field as data: its coefficients, sources and sinks",
        "multigrid": "the solver of fields",
        ".": "mechanism without biology",
        "io/files": "files that survive what happens to the machine",
        "io/hdf5": "arrays and tables in files",
        "io/run": "what a run folder holds",
        "io": "what a run leaves on the disk",
    },
    "agents": {
        "kinds": "what there is, a row each: cells, substances, drugs, events, draws, columns, clones",
        "parameters": "what a user writes, and what rules read of it",
        "rules": "what a cell does, as pure functions: a file per phase",
        "body": "the patient around the tissue: equations on the host",
        "start": "what a world begins with or goes on from",
        "world": "who owns the cells, and what kernels see of them",
        "sites": "what stands on and around a site, and who gets it",
        "phases": "decide, resolve, commit: a file per row of the table of phases",
        "readouts": "what clinic and laboratory would read off",
        "observe": "what else is read from a world: picture, state, digest, faults",
        ".": "the biology",
    },
    "config": {
        "schema": "a row per parameter, and rules between them",
        "read": "from text to parameters",
        ".": "what a run may be told, and how it is read",
    },
    "cuda": {
        "runtime": "memory, streams and events of CUDA, with their errors",
        "execution": "passes as launches",
        ".": "the same phases on a GPU",
        "checks": "primitives and solver against the host",
    },
    "tools": {
        "machine": "what the program may use: cores, memory, backend",
        "terminal": "words, options and signals",
        "tissue": "from tables of imaged cells to a tissue",
        "run": "from options to a finished run folder",
        "commands": "a file per subcommand",
        "evolution": "clones as a tree, sampled and sequenced",
        "bench": "fixed cases, timed",
        "gpu_check": "what a machine with a GPU is asked",
        ".": "the command line and its scripts",
    },
}


def room_of(path):
    """(folder, room) of a path such as agents/rules/push.hpp; the room is "." in the folder's root."""
    folder, _, rest = str(path).partition("/")
    rooms = [room for room in ROOMS.get(folder, {}) if room != "." and rest.startswith(room + "/")]
    return folder, max(rooms, key=len, default=".")


def order_of(folder, room):
    return list(ROOMS[folder]).index(room)
