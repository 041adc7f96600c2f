// How many cells the next step may bear: room for them is made before anything of the step happens, so that
// a step for which memory does not suffice leaves the state whole.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "agents/rules/tumour_turnover.hpp"
#include "agents/world/world.hpp"
#include "core/execution/tally.hpp"

namespace tilscape {

namespace most_births {

/// CD8 T cells that may divide in this step, whatever else happens in it: all but those that wait for the end
/// of their interval. One that is recognised for the first time in this step begins to wait.
struct ImmuneCells {
  WorldView w;
  TILSCAPE_HD void operator()(std::uint32_t i, const Tally& found) const {
    const AgentIndex a{i};
    const SiteIndex s = w.immune_cells.site[a];
    if (s == no_site) return;
    const ImmuneTurnoverRules& r = w.rules[w.lattice.replicate_of(s)].immune_turnover;
    const bool has_begun = w.immune_cells.recognised[a] > 0 || r.division_interval_steps == 0;
    const bool is_ready = w.step.value - w.immune_cells.divided[a] >= r.division_interval_steps;
    const bool may_renew = w.rules[w.lattice.replicate_of(s)].surveillance.progenitor_at < 1;
    if (has_begun && is_ready && (w.immune_cells.divisions[a] < r.max_divisions || may_renew)) found.add(0);
  }
};

/// Divisions that are expected at full oxygen, of each bond where each may fire.
struct Tumour {
  WorldView w;
  TILSCAPE_HD void operator()(std::uint32_t i, const Tally& sum) const {
    const AgentIndex a{i};
    const SiteIndex s = w.tumour.site[a];
    if (s == no_site) return;
    const TurnoverRules& r = w.rules[w.lattice.replicate_of(s)].turnover;
    const std::uint32_t tries = r.placement == Placement::per_bond ? w.lattice.neighbour_count : 1;
    const float expected = r.divisions[genotype::drivers(w.tumour.genotype[a])];
    const float of_a_try = expected < 1 ? expected : 1.0f;
    sum.add(0, tries * (to_fixed_point(of_a_try) + 1));  // rounded up
  }
};

/// More than this many of independent events never happen when `mean` are expected: Chernoff's bound on the
/// chance, exp(−t² / 2(mean + t/3)) for t more than the mean, is below 1e−21 for any mean.
inline std::uint64_t never_more_than(double mean) {
  return static_cast<std::uint64_t>(mean + 10 * std::sqrt(mean) + 100);
}

}  // namespace most_births

/// The most that a step may add, of all replicates.
struct MostBirths {
  std::uint32_t tumour = 0, immune_cells = 0, vessels = 0;

  bool have_room(const World& world) const {
    return world.has_room(tumour, immune_cells) && world.has_room_for_vessels(vessels);
  }
  /// @throws OutOfMemory
  void reserve(World& world) const {
    world.reserve_immune_cells(immune_cells);
    world.reserve_tumour(tumour);
    world.reserve_clones(2 * tumour);
    world.reserve_vessels(vessels);
  }
};

/// Host memory that writing a replicate out will take once a world is filled that has grown for so many more
/// cells: the copy that a snapshot is made of, what it is compressed to, and chunks on the way.
/// tools/run/estimate.cpp counts it from the arrays.
inline std::size_t bytes_of_output(const World& world, std::size_t more) {
  constexpr std::size_t per_cell = 60, per_site = 38, chunks = 24000000;
  const std::size_t cells = world.tumour_slots() + world.immune_slots() + more;
  return per_cell * (cells + cells / 4) / world.lattice().replicates +
         per_site * std::size_t{world.lattice().sites()} + chunks;
}

/// In tumour turnover at this step, of all replicates. The cells are looked at one by one only where there is
/// no room for as many as there would be if all had every driver.
/// @param world  as it is before the step
template <class Executor>
std::uint32_t most_tumour_births(Executor& executor, const World& world, Step step) {
  const bool eaten = world.view(step).may_hold(Immune::macrophage_m1);  // corpses, one each at most
  const std::uint64_t free =
      world.lattice().world_sites() - world.tumour_agents() + (eaten ? world.immune_agents() : 0);
  const auto at_most = [free](double mean) {
    return static_cast<std::uint32_t>(std::min(free, most_births::never_more_than(mean)));
  };
  const std::uint32_t crude = at_most(world.most_divisions() * world.tumour_agents());
  if (world.has_room(crude, 0)) return crude;
  const std::vector<std::uint64_t> sum =
      executor.tally(world.tumour_slots(), 1, most_births::Tumour{world.view(step)});
  return at_most(static_cast<double>(sum[0]) / fixed_point_scale);
}

/// Vessel sites that one update may add: each vessel may grow in each direction along an axis.
inline std::uint32_t most_sprouts(const World& world) {
  const Lattice& lattice = world.lattice();
  if (world.most_sprout_chance() <= 0) return 0;
  const double faces = lattice.is_2d() ? 4 : 6;
  const std::uint64_t free = lattice.world_sites() - world.vessel_count();
  return static_cast<std::uint32_t>(std::min(
      free, most_births::never_more_than(faces * world.most_sprout_chance() * world.vessel_count())));
}

/// In immune turnover at this step, likewise. @param entering  cells that may enter before it
template <class Executor>
std::uint32_t most_immune_births(Executor& executor, const World& world, Step step, std::uint32_t entering) {
  const std::uint32_t all = world.immune_agents() + entering;
  if (world.has_room(0, entering + all)) return all;
  const std::vector<std::uint64_t> ready =
      executor.tally(world.immune_slots(), 1, most_births::ImmuneCells{world.view(step)});
  return static_cast<std::uint32_t>(ready[0]) + entering;
}

}  // namespace tilscape
