// Who can see whom, in tissue small enough to count.
#include "agents/readouts/recognition.hpp"

#include <set>
#include <vector>

#include "tests/catch.hpp"
#include "tests/determinism/scenarios.hpp"
#include "tests/readouts/readout_fixture.hpp"

using namespace tilscape;
using namespace tilscape::readout_test;

namespace {

/// Two antigens, on an allele each.
ModelParameters two_antigens() {
  ModelParameters m = still_model({20, 10, 1});
  m.antigens.founder_classes = {3, 7};
  m.antigens.hla_allele[3] = 0;
  m.antigens.hla_allele[7] = 1;
  return m;
}

/// Six tumour cells, and four T cells for one class.
RecognitionReadout recognition_with(std::uint32_t t_cell_class) {
  ModelParameters m = two_antigens();
  m.blood.cd8_cells = {};
  m.blood.cd8_cells[t_cell_class] = 1;
  InitialTissue tissue;
  for (std::uint32_t k = 0; k < 6; ++k) tissue.push_back({LocalSite{k}, CellType::tumour});
  for (std::uint32_t k = 0; k < 4; ++k) tissue.push_back({LocalSite{100 + k}, CellType::cd8_t_cell});
  return *read(m, tissue).recognition;
}

constexpr double mm2 = 200 * 1e-4;  // of sites of 10 um

}  // namespace

TEST_CASE("T cells are specific for what the tumour shows, and see it", "[readouts][recognition]") {
  for (const std::uint32_t t_cell_class : {3u, 7u}) {
    CHECK(recognition_with(t_cell_class).specific_cd8_per_mm2 == Approx(4 / mm2));
    CHECK(recognition_with(t_cell_class).unseen == 0);
    CHECK(recognition_with(t_cell_class).antigen_lost == 0);
  }
  CHECK(recognition_with(5).specific_cd8_per_mm2 == 0);
  CHECK(recognition_with(5).unseen == 6);
}

TEST_CASE("a tumour alone is not seen, and none has nothing to see", "[readouts][recognition]") {
  const ModelParameters m = two_antigens();
  CHECK(read(m, {{LocalSite{7}, CellType::tumour}}).recognition->unseen == 1);
  const RecognitionReadout none = *read(m, {{LocalSite{7}, CellType::cd8_t_cell}}).recognition;
  CHECK(none.unseen == 0);
  CHECK(none.antigen_lost == 0);
  CHECK(none.specific_cd8_per_mm2 == 0);
}

TEST_CASE("CARs see an antigen without MHC-I", "[readouts][recognition]") {
  std::vector<std::uint64_t> cells(receptors, 0);
  cells[7] = 2;
  cells[car_receptor + 9] = 1;
  const ReceptorsPresent present = receptors_present(cells);
  CHECK(present.by_mhc1 == 1u << 7);
  CHECK(present.by_car == 1u << 9);
  std::vector<std::uint64_t> tumour(recognition::slots, 0);
  tumour[recognition::surface_slot + 7] = tumour[recognition::surface_slot + 9] = 1;
  const Lattice lattice = make_lattice({20, 10, 1}, 10, Boundary::closed, Neighbourhood::moore, 1);
  CHECK(recognition_readout(tumour, cells, lattice).specific_cd8_per_mm2 ==
        Approx(1 / mm2));  // no MHC-I left
  tumour[recognition::shown_slot + 7] = 1;
  CHECK(recognition_readout(tumour, cells, lattice).specific_cd8_per_mm2 == Approx(3 / mm2));
}

namespace {

/// What there is to count in one replicate, by looking at one cell after the other.
struct Counted {
  std::uint64_t antigen_lost = 0, unseen = 0, jak_lost = 0, specific = 0;
};
Counted counted(const ReplicateState& s, const AntigenParameters& model) {
  const auto is_cd8_at = [&](std::size_t k) { return is_cd8(s.immune[s.immune_cells.site[k].value]); };
  const auto is_live_at = [&](std::size_t k) { return is_live_tumour(s.tissue[s.tumour.site[k].value]); };
  std::set<std::uint32_t> present, shown, encoded;
  for (std::size_t k = 0; k < s.immune_cells.site.size(); ++k)
    if (is_cd8_at(k)) present.insert(s.immune_cells.receptor[k]);
  Counted n;
  for (std::size_t k = 0; k < s.tumour.site.size(); ++k) {
    if (!is_live_at(k)) continue;
    const std::uint64_t antigens = s.tumour.antigens[k];
    const std::uint16_t genome = s.tumour.genotype[k];
    bool is_seen = false;
    for (std::uint32_t c = 0; c < antigen_classes; ++c) {
      if (!(antigens >> c & 1)) continue;
      encoded.insert(c);
      is_seen |= present.count(car_receptor + c) > 0;
      if ((genome & genotype::b2m_lost) || (genome >> model.hla_allele[c] & 1)) continue;
      shown.insert(c);
      is_seen |= present.count(c) > 0;
    }
    n.unseen += !is_seen;
    n.jak_lost += (genome & genotype::jak_lost) != 0;
    for (const std::uint32_t c : model.founder_classes)
      if (!(antigens >> c & 1)) {
        ++n.antigen_lost;
        break;
      }
  }
  for (std::size_t k = 0; k < s.immune_cells.site.size(); ++k)
    if (const std::uint8_t receptor = s.immune_cells.receptor[k]; is_cd8_at(k))
      n.specific += is_car(receptor) ? encoded.count(receptor - car_receptor) : shown.count(receptor);
  return n;
}

}  // namespace

TEST_CASE("of a running simulation, cell by cell", "[readouts][recognition]") {
  RunParameters run = scenarios::lively({40, 33, 1}, Boundary::periodic, Neighbourhood::moore);
  run.replicates = 3;
  const auto simulation = make_host_simulation(make_start(run, nullptr), 2);
  simulation->advance(300);
  const auto readouts = simulation->read_out(all_readouts());
  const auto census = simulation->census();
  const double spacing_mm = run.model.lattice.spacing_um / 1000, area_mm2 = 40 * 33 * spacing_mm * spacing_mm;
  Counted all;
  for (std::uint32_t r = 0; r < 3; ++r) {
    CAPTURE(r);
    const Counted n = counted(simulation->state(r), run.model.antigens);
    const RecognitionReadout& read = *readouts[r].recognition;
    CHECK(read.antigen_lost == n.antigen_lost);
    CHECK(read.unseen == n.unseen);
    CHECK(census[r].jak_lost == n.jak_lost);
    CHECK(read.specific_cd8_per_mm2 == Approx(static_cast<double>(n.specific) / area_mm2));
    all.antigen_lost += n.antigen_lost, all.unseen += n.unseen;
    all.jak_lost += n.jak_lost, all.specific += n.specific;
  }
  CHECK(all.antigen_lost > 0);
  CHECK(all.unseen > 0);
  CHECK(all.jak_lost > 0);
  CHECK(all.specific > 0);
}
