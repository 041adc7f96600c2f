// Writes the run folders that tests/paraview and tests/python open: small, made of formulas, so that a reader
// knows every value it must find. Usage: write_paraview_runs FOLDER [picture]
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

#include "core/base/errors.hpp"
#include "core/io/run/snapshot_writer.hpp"

namespace {

using namespace tilscape;

constexpr double spacing_um = 10;
constexpr double hours_per_snapshot = 6;
constexpr int snapshots_per_run = 3;

enum Type : std::uint8_t { tumour = 1, stroma = 2, vessel = 3, cd8_t_cell = 4 };

struct Cell {
  std::uint32_t site;
  std::uint8_t type, state;
};

struct World {
  std::array<std::uint32_t, 3> size;
  std::uint32_t sites() const { return size[0] * size[1] * size[2]; }
  double coordinate_um(std::uint32_t site, int axis) const {
    const std::uint32_t index = axis == 0   ? site % size[0]
                                : axis == 1 ? site / size[0] % size[1]
                                            : site / size[0] / size[1];
    return (index + 0.5) * spacing_um;
  }
  double distance_from_centre_um(std::uint32_t site) const {
    double squared = 0;
    for (int axis = 0; axis < 3; ++axis) {
      const double d = coordinate_um(site, axis) - 0.5 * size[static_cast<std::size_t>(axis)] * spacing_um;
      squared += d * d;
    }
    return std::sqrt(squared);
  }
};

/// A number in [0, 1) that looks random.
double noise(std::uint32_t site, std::uint32_t salt) {
  std::uint64_t x = (std::uint64_t{site} + 1) * 0x9E3779B97F4A7C15ull + salt * 0xBF58476D1CE4E5B9ull;
  x ^= x >> 29;
  x *= 0x94D049BB133111EBull;
  return static_cast<double>(x >> 40) / 16777216.0;
}

/// A ball of tumour that grows, necrotic in its middle, stroma and vessels around, T cells at its rim.
std::vector<Cell> tumour_cells(const World& world, int index) {
  const double half_um = 0.5 * world.size[0] * spacing_um;
  const double radius_um = half_um * (0.35 + 0.1 * index);
  std::vector<Cell> cells;
  for (std::uint32_t site = 0; site < world.sites(); ++site) {
    const double r =
        world.distance_from_centre_um(site) * (1 + 0.06 * std::sin(0.05 * world.coordinate_um(site, 0)));
    if (r < 0.3 * radius_um)
      cells.push_back({site, tumour, 5});
    else if (r < 0.6 * radius_um)
      cells.push_back({site, tumour, static_cast<std::uint8_t>(noise(site, 1) < 0.5 ? 2 : 3)});
    else if (r < radius_um)
      cells.push_back({site, tumour, 1});
    else if (noise(site, 2) < 0.02)
      cells.push_back({site, vessel, 7});
    else if (noise(site, 3) < 0.12)
      cells.push_back({site, stroma, 6});
    const bool rim = r > 0.85 * radius_um && r < 1.35 * radius_um;
    if (noise(site, 40 + static_cast<std::uint32_t>(index)) < (rim ? 0.15 : r > radius_um ? 0.02 : 0.005))
      cells.push_back({site, cd8_t_cell, static_cast<std::uint8_t>(1 + 3.99 * noise(site, 5))});
  }
  return cells;
}

template <class T, class Value>
PointArray column(const std::string& name, const std::string& units, const std::vector<Cell>& cells,
                  Value value) {
  std::vector<T> values;
  for (const Cell& cell : cells) values.push_back(static_cast<T>(value(cell)));
  return {name, units, std::move(values)};
}

std::vector<PointArray> columns(const std::vector<Cell>& cells, int index) {
  const auto share = [](std::uint32_t salt) { return [salt](const Cell& c) { return noise(c.site, salt); }; };
  const auto is_tumour = [](const Cell& c) { return c.type == tumour; };
  return {
      column<std::uint8_t>("cell_type", "1", cells, [](const Cell& c) { return c.type; }),
      column<std::uint8_t>("state", "1", cells, [](const Cell& c) { return c.state; }),
      column<std::uint32_t>("site", "1", cells, [](const Cell& c) { return c.site; }),
      // Above 2³² and below 2⁶³, as ids made of step, site and kind are.
      column<std::int64_t>(
          "cell_id", "1", cells,
          [&](const Cell& c) { return (std::int64_t{index + 1} << 36) + c.site * 16 + c.type; }),
      column<std::int64_t>("clone_id", "1", cells,
                           [&](const Cell& c) { return is_tumour(c) ? c.site % 7 : 0; }),
      column<std::int64_t>(
          "antigens", "1", cells,
          [&](const Cell& c) { return is_tumour(c) ? std::uint64_t{1} << (c.site % 64) : 0; }),
      column<std::uint8_t>("receptor", "1", cells,
                           [](const Cell& c) { return c.type == cd8_t_cell ? c.site % 64 : 255; }),
      column<float>("mhc1", "1", cells, share(6)),
      column<float>("pdl1", "1", cells,
                    [&](const Cell& c) { return is_tumour(c) ? 1 + noise(c.site, 7) : 0; }),
      column<float>("pd1", "1", cells, share(8)),
      column<std::uint8_t>("hits", "1", cells, [&](const Cell& c) { return is_tumour(c) ? c.site % 3 : 0; }),
      column<float>("exhaustion", "1", cells, share(9)),
      column<float>("radius_um", "um", cells, [](const Cell& c) { return c.type == cd8_t_cell ? 3.5 : 5.0; }),
      column<float>("age_h", "h", cells, [&](const Cell&) { return index * hours_per_snapshot; }),
  };
}

std::vector<FieldArray> fields(const World& world, std::uint32_t marked_site) {
  const double reach_um = 0.5 * world.size[0] * spacing_um;
  std::vector<float> oxygen, ifn_gamma, chemokine;
  for (std::uint32_t site = 0; site < world.sites(); ++site) {
    const double r = world.distance_from_centre_um(site) / reach_um;
    oxygen.push_back(static_cast<float>(2 + 38 * std::min(1.0, r * r)));
    ifn_gamma.push_back(static_cast<float>(std::exp(-4 * (r - 0.5) * (r - 0.5))));
    chemokine.push_back(site == marked_site ? 100.0f : static_cast<float>(1 / (1 + r)));
  }
  return {{"oxygen_mmHg", "mmHg", oxygen},
          {"ifn_gamma_ng_per_mL", "ng/mL", ifn_gamma},
          {"chemokine_relative", "1", chemokine}};
}

Snapshot snapshot(const World& world, const std::vector<Cell>& cells, int index) {
  Snapshot s;
  s.step = static_cast<std::uint64_t>(index) * 360;
  s.time_h = index * hours_per_snapshot;
  s.seed = 42;
  s.digest = 0xfedcba9876543210ull + static_cast<std::uint64_t>(index);
  s.version = "0.1.0";
  s.commit = "fake";
  s.config = "seed: 42\n";
  s.size = world.size;
  s.spacing_um = spacing_um;
  for (int axis = 0; axis < 3; ++axis)
    s.origin_um[static_cast<std::size_t>(axis)] = world.coordinate_um(0, axis);
  std::vector<float> points_um;
  for (const Cell& cell : cells)
    for (int axis = 0; axis < 3; ++axis)
      points_um.push_back(static_cast<float>(world.coordinate_um(cell.site, axis)));
  s.points_um = points_um;
  s.point_arrays = columns(cells, index);
  s.fields = fields(world, cells.empty() ? 0 : cells[cells.size() / 2].site);
  return s;
}

Table census_row(const std::vector<Cell>& cells, int index) {
  const auto count = [&](std::uint8_t type, std::uint8_t first_state, std::uint8_t last_state) {
    std::uint64_t n = 0;
    for (const Cell& c : cells) n += c.type == type && c.state >= first_state && c.state <= last_state;
    return std::vector<std::uint64_t>{n};
  };
  const auto u64 = [](int value) { return std::vector<std::uint64_t>{static_cast<std::uint64_t>(value)}; };
  return {{"step", "1", u64(index * 360)},
          {"time_h", "h", std::vector<double>{index * hours_per_snapshot}},
          {"tumour_cycling", "cells", count(tumour, 1, 1)},
          {"tumour_quiescent", "cells", count(tumour, 2, 2)},
          {"tumour_hypoxic", "cells", count(tumour, 3, 3)},
          {"tumour_apoptotic", "cells", count(tumour, 4, 4)},
          {"tumour_necrotic", "cells", count(tumour, 5, 5)},
          {"stroma", "cells", count(stroma, 6, 6)},
          {"vessels", "cells", count(vessel, 7, 7)},
          {"cd8_searching", "cells", count(cd8_t_cell, 1, 1)},
          {"cd8_engaged", "cells", count(cd8_t_cell, 2, 2)},
          {"cd8_exhausted", "cells", count(cd8_t_cell, 3, 3)},
          {"cd8_activated", "cells", count(cd8_t_cell, 4, 4)},
          {"kills", "cells", u64(5 * index)},
          {"pdl1_mean", "1", std::vector<double>{1.0 + 0.25 * index}},
          {"oxygen_mean_mmHg", "mmHg", std::vector<double>{20.0 - index}}};
}

Table clones(int index) {
  return {{"clone_id", "1", std::vector<std::int64_t>{(std::int64_t{index} << 36) + 1}},
          {"parent_id", "1", std::vector<std::int64_t>{0}},
          {"step", "1", std::vector<std::uint64_t>{static_cast<std::uint64_t>(index) * 360}},
          {"kind", "1", std::vector<std::uint64_t>{1}}};
}

/// What a reader must find in one snapshot, as JSON.
std::string expectation(const Snapshot& s, const std::vector<Cell>& cells) {
  std::array<int, 5> by_type{};
  for (const Cell& cell : cells) ++by_type[cell.type];
  const auto& oxygen = std::get<std::vector<float>>(s.fields[0].values);
  const auto& points_um = std::get<std::vector<float>>(s.points_um);
  const auto [low, high] = std::minmax_element(oxygen.begin(), oxygen.end());
  const std::size_t marked = cells.size() / 2;
  std::string bounds, place, id = "null";
  for (std::size_t axis = 0; axis < 3 && !cells.empty(); ++axis) {
    float least = points_um[axis], most = least;
    for (std::size_t k = axis; k < points_um.size(); k += 3)
      least = std::min(least, points_um[k]), most = std::max(most, points_um[k]);
    bounds += fmt::format("{}{},{}", axis ? "," : "", least, most);
    place += fmt::format("{}{}", axis ? "," : "", points_um[3 * marked + axis]);
  }
  if (!cells.empty())
    id = std::to_string(std::get<std::vector<std::int64_t>>(s.point_arrays[3].values)[marked]);
  return fmt::format(
      R"({{"time_h":{},"cells":{},"count_by_type":[{}],"bounds_um":[{}],"oxygen_range":[{},{}],)"
      R"("marked_id":{},"marked_um":[{}]}})",
      s.time_h, cells.size(), fmt::join(by_type, ","), bounds, *low, *high, id, place);
}

template <class Cells>
void write_run(const std::filesystem::path& path, const World& world, const Cells& cells_at) {
  RunFolder folder = RunFolder::create(path, true);
  FileGroup config;
  folder.write_config("seed: 42\n", config);
  config.commit();
  SnapshotWriter writer(std::move(folder));
  std::string expected;
  for (int index = 0; index < snapshots_per_run; ++index) {
    const std::vector<Cell> cells = cells_at(world, index);
    writer.submit_census(census_row(cells, index));
    writer.submit_clones(clones(index));
    Snapshot s = snapshot(world, cells, index);
    expected += (index ? ",\n" : "") + expectation(s, cells);
    writer.submit(std::move(s));
  }
  writer.finish();
  std::ofstream(path.string() + ".expected.json") << "[" << expected << "]\n";
}

void write_all(const std::filesystem::path& root) {
  std::filesystem::create_directories(root);
  write_run(root / "three_d", {{24, 20, 16}}, tumour_cells);
  write_run(root / "two_d", {{60, 50, 1}}, tumour_cells);
  write_run(root / "one_cell", {{8, 8, 8}}, [](const World& world, int) {
    return std::vector<Cell>{{world.sites() / 2 + 3, tumour, 1}};
  });
  write_run(root / "no_cell", {{8, 8, 8}}, [](const World&, int) { return std::vector<Cell>{}; });
}

}  // namespace

int main(int argc, char** argv) {
  try {
    if (argc == 3 && std::string(argv[2]) == "picture") {
      std::filesystem::create_directories(argv[1]);
      const std::filesystem::path root = argv[1];
      write_run(root / "large_2d", {{150, 150, 1}}, tumour_cells);
      write_run(root / "large_3d", {{60, 60, 60}}, tumour_cells);
    } else if (argc == 2) {
      write_all(argv[1]);
    } else {
      std::fprintf(stderr, "usage: write_paraview_runs FOLDER [picture]\n");
      return 2;
    }
  } catch (const Error& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return error.exit_code();
  }
}
