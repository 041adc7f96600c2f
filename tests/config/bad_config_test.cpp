// Malformed configurations: each must be refused with exit code 2, naming the file, the line, the key and the
// problem.
#include <algorithm>
#include <string>
#include <vector>

#include "config/read/read_config.hpp"
#include "core/base/errors.hpp"
#include "tests/catch.hpp"

using namespace tilscape;
using namespace std::string_literals;

namespace {

struct BadConfig {
  const char* name;
  std::string text;
  int line;           // 0: the message has none
  std::string key;    // "" where the text is not even keys
  const char* words;  // of the message
};

std::string repeated(const std::string& piece, int times) {
  std::string text;
  for (int i = 0; i < times; ++i) text += piece;
  return text;
}

const std::vector<BadConfig>& bad_configs() {
  static const std::vector<BadConfig> table{
      {"0 bytes", "", 1, "", "empty (0 bytes)"},
      {"only a comment", "# seed: 1\n", 1, "", "there are no keys"},
      {"a list", "- seed\n- 1\n", 1, "", "no map"},
      {"a sentence", "run it please\n", 1, "", "no map"},
      {"unknown key", "seed: 1\nsed: 2\n", 2, "sed", "did you mean 'seed'?"},
      {"mistyped key in a section", "tumour:\n  divison_per_day: 1\n", 2, "tumour.divison_per_day",
       "did you mean 'tumour.division_per_day'?"},
      {"sprouts too far apart",
       "vessels:\n  sprouting: true\n  spacing_um: 400\nfields: {vegf: {enabled: true}}\n", 3,
       "vessels.spacing_um", "expected at most 20"},
      {"mistyped section", "seed: 1\n\ntumor:\n  division_per_day: 1\n", 3, "tumor",
       "did you mean 'tumour'?"},
      {"key without its unit", "fields:\n  ifn_gamma:\n    secretion: {cd8_engaged: 1}\n", 3,
       "fields.ifn_gamma.secretion", "did you mean 'fields.ifn_gamma.secretion_ng_per_ml_per_min'?"},
      {"key of another section", "division_per_day: 1\n", 1, "division_per_day",
       "did you mean 'tumour.division_per_day'?"},
      {"dotted key", "lattice.size: [10, 10]\n", 1, "lattice.size", "nested sections"},
      {"wrong case", "Seed: 1\n", 1, "Seed", "did you mean 'seed'?"},
      {"duplicate key", "seed: 1\nreplicates: 1\nseed: 2\n", 3, "seed", "first in line 1"},
      {"duplicate section", "tumour: {}\nlattice: {}\ntumour: {}\n", 3, "tumour", "stands twice"},
      {"duplicate key in a section", "tumour:\n  death_per_day: 1\n  death_per_day: 1\n", 3,
       "tumour.death_per_day", "stands twice"},
      {"merge key", "lattice:\n  <<: {size: [3, 3]}\n", 2, "lattice.<<", "unknown key"},
      {"no value", "seed:\n", 1, "seed", "found no value"},
      {"text for a number", "duration_days: long\n", 1, "duration_days", "'long'"},
      {"number in quotes", "duration_days: \"3\"\n", 1, "duration_days", "in quotes"},
      {"unit in the value", "lattice:\n  spacing_um: 15 um\n", 2, "lattice.spacing_um",
       "the unit is part of the key"},
      {"decimal comma", "duration_days: 1,5\n", 1, "duration_days", "more than a number"},
      {"list for a number", "duration_days: [1]\n", 1, "duration_days", "found a list"},
      {"map for a number", "duration_days: {day: 1}\n", 1, "duration_days", "found a map"},
      {"block map for a number", "\nduration_days:\n  a: 1\n", 3, "duration_days", "found a map"},
      {"number for a section", "lattice: 5\n", 1, "lattice", "this is a section"},
      {"list for a section", "lattice:\n  - size\n", 1, "lattice", "this is a section"},
      {"negative rate", "tumour:\n  division_per_day: -2\n", 2, "tumour.division_per_day",
       "-2 is out of range; expected a number, 0 to"},
      {"above the range", "t_cell:\n  chemotaxis: 1.01\n", 2, "t_cell.chemotaxis", "1.01 is out of range"},
      {"zero where only above", "escape: {pdl1_hill: 0}\n", 1, "escape.pdl1_hill", "above 0"},
      {"NaN", "duration_days: .nan\n", 1, "duration_days", "'.nan'"},
      {"bare nan", "duration_days: nan\n", 1, "duration_days", "'nan'"},
      {"infinity", "duration_days: .inf\n", 1, "duration_days", "'.inf'"},
      {"minus infinity", "duration_days: -inf\n", 1, "duration_days", "'-inf'"},
      {"beyond a double", "duration_days: 1e999\n", 1, "duration_days", "beyond what a double can hold"},
      {"thousand digits", "duration_days: 1" + repeated("0", 1000) + "\n", 1, "duration_days", "beyond"},
      {"hexadecimal number", "duration_days: 0x10\n", 1, "duration_days", "more than a number"},
      {"negative seed", "seed: -1\n", 1, "seed", "below 0"},
      {"seed above 64 bits", "seed: 18446744073709551616\n", 1, "seed", "too large"},
      {"fraction for an integer", "seed: 1.5\n", 1, "seed", "not digits alone"},
      {"exponent for an integer", "seed: 1e6\n", 1, "seed", "not digits alone"},
      {"octal", "seed: 010\n", 1, "seed", "octal"},
      {"hexadecimal integer", "seed: 0x10\n", 1, "seed", "not digits alone"},
      {"no replicates", "replicates: 0\n", 1, "replicates",
       "0 is out of range; expected a whole number, 1 to"},
      {"yes for true", "immune:\n  shares_site: yes\n", 2, "immune.shares_site", "true or false"},
      {"number for true", "immune:\n  shares_site: 1\n", 2, "immune.shares_site", "true or false"},
      {"unknown choice", "lattice:\n  boundary: periodical\n", 2, "lattice.boundary",
       "did you mean 'periodic'?"},
      {"list for a choice", "lattice:\n  boundary: [closed]\n", 2, "lattice.boundary", "found a list"},
      {"one axis", "lattice:\n  size: [100]\n", 2, "lattice.size", "has 1 items"},
      {"four axes", "lattice:\n  size: [9, 9, 9, 9]\n", 2, "lattice.size", "has 4 items"},
      {"no sites", "lattice:\n  size: [0, 10]\n", 2, "lattice.size", "0 is out of range"},
      {"negative size", "lattice:\n  size: [-1, 10]\n", 2, "lattice.size", "below 0"},
      {"axis above 32 bits", "lattice:\n  size: [4294967296, 1]\n", 2, "lattice.size", "out of range"},
      {"number for a list", "lattice:\n  size: 100\n", 2, "lattice.size", "found '100'"},
      {"text in a list", "lattice:\n  size:\n    - 10\n    - ten\n", 4, "lattice.size", "'ten'"},
      {"list in a list", "lattice:\n  size: [[1, 2], 3]\n", 2, "lattice.size", "found a list"},
      {"antigen class 64", "antigens:\n  founder_classes: [64]\n", 2, "antigens.founder_classes", "0 to 63"},
      {"antigen class twice", "antigens:\n  founder_classes: [3, 3]\n", 2, "antigens.founder_classes",
       "3 stands twice"},
      {"63 alleles", "antigens:\n  hla_allele: [" + repeated("1,", 63) + "]\n", 2, "antigens.hla_allele",
       "has 63 items"},
      {"seventh allele", "antigens:\n  hla_allele: [" + repeated("1,", 63) + "6]\n", 2, "antigens.hla_allele",
       "0 to 5"},
      {"unknown cell", "fields:\n  oxygen:\n    uptake_per_min:\n      tumor: 3\n", 4,
       "fields.oxygen.uptake_per_min", "did you mean 'tumour'?"},
      {"cell twice", "fields:\n  oxygen:\n    uptake_per_min:\n      tumour: 3\n      tumour: 4\n", 5,
       "fields.oxygen.uptake_per_min", "'tumour' stands twice"},
      {"negative uptake", "fields:\n  oxygen:\n    uptake_per_min: {stroma: -1}\n", 3,
       "fields.oxygen.uptake_per_min", "stroma: -1 is out of range"},
      {"cell without a number", "fields:\n  oxygen:\n    uptake_per_min: {stroma: }\n", 3,
       "fields.oxygen.uptake_per_min", "no value"},
      {"number for a map", "fields:\n  oxygen:\n    uptake_per_min: 10\n", 3, "fields.oxygen.uptake_per_min",
       "a map"},
      {"blood class 64", "blood:\n  cd8_cells: {64: 1}\n", 2, "blood.cd8_cells", "'64' is not known"},
      {"therapy", "therapy:\n  - pembrolizumab\n", 2, "therapy[0]",
       "found 'pembrolizumab'; expected {drug: NAME"},
      {"therapy as text", "therapy: none\n", 1, "therapy", "found 'none'; expected a list of treatments"},
      {"list as a key", "? [a, b]\n: 1\n", 1, "", "expected a name"},
      {"tab", "lattice:\n\tsize: [10, 10]\n", 2, "", "tab"},
      {"truncated list", "seed: 1\nlattice:\n  size: [10, 1", 3, "", "not valid YAML"},
      {"truncated quote", "seed: 1\ninitial:\n  tissue: \"a.c", 3, "", "not valid YAML"},
      {"truncated key", "seed: 1\nduration_d", 2, "duration_d", "did you mean 'duration_days'?"},
      {"unclosed map", "lattice: {size: [10, 10]\nseed: 1\n", 2, "", "not valid YAML"},
      {"two colons", "seed: 1: 2\n", 1, "", "not valid YAML"},
      {"bad indentation", "lattice:\n    size: [10, 10]\n  spacing_um: 10\n", 3, "", "not valid YAML"},
      {"two documents", "seed: 1\n---\nseed: 2\n", 2, "", "second document"},
      {"anchor", "seed: &s 1\n", 1, "", "anchor"},
      {"alias cycle", "lattice: &a\n  size: *a\n", 1, "", "anchor"},
      {"unknown alias", "seed: *nowhere\n", 1, "", "not valid YAML"},
      {"tag", "seed: !!str 1\n", 1, "", "tag"},
      {"deep list", "seed: " + repeated("[", 100000), 1, "", "nested too deeply"},
      {"deep map", "seed: " + repeated("{a: ", 100000), 1, "", "nested too deeply"},
      {"deep block", repeated("- ", 100000), 1, "", "nested too deeply"},
      {"zero byte", "seed: 1\nreplicates: \0001\n"s, 2, "", "0x00"},
      {"not UTF-8", "seed: 1\n# caf\xe9\n", 2, "", "0xe9"},
      {"cut UTF-8", "seed: 1 # \xc3", 1, "", "0xc3"},
      {"an HDF5 file", "\x89HDF\r\n\x1a\n", 1, "", "0x89"},
      {"an executable",
       "\x7f"
       "ELF\x02\x01",
       1, "", "0x7f"},
      {"UTF-16", "\xff\xfes\0e\0"s, 1, "", "0xff"},
      // Rules between keys: the line of the first involved key that the file has.
      {"period no multiple", "time:\n  base_step_min: 2.5\n  escape_min: 61\n", 3, "time.escape_min",
       "whole multiple"},
      {"period below the step", "time:\n  surveillance_min: 0.5\n", 2, "time.surveillance_min",
       "whole multiple"},
      {"too long a run", "duration_days: 93500\n", 1, "duration_days", "134217727"},
      {"too thin for periodic", "lattice:\n  size: [2, 50]\n  boundary: periodic\n", 2, "lattice.size",
       "at least 3"},
      {"too fast a T cell", "t_cell:\n  speed_um_per_min: 16\n", 2, "t_cell.speed_um_per_min",
       "at most one site"},
      {"sprouting without VEGF", "vessels:\n  sprouting: true\n", 2, "vessels.sprouting",
       "nothing would sprout without VEGF"},
      {"shrinking core without push", "tumour:\n  necrotic_core_shrinks: true\n", 2,
       "tumour.necrotic_core_shrinks",
       "only placement push moves cells; expected push, or a core that does not shrink"},
      {"oxygen thresholds", "tumour:\n  oxygen_necrosis_mmHg: 6\n", 2, "tumour.oxygen_hypoxia_mmHg",
       "necrosis < hypoxia < full"},
      {"no steady state",
       "fields:\n  oxygen:\n    decay_per_min: 0\n    uptake_per_min: {}\n    vessel_exchange_per_min: 0\n",
       3, "fields.oxygen.quasi_steady", "without any loss"},
      {"border of a torus", "lattice: {boundary: periodic}\nfields:\n  oxygen: {border: fixed_value}\n", 3,
       "fields.oxygen.border", "has no border"},
      {"tiles of nothing", "initial:\n  tile: [2, 2]\n", 2, "initial.tile", "no table"},
      {"uneven tiles", "initial:\n  tissue: t.csv\n  tile: [3, 2]\n", 3, "initial.tile", "200 sites along x"},
      {"more cells than sites", "initial:\n  tumour_cells: 40001\n", 2, "initial.tumour_cells", "do not fit"},
      {"too many vessels", "initial:\n  vessels_per_mm2: 5000\n", 2, "initial.vessels_per_mm2",
       "at most one"},
  };
  return table;
}

std::string message_of(const std::string& text, const std::vector<std::string>& overrides = {}) {
  try {
    read_config_text(text, "bad.yaml", overrides);
  } catch (const InputError& error) {
    CHECK(error.exit_code() == 2);
    return error.what();
  }
  return "accepted";
}

}  // namespace

TEST_CASE("each malformed configuration is refused with its line, its key and its problem") {
  for (const BadConfig& bad : bad_configs()) {
    INFO(bad.name);
    const std::string message = message_of(bad.text);
    INFO(message);
    const std::string place =
        "bad.yaml:" + std::to_string(bad.line) + ": " + (bad.key.empty() ? "" : bad.key + ": ");
    CHECK(message.rfind(place, 0) == 0);
    CHECK_THAT(message, contains(bad.words) && contains("expected"));
    CHECK(message.find('\n') == std::string::npos);  // one mistake, one line
  }
}

TEST_CASE("all problems are reported at once, in the order of the file, overrides last") {
  const std::string message = message_of(
      "sed: 1\ntumour:\n  division_per_day: -2\n  x: 1\nduration_days: soon\n", {"t_cell.chemotaxis=2"});
  CHECK(message ==
        "bad.yaml:1: sed: unknown key; expected one that `tilscape params` lists; did you mean 'seed'?\n"
        "bad.yaml:3: tumour.division_per_day: -2 is out of range; expected a number, 0 to 1000000 1/day\n"
        "bad.yaml:4: tumour.x: unknown key; expected one that `tilscape params` lists\n"
        "bad.yaml:5: duration_days: found 'soon'; expected a number, 0 to 100000 day\n"
        "--set: t_cell.chemotaxis: 2 is out of range; expected a number, 0 to 1");
}

TEST_CASE("a file full of problems is told in a hundred lines") {
  std::string text;
  for (int i = 0; i < 50000; ++i) text += "x" + std::to_string(i) + ": 1\n";
  try {
    read_config_text(text, "f.yaml");
    FAIL("was accepted");
  } catch (const InputError& error) {
    const std::string report = error.what();
    CHECK(std::count(report.begin(), report.end(), '\n') == 100);
    CHECK_THAT(report, ends_with("f.yaml: and 49900 more problems"));
  }
}

TEST_CASE("what is no file has no end, and is refused") {
  CHECK_THROWS_WITH(read_config("/dev/zero"), contains("/dev/zero: is a device"));
}

TEST_CASE("a wrong override names --set") {
  struct BadOverride {
    const char* text;
    const char* begin;
    const char* words;
  };
  for (const BadOverride& bad :
       std::vector<BadOverride>{{"seed", "--set: seed: ", "no '='"},
                                {"", "--set: ", "no '='"},
                                {"=1", "--set: ", "unknown key"},
                                {"sede=1", "--set: sede: ", "did you mean 'seed'?"},
                                {"tumour=1", "--set: tumour: ", "this is a section"},
                                {"seed=", "--set: seed: ", "no value"},
                                {"seed=one", "--set: seed: ", "'one'"},
                                {"lattice.size=[1", "--set: lattice.size: ", "not valid YAML"},
                                {"lattice.size=[0, 4]", "--set: lattice.size: ", "out of range"},
                                {"time.escape_min=0.5", "--set: time.escape_min: ", "whole multiple"},
                                {"therapy=[nivolumab]", "--set: therapy[0]: ", "expected {drug: NAME"}}) {
    INFO(bad.text);
    const std::string message = message_of("{}", {bad.text});
    INFO(message);
    CHECK(message.rfind(bad.begin, 0) == 0);
    CHECK_THAT(message, contains(bad.words));
  }
}

TEST_CASE("a key that is wrong by itself causes no conflict with others") {
  CHECK(message_of("time:\n  base_step_min: -7\n  escape_min: 61\n").find('\n') == std::string::npos);
}
