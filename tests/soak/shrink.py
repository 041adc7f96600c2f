"""The smallest configuration found that fails in the same way."""
import copy
import re

import run

# Without these a run would be large or long.
NEEDED = ("duration_days", "lattice.size", "time.base_step_min")


def kind_of(fault):
    """What two faults of one cause have in common: the message without its numbers."""
    lines = str(fault).splitlines()
    says = next((line for line in lines[2:] if line.strip()), "") if "fails" in lines[0] else ""
    return re.sub(r"[\d.]+(e[+-]?\d+)?", "#", lines[0] + re.sub(r"^.*?/config\.yaml", "", says))[:160]


class Shrinker:
    """Takes out keys by halves and one by one, then items of what is left, as long as the fault stays."""

    def __init__(self, program, configuration, seed, folder, checks):
        self.program, self.seed, self.folder, self.checks = program, seed, folder, checks
        self.configuration = configuration
        self.kind = self.kind_with(configuration.values)

    def kind_with(self, values):
        one = copy.deepcopy(self.configuration)
        one.values = copy.deepcopy(values)
        try:
            run.execute(self.program, one, self.seed, self.folder, self.checks)
        except run.Fault as fault:
            return kind_of(fault)
        return None

    def keep(self, values):
        if self.kind_with(values) != self.kind:
            return False
        self.configuration.values = values
        return True

    def __call__(self):
        """@returns the configuration, now small; None where it does not fail (again)"""
        if self.kind is None:
            return None
        self.fewer_checks()
        size = len(self.configuration.values)
        while size > 0:
            keys = [key for key in self.configuration.values if key not in NEEDED]
            for first in range(0, len(keys), size):
                gone = set(keys[first:first + size])
                self.keep({key: x for key, x in self.configuration.values.items() if key not in gone})
            size //= 2
        for key in list(self.configuration.values):
            self.fewer_parts(key)
        return self.configuration

    def fewer_checks(self):
        every = self.checks
        for self.checks in [[]] + [[name] for name in every]:
            if self.kind_with(self.configuration.values) == self.kind:
                return
        self.checks = every

    def fewer_parts(self, key):
        value = self.configuration.values[key]
        if key == "lattice.size" or not isinstance(value, (dict, list)):
            return
        for part in list(value):
            now = self.configuration.values[key]
            less = {k: x for k, x in now.items() if k != part} if isinstance(now, dict) else [x for x in now if x != part]
            if less:
                self.keep({**self.configuration.values, key: less})
