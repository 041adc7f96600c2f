// The start of the reference stepper, its step, conflicts, fields and escape.
#include "tests/reference/world.hpp"

#include <algorithm>

#include "agents/rules/entry.hpp"
#include "agents/rules/escape.hpp"
#include "core/execution/host_executor.hpp"
#include "core/fields/field_cycles.hpp"
#include "core/lattice/cell_id.hpp"
#include "core/multigrid/field_solver.hpp"

namespace tilscape::reference {

/// The one part that is the product's own: tests/fields compares the solver with a direct solution.
class Fields {
 public:
  explicit Fields(const LatticeParameters& l)
      : executor_(1, 1),
        solver_(executor_,
                make_lattice(l.size, static_cast<float>(l.spacing_um), l.boundary, l.neighbourhood)) {}

  void solve(World& w) {
    std::vector<std::uint8_t> tissue, immune;
    for (std::size_t s = 0; s < w.grid.sites(); ++s) {
      tissue.push_back(static_cast<std::uint8_t>(w.tissue(s)));
      immune.push_back(static_cast<std::uint8_t>(w.immune(s)));
    }
    for (int f = 0; f < field_count; ++f) {
      FieldSpec spec = w.model.fields[f];
      const double period_min = w.model.time.fields_min;
      if (spec.cycles == 0)
        spec.cycles =
            warm_field_cycles(spec, w.model.lattice.spacing_um, period_min, w.model.vessels.come_and_go());
      solver_.advance(spec, tissue.data(), immune.data(), w.field[f].data(), period_min);
      if (w.begins_anew[f]) solver_.go_on(0, cold_field_cycles - spec.cycles);
      w.begins_anew[f] = false;
    }
  }

 private:
  HostExecutor executor_;
  FieldSolver<HostExecutor> solver_;
};

namespace {

std::uint32_t vessels_of(const InitialTissue& cells) {
  std::uint32_t n = 0;
  for (const PlacedCell& cell : cells) n += cell.type == CellType::vessel;
  return n;
}

void place_tumour(World& w, const PlacedCell& placed) {
  TumourCell cell{Tissue::tumour_cycling};
  cell.id = w.id_here(placed.site.value, Birth::initial_tissue);
  for (std::uint32_t c : w.model.antigens.founder_classes) cell.antigens |= std::uint64_t{1} << c;
  if (placed.pdl1 >= 0) cell.pdl1 = placed.pdl1;
  cell.mhc1 = static_cast<float>(w.model.escape.mhc1_basal);
  w.tumour[placed.site.value] = cell;
}

void place_immune_cell(World& w, const PlacedCell& placed) {
  const RandomWords words = w.draw(Purpose::initial_immune, Layer::immune, placed.site.value);
  ImmuneCell cell{first_state(placed.type)};
  cell.id = w.id_here(placed.site.value, Birth::initial_immune);
  if (placed.type == CellType::cd8_t_cell) cell.receptor = receptor_class(w.rules.entry, words[0]);
  cell.heading = one_of(static_cast<std::uint32_t>(w.grid.directions()), words[1]);
  if (placed.pd1 >= 0) cell.pd1 = placed.pd1;
  w.immune_cells[placed.site.value] = cell;
}

void place(World& w, const PlacedCell& placed) {
  const std::size_t s = placed.site.value;
  if (placed.type == CellType::stroma) w.ground[s] = Tissue::stroma;
  if (placed.type == CellType::vessel) w.ground[s] = Tissue::vessel;
  if (placed.type == CellType::tumour) place_tumour(w, placed);
  if (is_immune(placed.type)) place_immune_cell(w, placed);
}

}  // namespace

World::World(const ReplicateStart& start)
    : model(start.model),
      rules(derive_rules(start.model, start.seed, start.number)),
      grid(start.model.lattice),
      key(replicate_key(start.seed, start.number)),
      ground(grid.sites(), Tissue::none),
      tumour(grid.sites()),
      immune_cells(grid.sites()),
      circulation(start.model, start.seed, start.number, vessels_of(start.tissue)),
      body(circulation.start()),
      levels(circulation.levels(body)),
      fields(std::make_unique<Fields>(start.model.lattice)) {
  for (int f = 0; f < field_count; ++f)
    field[f].assign(grid.sites(), static_cast<float>(model.fields[f].initial));
  begin_anew();
  for (const PlacedCell& cell : start.tissue) place(*this, cell);
}

World::~World() = default;
World::World(World&&) noexcept = default;

void World::begin_anew() {
  for (int f = 0; f < field_count; ++f) begins_anew[f] = model.fields[f].enabled;
}

bool World::immune_may_enter(std::size_t site) const {
  const Tissue t = tissue(site);
  return !immune_cells[site] && (model.immune.shares_site || t == Tissue::none || t == Tissue::vessel);
}

bool World::tumour_may_enter(std::size_t site) const {
  return tissue(site) == Tissue::none && (model.immune.shares_site || !immune_cells[site]);
}

double World::tumour_mm3() const {
  const double side_mm = static_cast<double>(static_cast<float>(model.lattice.spacing_um)) * 1e-3;
  const auto cells =
      std::count_if(tumour.begin(), tumour.end(), [](const auto& cell) { return cell.has_value(); });
  return static_cast<double>(cells) * side_mm * side_mm * side_mm;
}

BodyLevels World::levels_at(std::size_t site) const {
  Penetration there;
  if (model.fields[antibody_field].enabled) there.antibody = std::min(1.0f, field[antibody_field][site]);
  if (model.fields[small_molecule_field].enabled)
    there.small_molecule = std::min(1.0f, field[small_molecule_field][site]);
  return tilscape::levels_at(circulation.drug_action(body), there, levels);
}

void World::release_antigens(std::size_t site, bool is_immunogenic) {
  for (std::uint32_t k = 0; k < antigen_classes; ++k)
    if (tumour[site]->antigens >> k & 1)
      tell((is_immunogenic ? body_count::immunogenic_antigen : body_count::silent_antigen) + k);
  tell(is_immunogenic ? body_count::immunogenic_deaths : body_count::silent_deaths);
}

Draws World::draws(Purpose purpose, Layer layer) const {
  return {&key, Step{step}, static_cast<std::uint32_t>(purpose), static_cast<std::uint32_t>(layer)};
}

RandomWords World::draw(Purpose purpose, Layer layer, std::size_t site, std::uint32_t number) const {
  return draws(purpose, layer).at(LocalSite{static_cast<std::uint32_t>(site)}, 0, number);
}

std::uint64_t World::id_here(std::size_t site, Birth kind) const {
  return make_id(Step{step}, LocalSite{static_cast<std::uint32_t>(site)}, static_cast<std::uint32_t>(kind));
}

void Contest::enter(const World& w, std::size_t from, std::size_t d) {
  const std::size_t target = w.grid.neighbour(from, d).value();
  wants_[target][w.grid.opposite(d)] = {from, d, target};
}

std::vector<Contest::Win> Contest::winners(const World& w, Purpose purpose, Layer layer) const {
  std::vector<Win> wins;
  for (const auto& [target, contenders] : wants_) {
    const auto n = static_cast<std::uint32_t>(contenders.size());
    const std::uint32_t chosen = n == 1 ? 0 : one_of(n, w.draw(purpose, layer, target)[0]);
    wins.push_back(std::next(contenders.begin(), chosen)->second);
  }
  return wins;
}

void advance(World& w) {
  ++w.step;
  const PhasePeriods every = derive_periods(w.model.time);
  if (w.step % every.fields == 0) solve_fields(w);
  if (w.step % every.entry == 0) circulate(w);
  migrate(w);
  if (w.step % every.surveillance == 0) surveil(w);
  if (w.step % every.escape == 0) follow_ifn_gamma(w);
  if (w.step % every.immune_turnover == 0) turn_over_immune_cells(w);
  if (w.step % every.immune_turnover == 0) act_as_macrophages(w);
  if (w.step % every.tumour_turnover == 0) turn_over_tumour(w);
  if (w.step % every.vessels == 0) remodel_vessels(w);
}

void solve_fields(World& w) {
  w.fields->solve(w);
}

void follow_ifn_gamma(World& w) {
  for (std::size_t s = 0; s < w.grid.sites(); ++s) {
    if (!is_live_tumour(w.tissue(s))) continue;
    TumourCell& cell = *w.tumour[s];
    cell.pdl1 = next_pdl1(w.rules.escape, cell.pdl1, cell.genotype, w.field[ifn_gamma_field][s]);
    cell.mhc1 = next_mhc1(w.rules.escape, cell.mhc1, cell.genotype, w.field[ifn_gamma_field][s]);
  }
}

}  // namespace tilscape::reference
