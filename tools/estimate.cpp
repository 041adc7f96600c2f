// Bytes are counted from the arrays; times are costs per visit measured on one core of a 2.6 GHz server (the
// benchmark in README.md repeats them), so they are good to a factor of about two.
#include "tools/estimate.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "core/errors.hpp"
#include "tools/machine.hpp"

namespace tilscape {

namespace {

// Two codes, two slots, two intents, three fields, and the field solver's workspace.
constexpr double bytes_per_site = 2 + 8 + 2 + 12 + 14;
// While cells are placed: codes and slots; placed cells, in a list that doubles as it grows, and their
// columns.
constexpr double start_bytes_per_site = 10, start_bytes_per_cell = 2 * sizeof(PlacedCell) + 43;
// Columns and scratch, a quarter of room to grow, and one column more while re-sorting.
constexpr double bytes_per_tumour_cell = (43 + 9) * 1.25 + 12, bytes_per_t_cell = (40 + 5) * 1.25 + 12;
// A snapshot: raw columns of two buffers and the compressed image of one.
constexpr double snapshot_bytes_per_cell = 68, snapshot_bytes_per_site = 12;
constexpr double compressed_bytes_per_cell = 14, compressed_bytes_per_site = 9;
constexpr double ns_per_walk = 110, ns_per_scan = 190, ns_per_turnover = 60, ns_per_field_site = 25;

void count_start(Estimate& e, const RunParameters& run, const InitialTissue* tissue) {
  const InitialParameters& initial = run.model.initial;
  if (tissue) {
    for (const PlacedCell& cell : *tissue)
      ++(cell.type == CellType::tumour       ? e.tumour_cells
         : cell.type == CellType::cd8_t_cell ? e.t_cells
                                             : e.static_cells);
    return;
  }
  const double h = run.model.lattice.spacing_um, r = initial.tumour_radius_um / h;
  const bool flat = run.model.lattice.size[2] == 1;
  const bool is_ball = initial.tumour_arrangement == Arrangement::ball && initial.tumour_cells == 0;
  const double region = is_ball ? std::min(e.sites, flat ? 3.14159 * r * r : 4.18879 * r * r * r) : e.sites;
  e.tumour_cells = initial.tumour_cells ? initial.tumour_cells : region * initial.tumour_fraction;
  e.static_cells = (e.sites - (is_ball ? region : e.tumour_cells)) * initial.stroma_fraction;
  const double taken = run.model.immune.shares_site ? 0 : e.tumour_cells + e.static_cells;
  e.t_cells = (e.sites - taken) * initial.t_cell_fraction;
}

}  // namespace

Estimate estimate(const RunParameters& run, const InitialTissue* tissue, int threads) {
  const auto& size = run.model.lattice.size;
  const TimeParameters& time = run.model.time;
  Estimate e;
  e.sites = 1.0 * size[0] * size[1] * size[2];
  count_start(e, run, tissue);
  const double cells = e.tumour_cells + e.t_cells + e.static_cells;
  const double minutes = run.duration_days * 1440;
  e.simulation_bytes =
      e.sites * bytes_per_site + e.tumour_cells * bytes_per_tumour_cell + e.t_cells * bytes_per_t_cell;
  if (run.model.tumour.placement == Placement::per_bond) e.simulation_bytes += 4 * e.sites;
  e.start_bytes = e.sites * start_bytes_per_site + cells * start_bytes_per_cell;
  e.full_bytes = e.simulation_bytes + (e.sites - e.static_cells - e.tumour_cells) * bytes_per_tumour_cell;
  e.snapshots = 1 + minutes / 60 / run.output.snapshot_every_h;
  e.output_bytes = 2 * (cells * snapshot_bytes_per_cell + e.sites * snapshot_bytes_per_site);
  e.disk_bytes =
      e.snapshots * (cells * compressed_bytes_per_cell + e.sites * compressed_bytes_per_site + 60e3);
  double fields = 0;
  for (const FieldSpec& field : run.model.fields) fields += field.enabled;
  const double ns = e.t_cells * (minutes / time.base_step_min * ns_per_walk +
                                 minutes / time.surveillance_min * ns_per_scan) +
                    e.tumour_cells * minutes / time.tumour_turnover_min * ns_per_turnover +
                    e.sites * fields * minutes / time.fields_min * ns_per_field_site;
  e.seconds = ns * 1e-9 / threads;
  return e;
}

std::string start_text(const Estimate& e, const RunParameters& run) {
  const auto& size = run.model.lattice.size;
  std::string text;
  text += fmt::format("lattice   {} x {} x {} sites of {} um\n", size[0], size[1], size[2],
                      run.model.lattice.spacing_um);
  text += fmt::format("start     about {} tumour cells, {} CD8 T cells, {} stroma and vessel sites\n",
                      grouped(static_cast<std::uint64_t>(e.tumour_cells + 0.5)),
                      grouped(static_cast<std::uint64_t>(e.t_cells + 0.5)),
                      grouped(static_cast<std::uint64_t>(e.static_cells + 0.5)));
  return text;
}

void check_memory(const Estimate& e, double available_bytes) {
  if (e.simulation_bytes <= available_bytes) return;
  throw DeviceError(
      fmt::format("lattice.size: {:.3g} sites need {}; expected at most {}, this machine's memory", e.sites,
                  human_bytes(e.simulation_bytes), human_bytes(available_bytes)));
}

}  // namespace tilscape
