// One snapshot as sequencing sees it: see tools/evolution/tumour_snapshot.hpp.
#include "tools/evolution/tumour_snapshot.hpp"

#include <fmt/format.h>

#include "agents/kinds/cell_types.hpp"
#include "agents/parameters/derive.hpp"
#include "config/read/read_config.hpp"
#include "core/base/errors.hpp"
#include "core/io/run/run_folder.hpp"
#include "tools/run/run_clock.hpp"

namespace tilscape {

namespace {

namespace fs = std::filesystem;

SnapshotInfo chosen(const fs::path& run, std::optional<double> day) {
  if (const auto members = run_folders(run); members.size() > 1 || members.front() != run)
    throw InputError(fmt::format("{}: holds {} members; expected one of them, such as {}", run.string(),
                                 members.size(), members.front().string()));
  if (!day) return last_snapshot(run);
  if (const auto found = snapshot_of_day(run, *day)) return *found;
  throw InputError(
      fmt::format("--day {:g}: {} has no snapshot then; expected one of those `tilscape info` lists", *day,
                  run.string()));
}

void take_cells(TumourSnapshot& s) {
  const auto read = [&](auto type, const char* name) {
    auto values = read_point_array<decltype(type)>(s.info.file, name);
    if (values.size() != s.info.cells)
      throw OutputError(fmt::format("{}: {} is of another length", s.info.file.string(), name));
    return values;
  };
  const auto type = read(std::uint8_t{}, "cell_type"), state = read(std::uint8_t{}, "state");
  const auto site = read(std::uint32_t{}, "site");
  const auto id = read(std::int64_t{}, "cell_id"), clone = read(std::int64_t{}, "clone_id");
  const std::uint64_t sites = lattice_sites(s.run.model);
  for (std::size_t k = 0; k < type.size(); ++k) {
    if (site[k] >= sites)
      throw OutputError(fmt::format("{}: has a cell outside of the lattice", s.info.file.string()));
    if (type[k] != static_cast<std::uint8_t>(CellType::tumour))
      s.normal_sites.push_back(site[k]);
    else if (is_live_tumour(static_cast<Tissue>(state[k])))
      s.tumour.push_back(
          {site[k], static_cast<std::uint64_t>(id[k]), s.tree.find(static_cast<std::uint64_t>(clone[k]))});
  }
}

}  // namespace

std::array<double, 3> TumourSnapshot::position_um(std::uint32_t site) const {
  const auto& n = run.model.lattice.size;
  const double h = run.model.lattice.spacing_um;
  return {(site % n[0] + 0.5) * h, (site / n[0] % n[1] + 0.5) * h, (site / n[0] / n[1] + 0.5) * h};
}

TumourSnapshot read_tumour_snapshot(const fs::path& run, std::optional<double> day) {
  const SnapshotInfo info = chosen(run, day);
  RunParameters parameters = read_config((run / run_files::config).string());
  CloneTree tree(read_clones_until(run, info), founder_antigens(parameters.model.antigens));
  TumourSnapshot snapshot{std::move(parameters), info, std::move(tree), {}, {}};
  take_cells(snapshot);
  return snapshot;
}

}  // namespace tilscape
