// CD8 T cells among more targets than they can kill (row 13), all parameters at their defaults: 2 to 16 kills
// per cell and day (Halle et al. 2016, in vivo). No kill without MHC-I, of the wrong antigen, or of a cell
// that lost the HLA allele that presents it.
#include <map>

#include "tests/catch.hpp"
#include "tests/validation/cases.hpp"

using namespace tilscape;

namespace {

constexpr std::uint32_t side = 100;

/// Every `gap`-th site along each axis holds this, from `first` on.
void place_grid(InitialTissue& cells, CellType type, std::uint32_t gap, std::uint32_t first) {
  for (std::uint32_t y = first; y < side; y += gap)
    for (std::uint32_t x = first; x < side; x += gap) cells.push_back({LocalSite{x + side * y}, type});
}

/// Tumour cells that neither divide nor die by themselves, whose corpses stay; T cells that do not die. IFN-γ
/// and chemokine as by default; oxygen, which decides nothing here, constant.
ModelParameters killing_model() {
  ModelParameters m = quiet_model({side, side, 1});
  m.time = default_parameters().model.time;
  m.fields[ifn_gamma_field].enabled = true;
  m.fields[chemokine_field].enabled = true;
  m.tumour.apoptotic_clearance_h = 1e6;
  return m;
}

/// 100 T cells of receptor class 0 in a lattice full of tumour cells: 1 per 100, kills / T cell / day.
double kills_per_t_cell_day(const ModelParameters& m) {
  InitialTissue cells;
  place_grid(cells, CellType::tumour, 1, 0);
  place_grid(cells, CellType::cd8_t_cell, 10, 5);
  const auto simulation = make_host_simulation(start_of(m, cells, 31), 1);
  simulation->advance(1440);
  const CensusRow row = simulation->census()[0];
  REQUIRE(row.cd8_cells() == 100);
  return static_cast<double>(row.events[static_cast<std::size_t>(Event::kill)]) / 100;
}

/// Corpses with and without one of these losses in their genotype.
struct Corpses {
  int with_loss = 0, without_loss = 0;
  int live_with_loss = 0;
};

/// A tumour that fills the lattice while half of all daughters mutate, among T cells.
Corpses killed_by_genotype(const ModelParameters& m, std::uint16_t losses) {
  InitialTissue cells;
  place_grid(cells, CellType::tumour, 4, 0);
  place_grid(cells, CellType::cd8_t_cell, 10, 5);
  const auto simulation = make_host_simulation(start_of(m, cells, 32), 1);
  simulation->advance(1440);
  std::map<std::uint64_t, std::uint16_t> genotype{{0, 0}};
  for (const CloneRecord& r : simulation->new_clones()) genotype[r.id] = r.genotype;
  const CellTable table = simulation->cells(0);
  Corpses corpses;
  for (std::size_t k = 0; k < table.size(); ++k) {
    if (table.cell_type[k] != static_cast<std::uint8_t>(CellType::tumour)) continue;
    const bool lost = genotype.at(static_cast<std::uint64_t>(table.clone_id[k])) & losses;
    const bool dead = is_corpse(static_cast<Tissue>(table.state[k]));
    corpses.with_loss += dead && lost;
    corpses.without_loss += dead && !lost;
    corpses.live_with_loss += !dead && lost;
  }
  return corpses;
}

ModelParameters mutating_model() {
  ModelParameters m = killing_model();
  m.tumour.division_per_day = 100;  // fills the lattice within hours
  return m;
}

}  // namespace

TEST_CASE("A T cell among excess targets kills 2 to 16 of them per day", "[validation][killing]") {
  const double kills = kills_per_t_cell_day(killing_model());
  INFO("kills per T cell and day: " << kills);
  CHECK(kills > 2);
  CHECK(kills < 16);
}

TEST_CASE("T cells kill nobody who lacks their antigen", "[validation][killing]") {
  ModelParameters m = killing_model();
  m.blood.cd8_cells[0] = 1;  // T cells carry receptor class 0
  m.antigens.founder_classes = {1};
  CHECK(kills_per_t_cell_day(m) == 0);
  m.antigens.founder_classes = {0, 1};
  CHECK(kills_per_t_cell_day(m) > 1);
}

TEST_CASE("T cells kill nobody who shows no MHC-I", "[validation][killing]") {
  ModelParameters m = mutating_model();
  m.mutation.b2m_loss_per_daughter = 0.5;
  const Corpses corpses = killed_by_genotype(m, genotype::b2m_lost);
  CHECK(corpses.with_loss == 0);
  CHECK(corpses.without_loss > 20);
  CHECK(corpses.live_with_loss > 1000);
}

TEST_CASE("T cells kill nobody who lost the allele that presents their antigen", "[validation][killing]") {
  ModelParameters m = mutating_model();
  m.mutation.hla_loss_per_daughter = 0.5;
  m.antigens.hla_allele[0] = 3;
  const Corpses corpses = killed_by_genotype(m, 1u << 3);
  CHECK(corpses.with_loss == 0);
  CHECK(corpses.without_loss > 20);
  CHECK(corpses.live_with_loss > 1000);
  // Loss of another allele protects nobody.
  CHECK(killed_by_genotype(m, 1u << 2).with_loss > 5);
}
