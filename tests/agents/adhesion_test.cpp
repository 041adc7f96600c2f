// Entry at vessels: of the T cells that come to a free door a share adheres, more where there is chemokine.
#include "tests/agents/clusters.hpp"
#include "tests/catch.hpp"

using namespace tilscape;

namespace {

/// Share of ten thousand vessels by which a T cell has come after one update in which one knocked at each.
double share_entered(double adhesion, double chemokine) {
  ModelParameters m = clusters::quiet_model();
  m.blood.cd8_cells[0] = 1e9;
  m.blood.entry_per_min_per_cm3 = 1e3;
  m.blood.adhesion = adhesion, m.blood.adhesion_half_chemokine = 2;
  m.fields[chemokine_field].initial = chemokine;
  const auto simulation = simulation_of(m, clusters::tissue_of([](LocalSite s, InitialTissue& cells) {
                                          cells.push_back({s, CellType::vessel});
                                        }));
  simulation->advance(static_cast<std::uint32_t>(m.time.entry_min));
  const CensusRow row = simulation->census()[0];
  CHECK(events(row, Event::cd8_entry) + events(row, Event::entry_refused) == clusters::count);
  CHECK(row.cd8_cells() == events(row, Event::cd8_entry));
  return clusters::share(row.cd8_cells());
}

}  // namespace

TEST_CASE("chemokine makes T cells adhere by its law", "[agents][entry]") {
  double last = 0;
  for (const double chemokine : {0.0, 0.5, 2.0, 8.0}) {
    INFO("chemokine " << chemokine);
    const double expected = 0.1 + 0.9 * chemokine / (chemokine + 2), found = share_entered(0.1, chemokine);
    CHECK(found == Approx(expected).margin(clusters::margin(expected)));
    CHECK(found > last);
    last = found;
  }
}

TEST_CASE("where all adhere without chemokine, it changes nothing", "[agents][entry]") {
  CHECK(share_entered(1, 0) == 1);
  CHECK(share_entered(1, 5) == 1);
}

TEST_CASE("without adhesion nobody enters but where there is chemokine", "[agents][entry]") {
  CHECK(share_entered(0, 0) == 0);
  CHECK(share_entered(0, 2) == Approx(0.5).margin(clusters::margin(0.5)));
}
