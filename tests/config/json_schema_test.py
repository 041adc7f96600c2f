"""`params --json-schema` beside a validator that others wrote: it is a schema, and says of a configuration what the
program says.

    tests/python/with_packages.sh tests/config/json_schema_test.py build/cpu/tilscape
"""
import glob
import json
import os
import re
import subprocess
import sys
import tempfile
import unittest

import jsonschema
import yaml

EXAMPLES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "examples")


class Loader(yaml.SafeLoader):
    """Numbers as YAML 1.2 has them, and with it the program and editors: 1e6 is one."""


NUMBER_BEGINS = list("-+0123456789")
Loader.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(r"[-+]?[0-9]+[eE][-+]?[0-9]+$"), NUMBER_BEGINS)


def keys_of(schema, path=()):
    """Every key of today with its own schema, sections opened."""
    for name, inner in schema["properties"].items():
        if "properties" in inner:
            yield from keys_of(inner, (*path, name))
        elif not inner.get("deprecated"):
            yield (*path, name), inner


def nested(path, value):
    for name in reversed(path):
        value = {name: value}
    return value


class JsonSchema(unittest.TestCase):
    program = None

    @classmethod
    def setUpClass(cls):
        text = subprocess.run([cls.program, "params", "--json-schema"], capture_output=True, check=True).stdout
        cls.schema = json.loads(text)
        cls.validator = jsonschema.Draft202012Validator(cls.schema)

    def refusals(self, config):
        """What the program has against it: its standard error, empty when it is good."""
        with tempfile.NamedTemporaryFile("w", suffix=".yaml", encoding="utf-8") as file:
            json.dump(config, file)
            file.flush()
            done = subprocess.run([self.program, "validate", file.name], capture_output=True, text=True, check=False)
        self.assertIn(done.returncode, (0, 2), done.stderr)
        return done.stderr if done.returncode == 2 else ""

    def test_it_is_a_schema(self):
        jsonschema.Draft202012Validator.check_schema(self.schema)

    def test_defaults_are_within_it(self):
        for path, inner in keys_of(self.schema):
            with self.subTest(".".join(path)):
                self.assertEqual([e.message for e in self.validator.iter_errors(nested(path, inner["default"]))], [])

    def test_examples_are_within_it(self):
        configs = sorted(glob.glob(os.path.join(EXAMPLES, "*", "config.yaml")))
        self.assertGreater(len(configs), 10)
        for config in configs:
            with self.subTest(config), open(config, encoding="utf-8") as file:
                values = json.loads(json.dumps(yaml.load(file, Loader)))  # whose keys are text, as JSON's are
                self.assertEqual([e.message for e in self.validator.iter_errors(values)], [])

    def test_what_is_out_of_range_is_so_for_both(self):
        tried = 0
        for path, inner in keys_of(self.schema):
            key = ".".join(path)
            if inner["type"] not in ("number", "integer"):
                continue
            for beyond in (inner.get("minimum", inner.get("exclusiveMinimum")) - 1, 2 * inner["maximum"] + 1):
                with self.subTest(key, value=beyond):
                    self.assertFalse(self.validator.is_valid(nested(path, beyond)))
                    self.assertIn(key + ": ", self.refusals(nested(path, beyond)))
                    tried += 1
        self.assertGreater(tried, 200)

    def test_old_names_are_deprecated_and_good_for_both(self):
        old = self.schema["properties"]["time"]["properties"]["t_cell_turnover_min"]
        self.assertEqual((old["deprecated"], old["description"]), (True, "The old name of time.immune_turnover_min."))
        for value, is_good in ((30, True), (-1, False)):
            config = {"time": {"t_cell_turnover_min": value}}
            self.assertEqual(self.validator.is_valid(config), is_good)
            self.assertEqual(self.refusals(config) == "", is_good)

    def test_what_is_unknown_is_so_for_both(self):
        sections = {path[:-1] for path, _ in keys_of(self.schema)}
        for section in sorted(sections):
            with self.subTest(".".join(section)):
                config = nested((*section, "no_such_key"), 1)
                self.assertFalse(self.validator.is_valid(config))
                self.assertIn("no_such_key", self.refusals(config))


if __name__ == "__main__":
    JsonSchema.program = os.path.abspath(sys.argv.pop(1))
    unittest.main()
