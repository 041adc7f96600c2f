// Vessels that come and go: every site asks what stands around it, then those that change do so.
#include <cstdlib>
#include <vector>

#include "agents/rules/vessel.hpp"
#include "tests/reference/world.hpp"

namespace tilscape::reference {

namespace {

std::uint32_t vessels_along_axes(const World& w, std::size_t s) {
  std::uint32_t n = 0;
  for (std::size_t d : w.directions_where(s, [&](std::size_t at) { return w.tissue(at) == Tissue::vessel; }))
    n += w.grid.axes(d) == 1;
  return n;
}

/// The site `steps` further along an axis, site by site; nothing behind a closed border.
std::optional<std::size_t> further(const World& w, std::size_t from, std::size_t axis, int steps) {
  const auto& size = w.model.lattice.size;
  const std::size_t stride[] = {1, size[0], std::size_t{size[0]} * size[1]};
  std::size_t s = from;
  for (int k = 0; k < std::abs(steps); ++k) {
    const std::size_t at = s / stride[axis] % size[axis], last = size[axis] - 1;
    const bool is_out = steps > 0 ? at == last : at == 0;
    if (is_out && w.model.lattice.boundary == Boundary::closed) return {};
    if (steps > 0)
      s = is_out ? s - last * stride[axis] : s + stride[axis];
    else
      s = is_out ? s + last * stride[axis] : s - stride[axis];
  }
  return s;
}

std::uint32_t vessels_near(const World& w, std::size_t s) {
  const auto reach = static_cast<int>(w.rules.vessel.spacing_sites);
  const int layers = w.model.lattice.size[2] == 1 ? 0 : reach;
  std::uint32_t n = 0;
  for (int dz = -layers; dz <= layers; ++dz)
    for (int dy = -reach; dy <= reach; ++dy)
      for (int dx = -reach; dx <= reach; ++dx) {
        std::optional<std::size_t> at = further(w, s, 2, dz);
        if (at) at = further(w, *at, 1, dy);
        if (at) at = further(w, *at, 0, dx);
        n += at && w.tissue(*at) == Tissue::vessel;
      }
  return n;
}

bool collapses(const World& w, std::size_t s) {
  const auto count = [&](auto condition) {
    return static_cast<std::uint32_t>(w.directions_where(s, condition).size());
  };
  const RandomWords words = w.draw(Purpose::vessel, Layer::tissue, s);
  return w.rules.vessel.collapse.happens(words[0], words[1]) &&
         is_pressed(w.rules.vessel, count([&](std::size_t at) { return is_tumour(w.tissue(at)); }),
                    count([&](std::size_t at) { return w.tissue(at) != Tissue::vessel; }));
}

/// Does a free site become a vessel? The one vessel that it touches must not be about to collapse.
bool sprouts(const World& w, std::size_t s) {
  const RandomWords words = w.draw(Purpose::vessel, Layer::tissue, s);
  if (!vegf_calls(w.rules.vessel, w.field[vegf_field][s], words[0], words[1])) return false;
  if (!may_sprout(w.rules.vessel, vessels_along_axes(w, s), vessels_near(w, s))) return false;
  for (std::size_t d : w.directions_where(s, [&](std::size_t at) { return w.tissue(at) == Tissue::vessel; }))
    if (w.grid.axes(d) == 1) return !collapses(w, *w.grid.neighbour(s, d));
  return false;
}

}  // namespace

void remodel_vessels(World& w) {
  if (!w.model.vessels.come_and_go()) return;
  std::vector<std::size_t> gone, grown;
  for (std::size_t s = 0; s < w.grid.sites(); ++s) {
    if (w.tissue(s) == Tissue::vessel && collapses(w, s)) gone.push_back(s);
    if (w.tissue(s) == Tissue::none && sprouts(w, s)) grown.push_back(s);
  }
  for (std::size_t s : gone) {
    w.ground[s] = Tissue::none;
    w.count(Event::vessel_collapsed);
  }
  for (std::size_t s : grown) {
    w.ground[s] = Tissue::vessel;
    w.count(Event::vessel_sprouted);
  }
  std::uint32_t vessels = 0;
  for (const Tissue t : w.ground) vessels += t == Tissue::vessel;
  w.circulation.set_vessels(vessels);
}

}  // namespace tilscape::reference
