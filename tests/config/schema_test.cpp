// The table covers RunParameters completely, documents itself, and its echo reads back to the same bits.
#include "config/schema/schema.hpp"

#include <cstring>
#include <set>

#include "config/read/read_config.hpp"
#include "config/schema/check.hpp"
#include "tests/catch.hpp"

using namespace tilscape;

namespace {

/// A valid value other than the one given; a map with every name, each with a number of its own.
Value other_map(const Row& row) {
  NumberMap map;
  for (const std::string& name : row.words)
    if (name != "tumour" && name != "cd8_t_cell" && name != "nk_cell" && name != "macrophage")
      map.emplace_back(name, 1.0 / static_cast<double>(map.size() + 3));
  return map;
}

Value other_list(const Row& row) {
  if (row.key == "lattice.size") return IntegerList{40, 60, 8};
  if (row.key == "initial.tile") return IntegerList{4, 2, 1};
  IntegerList list;
  for (std::uint64_t i = 0; i < row.shape.at_most; ++i)
    list.push_back(row.shape.distinct ? 63 - i : i % 5 ? 5 : 0);
  return list;
}

/// Values to try in place of `row`'s in `run`, most telling first: a number with all its digits.
std::vector<Value> others(const Row& row, const RunParameters& run) {
  const Value now = row.get(run);
  switch (row.kind) {
    case Kind::boolean:
      return {!std::get<bool>(now)};
    case Kind::integer:
      return {std::get<std::uint64_t>(now) + 1, row.integers.high, row.integers.low};
    case Kind::number: {
      const double x = std::get<double>(now);
      return {x * 0.98765432109876543 + 1e-3 / 7, x * 2, x / 3, x + 1};
    }
    case Kind::choice:
      return {row.words.back(), row.words.front()};
    case Kind::text:
      return {std::string("/data/a \"b\"\\c: #ä\t.csv")};
    case Kind::integer_list:
      return {other_list(row)};
    case Kind::number_map:
      return {other_map(row)};
    case Kind::therapy:
    case Kind::sweep:
      return {};
  }
  return {};
}

/// Sets the first other value that breaks no rule; false if there is none.
bool change(const Row& row, RunParameters& run) {
  for (const Value& value : others(row, run)) {
    RunParameters changed = run;
    if (check_value(row, value)) continue;
    row.set(changed, value);
    if (row.get(changed) == row.get(run) || !find_conflicts(changed).empty()) continue;
    run = changed;
    return true;
  }
  return false;
}

/// Defaults, with a table to tile, what lets cores shrink, and VEGF.
RunParameters base_run() {
  RunParameters run = default_parameters();
  run.model.initial.tissue = "/tissue.csv";
  run.model.tumour.placement = Placement::push;
  run.model.fields[vegf_field].enabled = true;
  return run;
}

/// Number of words of `bytes` bytes in which two objects agree.
template <class T>
std::size_t words_alike(const T& a, const T& b, std::size_t bytes) {
  static_assert(std::is_trivially_copyable_v<T>);
  std::size_t alike = 0;
  for (std::size_t at = 0; at < sizeof(T); at += bytes)
    alike += std::memcmp(reinterpret_cast<const char*>(&a) + at, reinterpret_cast<const char*>(&b) + at,
                         bytes) == 0;
  return alike;
}

RunParameters with_every_row_changed() {
  RunParameters run = default_parameters();
  for (const Row& row : schema())
    if (const auto values = others(row, run); !values.empty()) row.set(run, values.front());
  return run;
}

}  // namespace

TEST_CASE("the defaults are the rows' defaults, in range and without conflict") {
  const RunParameters run = default_parameters();
  CHECK(find_conflicts(run).empty());
  CHECK_FALSE(world_too_large(run));
  for (const Row& row : schema()) {
    INFO(row.key);
    CHECK_FALSE(check_value(row, row.default_value).has_value());
    if (row.kind != Kind::number_map) CHECK(row.get(run) == row.default_value);
  }
  CHECK(run.model.fields[oxygen_field].tissue_uptake_per_min[2] == 10);  // the group `tumour`, expanded
  CHECK(run.model.fields[oxygen_field].tissue_uptake_per_min[4] == 0);
  CHECK(run.model.fields[ifn_gamma_field].unit == "ng/mL");
  CHECK(run.model.antigens.hla_allele[63] == 3);
}

TEST_CASE("every row is documented and its key is unique") {
  std::set<std::string> keys;
  for (const Row& row : schema()) {
    INFO(row.key);
    CHECK(keys.insert(row.key).second);
    CHECK_FALSE(is_section(row.key));
    CHECK_FALSE(row.doc.empty());
    CHECK_FALSE(row.source.empty());
    CHECK_FALSE(row.unit.empty());
    CHECK(std::string("FPNMS").find(static_cast<char>(row.status)) != std::string::npos);
    CHECK(find_row(row.key) == &row);
  }
}

TEST_CASE("each row alone changes the echo, and the echo reads back to the same values") {
  const std::string before = to_yaml(base_run());
  for (const Row& row : schema()) {
    if (row.kind == Kind::therapy || row.kind == Kind::sweep) continue;
    INFO(row.key);
    RunParameters run = base_run();
    REQUIRE(change(row, run));
    const std::string echo = to_yaml(run);
    CHECK(echo != before);
    const RunParameters again = read_config_text(echo, "echo.yaml");
    for (const Row& other : schema()) {
      INFO(other.key);
      CHECK(other.get(again) == other.get(run));
    }
    CHECK(to_yaml(again) == echo);
  }
}

TEST_CASE("no member of RunParameters is out of the table's reach: plain parts") {
  const RunParameters a = default_parameters();
  const RunParameters b = with_every_row_changed();
  CHECK(a.seed != b.seed);
  CHECK(a.replicates != b.replicates);
  CHECK(a.duration_days != b.duration_days);
  CHECK(words_alike(a.model.lattice, b.model.lattice, 8) == 0);
  CHECK(words_alike(a.model.time, b.model.time, 8) == 0);
  CHECK(words_alike(a.model.tumour, b.model.tumour, 8) == 0);
  CHECK(words_alike(a.model.mutation, b.model.mutation, 8) == 0);
  CHECK(words_alike(a.model.escape, b.model.escape, 8) == 0);
  CHECK(words_alike(a.model.t_cell, b.model.t_cell, 8) == 0);
  for (const CellType type : walker_types)
    CHECK(words_alike(a.model.walkers[type], b.model.walkers[type], 8) == 0);
  CHECK(words_alike(a.model.nk, b.model.nk, 8) == 0);
  CHECK(words_alike(a.model.macrophage, b.model.macrophage, 8) == 0);
  CHECK(words_alike(a.model.treg, b.model.treg, 8) == 0);
  CHECK(a.model.immune.mixing != b.model.immune.mixing);
  CHECK(a.model.immune.shares_site != b.model.immune.shares_site);
  CHECK(a.model.immune.stroma_speed_factor != b.model.immune.stroma_speed_factor);
  CHECK(words_alike(a.model.blood, b.model.blood, 8) == 0);
  CHECK(words_alike(a.model.vessels, b.model.vessels, 8) == 0);
  CHECK(a.model.vessels.collapse != b.model.vessels.collapse);
  CHECK(a.model.vessels.sprouting != b.model.vessels.sprouting);
  CHECK(words_alike(a.output, b.output, 8) == 0);
  CHECK(words_alike(a.execution, b.execution, 4) == 0);
  CHECK(a.model.lattice.boundary != b.model.lattice.boundary);
}

// The structured bindings stop compiling when a member is added: give it a row, then add it here.
TEST_CASE("no member of RunParameters is out of the table's reach: parts with containers") {
  const RunParameters a = default_parameters();
  const RunParameters b = with_every_row_changed();
  {
    const auto& [tissue, tile, arrangement, radius, fraction, cells, stroma, vessels, t_cells, walkers] =
        a.model.initial;
    const InitialParameters& other = b.model.initial;
    CHECK(tissue != other.tissue);
    CHECK(tile != other.tile);
    CHECK(arrangement != other.tumour_arrangement);
    CHECK(radius != other.tumour_radius_um);
    CHECK(fraction != other.tumour_fraction);
    CHECK(cells != other.tumour_cells);
    CHECK(stroma != other.stroma_fraction);
    CHECK(vessels != other.vessels_per_mm2);
    CHECK(t_cells != other.t_cell_fraction);
    for (const CellType type : walker_types) CHECK(walkers[type] != other.walker_fraction[type]);
  }
  const auto& [founders, antigenicity, alleles] = a.model.antigens;
  CHECK(founders != b.model.antigens.founder_classes);
  CHECK(antigenicity != b.model.antigens.antigenicity_mean);
  CHECK(alleles != b.model.antigens.hla_allele);
  for (std::size_t i = 0; i < field_count; ++i) {
    const auto& [name, unit, enabled, quasi_steady, diffusivity, decay, tissue_source, immune_source,
                 tissue_uptake, immune_uptake, exchange, source_spacing, exchange_value, border, border_value,
                 initial, reference, cycles] = a.model.fields[i];
    const FieldSpec& other = b.model.fields[i];
    INFO(name << " " << unit);
    CHECK(enabled != other.enabled);
    CHECK(quasi_steady != other.quasi_steady);
    CHECK(diffusivity != other.diffusivity_um2_per_min);
    CHECK(decay != other.decay_per_min);
    for (std::size_t code = 1; code <= 7; ++code) {
      CHECK(tissue_source[code] != other.tissue_source_per_min[code]);
      CHECK(tissue_uptake[code] != other.tissue_uptake_per_min[code]);
    }
    for (std::size_t code = 1; code < immune_state_count; ++code) {
      CHECK(immune_source[code] != other.immune_source_per_min[code]);
      CHECK(immune_uptake[code] != other.immune_uptake_per_min[code]);
    }
    CHECK(exchange[7] != other.tissue_exchange_per_min[7]);
    CHECK(source_spacing != other.source_spacing_um);
    CHECK(exchange_value != other.exchange_value);
    CHECK(border != other.border);
    CHECK(border_value != other.border_value);
    CHECK(initial != other.initial);
    CHECK(reference != other.reference);
    CHECK(cycles != other.cycles);
  }
}

TEST_CASE("numbers are written so that every reader gets the same bits") {
  CHECK(number_text(0.1) == "0.1");
  CHECK(number_text(1e300) == "1.0e+300");  // YAML 1.1 takes 1e+300 for text
  CHECK(number_text(5e-324) == "5.0e-324");
  CHECK(number_text(1.0 / 3) == "0.3333333333333333");
  CHECK(value_text(Value(std::string("a\"\\\n\x7f"))) == R"("a\"\\\u000a\u007f")");
}
