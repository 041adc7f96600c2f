// A field that is off costs nothing and counts as what it is: one level everywhere.
#include <algorithm>
#include <string>

#include "agents/body/body.hpp"
#include "agents/parameters/derive.hpp"
#include "tests/agents/world_fixture.hpp"
#include "tests/catch.hpp"

using namespace tilscape;

namespace {

constexpr std::array<std::uint32_t, 3> size{12, 11, 3};

ModelParameters quiet_model() {
  ModelParameters m = model_without_fields(size);
  m.blood.cd8_cells = {};
  return m;
}

bool has_column(const CensusRow& row, const std::string& name) {
  const auto columns = columns_of(row);
  return std::any_of(columns.begin(), columns.end(), [&](const CensusColumn& c) { return c.name == name; });
}

}  // namespace

TEST_CASE("each field that is on takes a float per site, one that is off takes nothing", "[agents][fields]") {
  const Lattice lattice = make_lattice(size, 15, Boundary::closed, Neighbourhood::moore, 1);
  const auto bytes = [&](const ModelParameters& m) {
    std::size_t sum = 0;
    for (const std::size_t buffer : World::buffer_bytes(lattice, m, {}, 1)) sum += buffer;
    return sum;
  };
  ModelParameters m = quiet_model();
  const std::size_t none = bytes(m);
  for (int f = 0; f < field_count; ++f) {
    m.fields[f].enabled = true;
    const std::size_t drugs = drugs_diffuse(m) ? sizeof(DrugAction) : 0;
    CHECK(bytes(m) == none + (f + 1) * lattice.sites() * sizeof(float) + drugs);
  }
}

TEST_CASE("a field that is off has no values, no column and no residual", "[agents][fields]") {
  ModelParameters m = quiet_model();
  m.fields[il2_field].enabled = true;
  m.fields[il2_field].initial = 3;
  m.fields[il2_field].decay_per_min = 0;
  const auto simulation = simulation_of(m, {});
  simulation->advance(20);
  const CensusRow row = simulation->census()[0];
  CHECK(has_column(row, "il2_mean_nM"));
  CHECK(has_column(row, "il2_residual"));
  CHECK_FALSE(has_column(row, "oxygen_mean_mmHg"));
  CHECK(row.field_mean[il2_field] == Approx(3));  // nothing adds to it, nothing takes from it
  CHECK(simulation->field(oxygen_field, 0).empty());
  CHECK(simulation->field(il2_field, 0).size() == 12 * 11 * 3);
}

TEST_CASE("cells see the level of a field that is off, and the digest knows it", "[agents][fields]") {
  ModelParameters m = quiet_model();
  m.tumour.hypoxic_death_per_day = m.tumour.death_per_day = m.tumour.division_per_day = 0;
  const InitialTissue one{{LocalSite{100}, CellType::tumour}};
  const auto after = [&](double oxygen_mmHg) {
    m.fields[oxygen_field].initial = oxygen_mmHg;
    auto simulation = simulation_of(m, one);
    simulation->advance(60);
    return std::pair(simulation->census()[0].tissue[static_cast<std::size_t>(Tissue::tumour_hypoxic)],
                     simulation->digest()[0]);
  };
  const auto low = after(1), high = after(38), higher = after(39);
  CHECK(low.first == 1);
  CHECK(high.first == 0);
  CHECK(high.second != higher.second);  // which no cell can tell apart
}
