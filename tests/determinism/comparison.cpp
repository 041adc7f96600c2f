// Compares in the order of the phases: fields first, because cells follow them.
#include "tests/determinism/comparison.hpp"
#include "agents/rules/surveillance.hpp"

#include <algorithm>
#include <sstream>

namespace tilscape {

namespace {

/// Remembers the first pair of values that differ.
class First {
 public:
  template <class A, class B>
  void compare(const char* quantity, std::size_t site, const A& got, const B& expected) {
    if (!text_.empty() || got == static_cast<A>(expected)) return;
    std::ostringstream out;
    out.precision(9);
    out << quantity << " at site " << site << ": " << +got << ", reference " << +static_cast<A>(expected);
    text_ = out.str();
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

void compare_fields(First& first, Simulation& simulation, std::uint32_t replicate,
                    const reference::World& w) {
  for (int f = 0; f < field_count; ++f) {
    const std::vector<float> values = simulation.field(static_cast<FieldIndex>(f), replicate);
    for (std::size_t s = 0; s < values.size(); ++s)
      first.compare(field_table[f].name, s, values[s], w.field[f][s]);
  }
}

/// Codes of both layers by site, so that a missing cell is told as such.
void compare_states(First& first, const CellTable& table, const reference::World& w) {
  std::vector<std::uint8_t> tissue(w.grid.sites(), 0), immune(w.grid.sites(), 0);
  for (std::size_t k = 0; k < table.size(); ++k) {
    const bool is_immune_cell = is_immune(static_cast<CellType>(table.cell_type[k]));
    (is_immune_cell ? immune : tissue)[table.site[k]] = table.state[k];
  }
  for (std::size_t s = 0; s < w.grid.sites(); ++s) {
    first.compare("tissue", s, tissue[s], static_cast<std::uint8_t>(w.tissue(s)));
    first.compare("immune", s, immune[s], static_cast<std::uint8_t>(w.immune(s)));
  }
}

void compare_cell(First& first, const CellTable& table, std::size_t k, const reference::World& w) {
  const std::size_t s = table.site[k];
  if (table.cell_type[k] == static_cast<std::uint8_t>(CellType::tumour) && w.tumour[s]) {
    const reference::TumourCell& cell = *w.tumour[s];
    first.compare("tumour.id", s, table.cell_id[k], cell.id);
    first.compare("tumour.clone", s, table.clone_id[k], cell.clone);
    first.compare("tumour.antigens", s, table.antigens[k], cell.antigens);
    first.compare("tumour.hits", s, table.hits[k],
                  hits_left(w.rules.surveillance, cell.hits, w.step - cell.last_hit));
    first.compare("tumour.pdl1", s, table.pdl1[k], cell.pdl1);
    first.compare("tumour.mhc1", s, table.mhc1[k], cell.mhc1);
  } else if (is_immune(static_cast<CellType>(table.cell_type[k])) && w.immune_cells[s]) {
    const reference::ImmuneCell& cell = *w.immune_cells[s];
    first.compare("t_cell.id", s, table.cell_id[k], cell.id);
    first.compare("t_cell.receptor", s, table.receptor[k], cell.receptor);
    first.compare("t_cell.pd1", s, table.pd1[k], cell.pd1);
    first.compare("t_cell.exhaustion", s, table.exhaustion[k], cell.exhaustion);
  }
}

/// Call only once per simulation: it takes the clones logged so far.
void compare_clones(First& first, Simulation& simulation, std::uint32_t replicate,
                    const reference::World& w) {
  std::vector<CloneRecord> got = simulation.new_clones(), expected = w.clones;
  got.erase(
      std::remove_if(got.begin(), got.end(), [&](const CloneRecord& c) { return c.replicate != replicate; }),
      got.end());
  std::sort(expected.begin(), expected.end(),
            [](const CloneRecord& a, const CloneRecord& b) { return a.id < b.id; });
  first.compare("number of clones", 0, got.size(), expected.size());
  for (std::size_t k = 0; k < std::min(got.size(), expected.size()); ++k) {
    const std::size_t site = (expected[k].id >> 4) & 0xffffffffu;
    first.compare("clone.id", site, got[k].id, expected[k].id);
    first.compare("clone.parent", site, got[k].parent, expected[k].parent);
    first.compare("clone.antigens", site, got[k].antigens, expected[k].antigens);
    first.compare("clone.genotype", site, got[k].genotype, expected[k].genotype);
    first.compare("clone.kinds", site, got[k].kinds, expected[k].kinds);
    first.compare("clone.passengers", site, got[k].passengers, expected[k].passengers);
  }
}

}  // namespace

std::string first_difference(Simulation& simulation, std::uint32_t replicate, const reference::World& w) {
  First first;
  compare_fields(first, simulation, replicate, w);
  const CellTable table = simulation.cells(replicate);
  compare_states(first, table, w);
  for (std::size_t k = 0; k < table.size(); ++k) compare_cell(first, table, k, w);
  compare_clones(first, simulation, replicate, w);
  if (!first.text().empty()) return first.text();
  return "nothing that a snapshot shows: a column that only cells know (heading, target, until, …)";
}

}  // namespace tilscape
