// Walks the sites in order once, then gathers column by column, so that only one extra column is in memory at
// a time.
#include "agents/cell_table.hpp"

#include "agents/rules.hpp"
#include "core/cell_id.hpp"

namespace tilscape {

namespace {

/// Where the value of a table row comes from.
struct Source {
  std::uint32_t site;  // local
  AgentIndex slot;     // no_agent: static tissue
  CellType type;
};

std::vector<Source> cells_in_site_order(World& world, std::uint32_t replicate, CellTable& table) {
  const std::uint32_t sites = world.lattice().sites();
  const std::size_t first = std::size_t{replicate} * sites;
  const auto tissue = world.tissue().to_host(first, sites);
  const auto immune = world.immune().to_host(first, sites);
  const auto tumour_at = world.tumour_at().to_host(first, sites);
  const auto t_cell_at = world.t_cell_at().to_host(first, sites);
  std::size_t n = 0;
  for (std::uint32_t s = 0; s < sites; ++s) n += (tissue[s] != Tissue::none) + (immune[s] != Immune::none);
  std::vector<Source> cells;
  cells.reserve(n);
  table.state.reserve(n);
  for (std::uint32_t s = 0; s < sites; ++s) {
    if (tissue[s] != Tissue::none) {
      cells.push_back({s, is_tumour(tissue[s]) ? tumour_at[s] : no_agent, cell_type_of(tissue[s])});
      table.state.push_back(static_cast<std::uint8_t>(tissue[s]));
    }
    if (immune[s] != Immune::none) {
      cells.push_back({s, t_cell_at[s], CellType::cd8_t_cell});
      table.state.push_back(static_cast<std::uint8_t>(immune[s]));
    }
  }
  return cells;
}

/// to[k] = column[slot] where the row is of this type; other rows stay as they are.
template <class To, class Column>
void gather(std::vector<To>& to, const std::vector<Source>& cells, CellType type, const Column& column,
            std::size_t slots) {
  to.resize(cells.size());
  const auto values = column.to_host(0, slots);
  for (std::size_t k = 0; k < cells.size(); ++k)
    if (cells[k].type == type) to[k] = static_cast<To>(values[cells[k].slot.value]);
}

float radius_um(CellType type, float spacing_um) {
  switch (type) {
    case CellType::tumour:
      return 0.5f * spacing_um;
    case CellType::stroma:
      return 0.4f * spacing_um;
    case CellType::vessel:
      return 0.5f * spacing_um;
    case CellType::cd8_t_cell:
      return 0.35f * spacing_um;
  }
  return 0;
}

void fill_places(CellTable& table, const std::vector<Source>& cells, const Lattice& lattice) {
  const std::size_t n = cells.size();
  table.points_um.resize(3 * n);
  table.site.resize(n);
  table.cell_type.resize(n);
  table.radius_um.resize(n);
  table.cell_id.resize(n);
  for (std::size_t k = 0; k < n; ++k) {
    const Position p = lattice.locate(SiteIndex{cells[k].site});
    table.points_um[3 * k] = (static_cast<float>(p.x) + 0.5f) * lattice.spacing_um;
    table.points_um[3 * k + 1] = (static_cast<float>(p.y) + 0.5f) * lattice.spacing_um;
    table.points_um[3 * k + 2] = (static_cast<float>(p.z) + 0.5f) * lattice.spacing_um;
    table.site[k] = cells[k].site;
    table.cell_type[k] = static_cast<std::uint8_t>(cells[k].type);
    table.radius_um[k] = radius_um(cells[k].type, lattice.spacing_um);
    table.cell_id[k] = static_cast<std::int64_t>(
        make_id(Step{0}, LocalSite{cells[k].site}, static_cast<std::uint32_t>(Birth::initial_tissue)));
  }
}

/// Hits as they count now: those that the time since the last one has repaired are gone.
void fill_hits(CellTable& table, const std::vector<Source>& cells, World& world, Step step,
               std::uint32_t replicate) {
  const SurveillanceRules rules = world.rules(replicate).surveillance;
  std::vector<std::uint32_t> last_hit;
  gather(table.hits, cells, CellType::tumour, world.tumour().hits, world.tumour_slots());
  gather(last_hit, cells, CellType::tumour, world.tumour().last_hit, world.tumour_slots());
  for (std::size_t k = 0; k < cells.size(); ++k)
    table.hits[k] = static_cast<std::uint8_t>(hits_left(rules, table.hits[k], step.value - last_hit[k]));
}

}  // namespace

CellTable cell_table(World& world, Step step, std::uint32_t replicate, double base_step_min) {
  CellTable table;
  const std::vector<Source> cells = cells_in_site_order(world, replicate, table);
  fill_places(table, cells, world.lattice());
  const auto& tumour = world.tumour();
  const auto& t_cells = world.t_cells();
  const std::size_t slots = world.tumour_slots(), t_slots = world.t_cell_slots();
  gather(table.cell_id, cells, CellType::tumour, tumour.id, slots);
  gather(table.cell_id, cells, CellType::cd8_t_cell, t_cells.id, t_slots);
  gather(table.clone_id, cells, CellType::tumour, tumour.clone, slots);
  gather(table.antigens, cells, CellType::tumour, tumour.antigens, slots);
  fill_hits(table, cells, world, step, replicate);
  gather(table.mhc1, cells, CellType::tumour, tumour.mhc1, slots);
  gather(table.pdl1, cells, CellType::tumour, tumour.pdl1, slots);
  gather(table.receptor, cells, CellType::cd8_t_cell, t_cells.receptor, t_slots);
  gather(table.pd1, cells, CellType::cd8_t_cell, t_cells.pd1, t_slots);
  gather(table.exhaustion, cells, CellType::cd8_t_cell, t_cells.exhaustion, t_slots);
  table.age_h.resize(cells.size());
  for (std::size_t k = 0; k < cells.size(); ++k) {
    const Step born = birth_step(static_cast<std::uint64_t>(table.cell_id[k]));
    table.age_h[k] = static_cast<float>((step.value - born.value) * base_step_min / 60);
  }
  return table;
}

std::vector<float> field_values(World& world, FieldIndex field, std::uint32_t replicate) {
  const std::size_t sites = world.lattice().sites();
  return world.field(field).to_host(replicate * sites, sites);
}

}  // namespace tilscape
