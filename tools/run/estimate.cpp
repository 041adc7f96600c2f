// Bytes are counted from the arrays; times are costs per visit measured on one core of a 2.6 GHz server (the
// benchmark in README.md repeats them), so they are good to a factor of about two.
#include "tools/run/estimate.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "agents/start/nearest_sites.hpp"
#include "agents/start/synthetic_tissue.hpp"
#include "agents/world/world.hpp"
#include "core/base/errors.hpp"
#include "core/multigrid/levels.hpp"
#include "tools/machine/machine.hpp"

namespace tilscape {

namespace {

// A snapshot: where the values of each cell come from and, unless they are read in place, the columns and
// planes that it shows.
constexpr double bytes_per_shown_cell = 9, shown_bytes_per_tumour_cell = 37, shown_bytes_per_immune_cell = 17,
                 shown_bytes_per_site = 10;
// A checkpoint, unless it is read in place: every column and plane.
constexpr double state_bytes_per_tumour_cell = 43, state_bytes_per_immune_cell = 40, state_bytes_per_site = 2;
// While one is written: the file's image, in what the largest one before it left, and chunks of 1 MiB, raw,
// shuffled and compressed.
constexpr double image_bytes_per_cell = 10, state_image_bytes_per_cell = 5,
                 image_bytes_per_site_and_field = 2.6, chunk_bytes = 20e6;
constexpr double doubled_bytes_per_site = 2 * sizeof(float);  // of a 2-D field, whose layer is stored twice
constexpr double compressed_bytes_per_cell = 14, compressed_bytes_per_site = 9;
// Groups, attributes and the configuration as text.
constexpr double snapshot_frame_bytes = 82e3, checkpoint_frame_bytes = 104e3;
constexpr double ns_per_walk = 110, ns_per_scan = 190, ns_per_turnover = 60, ns_per_field_site = 25;

void count_cells(Estimate& e, const InitialTissue& tissue) {
  for (const PlacedCell& cell : tissue) {
    ++(cell.type == CellType::tumour ? e.tumour_cells
       : is_immune(cell.type)        ? e.immune_cells
                                     : e.static_cells);
    e.vessels += cell.type == CellType::vessel;
  }
}

/// Sites of the tumour's ball or disc, cut off where the lattice ends.
double sites_in_ball(const ModelParameters& model, const Lattice& lattice) {
  const double diameter = 2 * model.initial.tumour_radius_um / model.lattice.spacing_um;
  const double most =
      1.0 * lattice.nx * lattice.nx + 1.0 * lattice.ny * lattice.ny + 1.0 * lattice.nz * lattice.nz;
  if (diameter <= 0) return 0;
  return static_cast<double>(
      sites_within(lattice, static_cast<std::uint64_t>(std::min(most, diameter * diameter))));
}

/// What synthetic_tissue() draws, as expected numbers.
void expect_cells(Estimate& e, const ModelParameters& model, const Lattice& lattice) {
  const InitialParameters& initial = model.initial;
  const double h = model.lattice.spacing_um,
               vessel_share = std::min(1.0, initial.vessels_per_mm2 * h * h * 1e-6);
  const bool is_exact = initial.tumour_cells > 0;
  double outside;  // sites that may hold stroma or a vessel
  if (is_exact) {
    e.tumour_cells = std::min<double>(initial.tumour_cells, e.sites);
    outside = e.sites - e.tumour_cells;
  } else {
    const bool is_ball = initial.tumour_arrangement == Arrangement::ball;
    const double ball = is_ball ? sites_in_ball(model, lattice) : e.sites * initial.tumour_fraction;
    e.tumour_cells = ball * (1 - vessel_share) * (is_ball ? initial.tumour_fraction : 1);
    outside = e.sites - ball;
  }
  e.vessels = (is_exact ? outside : e.sites) * vessel_share;
  e.static_cells = e.vessels + outside * (1 - vessel_share) * initial.stroma_fraction;
  const double taken = model.immune.shares_site ? 0 : e.tumour_cells + e.static_cells;
  double immune_share = initial.t_cell_fraction;
  for (const double share : initial.walker_fraction) immune_share += share;
  e.immune_cells = (e.sites - taken) * immune_share;
}

Lattice lattice_of(const LatticeParameters& l, std::size_t members) {
  return make_lattice(l.size, static_cast<float>(l.spacing_um), l.boundary, l.neighbourhood,
                      static_cast<std::uint32_t>(members));
}

double solver_bytes(const Lattice& lattice, int threads) {
  constexpr double sites_per_greatest = 128;     // of the residuals
  constexpr double tile_bytes_per_thread = 1e6;  // core/multigrid/host.hpp
  const double values = static_cast<double>(MultigridLevels::value_count(lattice));
  return sizeof(float) * (values + lattice.world_sites() / sites_per_greatest) +
         tile_bytes_per_thread * threads;
}

}  // namespace

double world_bytes(const ModelParameters& model, const Estimate& contents, std::size_t members, int threads) {
  const Lattice lattice = lattice_of(model.lattice, members);
  const auto all = [members](double n) { return static_cast<std::size_t>(n * static_cast<double>(members)); };
  double bytes = solver_bytes(lattice, threads);
  for (const std::size_t buffer : World::buffer_bytes(
           lattice, model, {all(contents.tumour_cells), all(contents.immune_cells), all(contents.vessels)},
           static_cast<std::uint32_t>(threads)))
    bytes += static_cast<double>(HostMemory::mapped_bytes(buffer));
  return bytes;
}

int snapshots_under_way(BackendChoice backend) {
  return backend == BackendChoice::cpu ? 1 : 2;
}

Estimate estimate(const RunParameters& run, const InitialTissue* tissue, int threads) {
  const auto& size = run.model.lattice.size;
  const TimeParameters& time = run.model.time;
  Estimate e;
  e.sites = 1.0 * size[0] * size[1] * size[2];
  if (tissue)
    count_cells(e, *tissue);
  else
    expect_cells(e, run.model, lattice_of(run.model.lattice, 1));
  const double cells = e.tumour_cells + e.immune_cells + e.static_cells;
  const double minutes = run.duration_days * 1440;
  double fields = 0;
  for (const FieldSpec& field : run.model.fields) fields += field.enabled;
  e.simulation_bytes = world_bytes(run.model, e, 1, threads);
  Estimate full = e;
  full.tumour_cells = e.sites - e.static_cells;
  e.full_bytes = world_bytes(run.model, full, 1, threads);
  e.start_bytes = cells * sizeof(PlacedCell);
  const double shown = e.tumour_cells * shown_bytes_per_tumour_cell +
                       e.immune_cells * shown_bytes_per_immune_cell +
                       e.sites * (shown_bytes_per_site + sizeof(float) * fields);
  const double state = e.tumour_cells * state_bytes_per_tumour_cell +
                       e.immune_cells * state_bytes_per_immune_cell +
                       e.sites * (state_bytes_per_site + sizeof(float) * fields);
  const double state_image = e.sites * fields * image_bytes_per_site_and_field +
                             (e.tumour_cells + e.immune_cells) * state_image_bytes_per_cell;
  const double image = e.sites * fields * image_bytes_per_site_and_field + cells * image_bytes_per_cell +
                       (size[2] == 1 ? e.sites * doubled_bytes_per_site : 0);
  e.snapshot_bytes = cells * bytes_per_shown_cell + shown;
  e.output_bytes = chunk_bytes + std::max(cells * bytes_per_shown_cell + image, state_image);
  e.output_beside_bytes = chunk_bytes + std::max(e.snapshot_bytes + image, state + state_image);
  e.snapshot_file_bytes =
      cells * compressed_bytes_per_cell + e.sites * compressed_bytes_per_site + snapshot_frame_bytes;
  e.checkpoint_file_bytes = state_image + checkpoint_frame_bytes;
  const double ns = e.immune_cells * (minutes / time.base_step_min * ns_per_walk +
                                      minutes / time.surveillance_min * ns_per_scan) +
                    e.tumour_cells * minutes / time.tumour_turnover_min * ns_per_turnover +
                    e.sites * fields * minutes / time.fields_min * ns_per_field_site;
  e.seconds = ns * 1e-9 / threads_worth_having(e.sites * run.replicates, threads);
  return e;
}

std::string start_text(const Estimate& e, const RunParameters& run) {
  const auto& size = run.model.lattice.size;
  std::string text;
  text += fmt::format("lattice   {} x {} x {} sites of {} um\n", size[0], size[1], size[2],
                      run.model.lattice.spacing_um);
  text += fmt::format("start     about {} tumour cells, {} immune cells, {} stroma and vessel sites\n",
                      grouped(static_cast<std::uint64_t>(e.tumour_cells + 0.5)),
                      grouped(static_cast<std::uint64_t>(e.immune_cells + 0.5)),
                      grouped(static_cast<std::uint64_t>(e.static_cells + 0.5)));
  return text;
}

void check_memory(const Estimate& e, double available_bytes, bool is_host, const char* whose) {
  const double output = std::max(e.start_bytes, e.output_bytes),
               needed = e.simulation_bytes + (is_host ? output + process_bytes : 0);
  if (needed <= available_bytes) return;
  throw DeviceError(fmt::format("lattice.size: {:.3g} sites need {}; expected at most {}, {}", e.sites,
                                human_bytes(needed), human_bytes(available_bytes), whose));
}

}  // namespace tilscape
