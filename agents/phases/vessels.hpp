// Vessels that come and go: tumour cells press them shut, VEGF makes them sprout along the axes of the
// lattice. Each vessel decides for itself and for the sites beside it that no other vessel is beside.
#pragma once

#include "agents/rules/vessel.hpp"
#include "agents/world/populations.hpp"
#include "agents/world/world.hpp"
#include "core/execution/reorder.hpp"
#include "core/execution/tally.hpp"

namespace tilscape {

namespace vessels {

/// What a vessel does in an update, in one word: bit d, it sprouts in direction d; or it collapses.
constexpr std::uint32_t collapses = 1u << 31;

/// Directions along an axis, as a mask.
inline std::uint32_t along_axes(const Lattice& lattice) {
  std::uint32_t mask = 0;
  for (std::uint32_t d = 0; d < lattice.neighbour_count; ++d)
    if (lattice.axes(d) == 1) mask |= 1u << d;
  return mask;
}

TILSCAPE_HD inline std::uint32_t vessels_beside(const WorldView& w, const Position& p) {
  const auto is_vessel = [](std::uint8_t tissue, std::uint8_t) {
    return tissue == static_cast<std::uint8_t>(Tissue::vessel);
  };
  return directions_where(w.lattice, p, is_vessel, w.tissue.data);
}

/// A coordinate some steps away on an axis of n sites, or n behind a closed border.
TILSCAPE_HD inline std::uint32_t moved(const Lattice& lattice, std::uint32_t from, int steps,
                                       std::uint32_t n) {
  const std::int64_t to = std::int64_t{from} + steps, size = n;
  if (to >= 0 && to < size) return static_cast<std::uint32_t>(to);
  if (lattice.boundary == Boundary::closed) return n;
  return static_cast<std::uint32_t>((to % size + size) % size);
}

/// Vessel sites up to `reach` sites away along every axis. Round a periodic axis that is shorter than this a
/// site counts as often as it is met.
TILSCAPE_HD inline std::uint32_t vessels_near(const WorldView& w, const Position& p, int reach) {
  const Lattice& l = w.lattice;
  const int layers = l.is_2d() ? 0 : reach, side = 2 * reach + 1;
  std::uint32_t count = 0;
  for (int i = 0; i < (2 * layers + 1) * side * side; ++i) {
    const std::uint32_t x = moved(l, p.x, i % side - reach, l.nx),
                        y = moved(l, p.y, i / side % side - reach, l.ny),
                        z = moved(l, p.z, i / side / side - layers, l.nz);
    if (x == l.nx || y == l.ny || z == l.nz) continue;
    const SiteIndex s{p.replicate * l.sites() + x + l.nx * (y + l.ny * z)};
    count += w.tissue[s] == Tissue::vessel;
  }
  return count;
}

struct Decide {
  WorldView w;
  std::uint32_t along_axes;

  TILSCAPE_HD void operator()(std::uint32_t i) const {
    const Position p = w.lattice.locate(w.vessels[i]);
    const VesselRules& r = w.rules_at(p).vessel;
    w.vessel_changes[i] = is_to_collapse(r, p) ? collapses : sprouts(r, p);
  }

 private:
  TILSCAPE_HD bool is_to_collapse(const VesselRules& r, const Position& p) const {
    const RandomWords words = w.draws(Purpose::vessel, Layer::tissue).at(p.local, p.replicate);
    if (!r.collapse.happens(words[0], words[1])) return false;
    const auto is_there = [](std::uint8_t, std::uint8_t) { return true; };
    const std::uint32_t there = directions_where(w.lattice, p, is_there, w.tissue.data);
    const auto presses = [](std::uint8_t tissue, std::uint8_t) {
      return is_tumour(static_cast<Tissue>(tissue));
    };
    const std::uint32_t tumour = directions_where(w.lattice, p, presses, w.tissue.data);
    return is_pressed(r, static_cast<std::uint32_t>(bits_set(tumour)),
                      static_cast<std::uint32_t>(bits_set(there & ~vessels_beside(w, p))));
  }

  TILSCAPE_HD std::uint32_t sprouts(const VesselRules& r, const Position& p) const {
    if (r.most_sprout_chance <= 0) return 0;
    const auto is_free = [](std::uint8_t tissue, std::uint8_t) { return tissue == 0; };
    std::uint32_t into = 0;
    for (std::uint32_t left = directions_where(w.lattice, p, is_free, w.tissue.data) & along_axes; left;
         left &= left - 1) {
      const auto d = static_cast<std::uint32_t>(nth_set_bit(left, 0));
      if (becomes_vessel(r, w.lattice.locate(w.lattice.neighbour(p, d)))) into |= 1u << d;
    }
    return into;
  }

  TILSCAPE_HD bool becomes_vessel(const VesselRules& r, const Position& at) const {
    const RandomWords words = w.draws(Purpose::vessel, Layer::tissue).at(at.local, at.replicate);
    if (!vegf_calls(r, w.level(vegf_field, at.site, at.replicate), words[0], words[1])) return false;
    return may_sprout(r, static_cast<std::uint32_t>(bits_set(vessels_beside(w, at) & along_axes)),
                      vessels_near(w, at, static_cast<int>(r.spacing_sites)));
  }
};

/// Vessel sites that go, and that come.
struct CountChanges {
  const std::uint32_t* changes;
  TILSCAPE_HD void operator()(std::uint32_t i, const Tally& sums) const {
    if (changes[i] == collapses)
      sums.add(0);
    else if (changes[i])
      sums.add(1, static_cast<std::uint64_t>(bits_set(changes[i])));
  }
};

struct Commit {
  WorldView w;
  TILSCAPE_HD void operator()(std::uint32_t i) const {
    const std::uint32_t change = w.vessel_changes[i];
    if (change == 0) return;
    const Position p = w.lattice.locate(w.vessels[i]);
    if (change == collapses) {
      w.tissue[p.site] = Tissue::none;
      return w.count(Event::vessel_collapsed, p.replicate);
    }
    for (std::uint32_t left = change; left; left &= left - 1) {
      const auto d = static_cast<std::uint32_t>(nth_set_bit(left, 0));
      w.tissue[w.lattice.neighbour(p, d)] = Tissue::vessel;
      w.count(Event::vessel_sprouted, p.replicate);
    }
  }
};

/// Lists the vessels of a chunk of sites from the number of its first one on.
struct List {
  std::uint32_t sites;
  HoldsVessel holds;
  const std::uint32_t* first;
  SiteIndex* list;
  TILSCAPE_HD void operator()(std::uint32_t chunk) const {
    std::uint32_t number = first[chunk];
    const std::uint64_t begin = std::uint64_t{chunk} * reorder::sites_per_chunk;
    for (std::uint64_t i = begin; i < begin + reorder::sites_per_chunk && i < sites; ++i) {
      const SiteIndex s{static_cast<std::uint32_t>(i)};
      if (holds(s)) list[number++] = s;
    }
  }
};

/// In the order of their sites. Needs room for all.
template <class Executor>
void list_anew(Executor& executor, World& world) {
  const std::uint32_t sites = world.lattice().world_sites();
  const std::size_t chunks = reorder::chunks_of(sites);
  const HoldsVessel holds{world.tissue().data()};
  std::uint32_t* const first = world.of_chunks().data();
  executor.for_each(chunks, reorder::CountChunk<HoldsVessel>{sites, holds, first});
  world.set_vessel_count(static_cast<std::uint32_t>(executor.exclusive_scan(first, chunks)));
  executor.for_each(chunks, List{sites, holds, first, world.vessels().data()});
}

}  // namespace vessels

/// Test: tests/agents/vessel_test.cpp
/// @returns whether any vessel came or went   @throws OutOfMemory, and nothing has changed then
template <class Executor>
bool remodel_vessels(Executor& executor, World& world, Step step) {
  const WorldView w = world.view(step);
  const std::uint32_t count = world.vessel_count();
  executor.for_each(count, vessels::Decide{w, vessels::along_axes(w.lattice)});
  const std::vector<std::uint64_t> changes =
      executor.tally(count, 2, vessels::CountChanges{w.vessel_changes});
  if (changes[0] + changes[1] == 0) return false;
  world.reserve_vessels(static_cast<std::uint32_t>(changes[1]));
  executor.for_each(count, vessels::Commit{world.view(step)});
  vessels::list_anew(executor, world);
  return true;
}

}  // namespace tilscape
