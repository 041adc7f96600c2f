// Regions from their options: see tools/evolution/sample_region.hpp.
#include "tools/evolution/sample_region.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <string_view>

#include "agents/observe/digest.hpp"
#include "core/base/errors.hpp"
#include "tools/evolution/tumour_snapshot.hpp"

namespace tilscape {

namespace {

using Point = std::array<double, 3>;

[[noreturn]] void refuse(const std::string& option, const std::string& text, const std::string& problem) {
  throw InputError(fmt::format("{} {}: {}", option, text, problem));
}

/// Numbers between commas. @throws InputError unless there are as many as in one of the forms
std::vector<double> numbers(const std::string& option, const std::string& text, std::size_t flat,
                            std::size_t solid, const char* form) {
  std::vector<double> values;
  const char *at = text.data(), *const end = at + text.size();
  for (bool more = true; more;) {
    double value = 0;
    const auto [rest, error] = std::from_chars(at, end, value);
    if (error != std::errc() || !std::isfinite(value) || (rest != end && *rest != ','))
      refuse(option, text, fmt::format("is no list of numbers; expected {}", form));
    values.push_back(value);
    more = rest != end;
    at = rest + 1;
  }
  if (values.size() != flat && values.size() != solid)
    refuse(option, text, fmt::format("has {} numbers; expected {}", values.size(), form));
  return values;
}

Point extent_um(const LatticeParameters& lattice) {
  Point extent;
  for (std::size_t a = 0; a < 3; ++a) extent[a] = lattice.size[a] * lattice.spacing_um;
  return extent;
}

std::string shown(const Point& p) {
  return fmt::format("{:g} x {:g} x {:g} um", p[0], p[1], p[2]);
}

SampleRegion box(const std::string& text, std::size_t number, const Point& extent) {
  const auto v = numbers("--box", text, 4, 6, "X0,Y0,X1,Y1 or X0,Y0,Z0,X1,Y1,Z1 in um");
  SampleRegion r;
  r.name = fmt::format("box{}", number);
  r.high_um = extent;  // along z, where only x and y are given
  const std::size_t axes = v.size() / 2;
  for (std::size_t a = 0; a < axes; ++a) {
    r.low_um[a] = v[a], r.high_um[a] = v[axes + a];
    if (r.low_um[a] >= r.high_um[a]) refuse("--box", text, "is empty; expected its lower corner first");
    if (r.low_um[a] < 0 || r.high_um[a] > extent[a])
      refuse("--box", text, "lies outside of the lattice; expected within 0 to " + shown(extent));
  }
  return r;
}

SampleRegion sphere(const std::string& text, std::size_t number, const Point& extent) {
  const auto v = numbers("--sphere", text, 3, 4, "X,Y,RADIUS or X,Y,Z,RADIUS in um");
  SampleRegion r;
  r.name = fmt::format("sphere{}", number);
  r.centre_um = {v[0], v[1], v.size() == 4 ? v[2] : extent[2] / 2};
  r.radius_um = v.back();
  if (r.radius_um <= 0) refuse("--sphere", text, "has no extent; expected a radius above 0");
  for (std::size_t a = 0; a < 3; ++a)
    if (r.centre_um[a] < 0 || r.centre_um[a] > extent[a])
      refuse("--sphere", text,
             "has its centre outside of the lattice; expected it within 0 to " + shown(extent));
  return r;
}

/// The pieces of the least box that holds all living tumour cells.
void add_grid(const std::string& text, const TumourSnapshot& s, std::vector<SampleRegion>& regions) {
  const auto v = numbers("--grid", text, 2, 3, "NX,NY or NX,NY,NZ");
  std::array<std::uint32_t, 3> n{1, 1, 1};
  constexpr double most = 100;
  for (std::size_t a = 0; a < v.size(); ++a) {
    if (v[a] < 1 || v[a] > most || v[a] != std::floor(v[a]))
      refuse("--grid", text, "expected whole numbers from 1 to 100");
    n[a] = static_cast<std::uint32_t>(v[a]);
  }
  const double half = s.run.model.lattice.spacing_um / 2;
  Point low, high{};
  low.fill(std::numeric_limits<double>::max());
  for (const LivingCell& cell : s.tumour) {
    const Point p = s.position_um(cell.site);
    for (std::size_t a = 0; a < 3; ++a) {
      low[a] = std::min(low[a], p[a] - half);
      high[a] = std::max(high[a], p[a] + half);
    }
  }
  for (std::uint32_t z = 0; z < n[2]; ++z)
    for (std::uint32_t y = 0; y < n[1]; ++y)
      for (std::uint32_t x = 0; x < n[0]; ++x) {
        SampleRegion r;
        const std::array<std::uint32_t, 3> at{x, y, z};
        r.name = v.size() == 2 ? fmt::format("grid_{}_{}", x + 1, y + 1)
                               : fmt::format("grid_{}_{}_{}", x + 1, y + 1, z + 1);
        for (std::size_t a = 0; a < 3; ++a) {
          const double piece = (high[a] - low[a]) / n[a];
          r.low_um[a] = low[a] + at[a] * piece;
          r.high_um[a] = at[a] + 1 == n[a] ? high[a] : low[a] + (at[a] + 1) * piece;
        }
        regions.push_back(r);
      }
}

}  // namespace

bool SampleRegion::holds(const Point& p) const {
  if (radius_um > 0) {
    double squared = 0;
    for (std::size_t a = 0; a < 3; ++a) squared += (p[a] - centre_um[a]) * (p[a] - centre_um[a]);
    return squared <= radius_um * radius_um;
  }
  for (std::size_t a = 0; a < 3; ++a)
    if (p[a] < low_um[a] || p[a] >= high_um[a]) return false;
  return true;
}

std::uint64_t SampleRegion::key() const {
  std::string text;
  for (const Point& p : {low_um, high_um, centre_um}) text += fmt::format("{} {} {} ", p[0], p[1], p[2]);
  return digest::tag_of(text + fmt::format("{}", radius_um));
}

std::vector<SampleRegion> sample_regions(const RegionOptions& options, const TumourSnapshot& snapshot) {
  const Point extent = extent_um(snapshot.run.model.lattice);
  std::vector<SampleRegion> regions;
  for (std::size_t k = 0; k < options.boxes.size(); ++k)
    regions.push_back(box(options.boxes[k], k + 1, extent));
  for (std::size_t k = 0; k < options.spheres.size(); ++k)
    regions.push_back(sphere(options.spheres[k], k + 1, extent));
  if (!options.grid.empty() && !snapshot.tumour.empty()) add_grid(options.grid, snapshot, regions);
  if (options.boxes.empty() && options.spheres.empty() && options.grid.empty()) {
    regions.push_back({});
    regions.back().name = "whole";
    regions.back().high_um = extent;
  }
  return regions;
}

}  // namespace tilscape
