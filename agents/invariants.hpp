// What must hold after every step, whatever the biology: cells and planes agree, nothing is left over between
// phases, levels are in range. `tilscape run --verify-every N` checks it on either backend.
#pragma once

#include <string>

#include "agents/world.hpp"
#include "core/tally.hpp"

namespace tilscape {

namespace invariants {

enum Violation : std::uint32_t {
  lost_tumour_cell,
  lost_t_cell,
  orphan_tumour_site,
  orphan_t_cell_site,
  leftover_intent,
  level_out_of_range,
  violations
};
inline constexpr std::uint32_t empty_slots = violations;  // no violation, but must be as many as were freed
inline constexpr const char* texts[violations] = {"tumour cells that their site does not point to",
                                                  "T cells that their site does not point to",
                                                  "tumour sites without a tumour cell",
                                                  "immune sites without a T cell",
                                                  "intents left over after the step",
                                                  "levels or fields out of range or not a number"};

TILSCAPE_HD inline bool in_range(float value, float low, float high) {
  return value >= low && value <= high;
}

struct TumourCells {
  WorldView w;
  TILSCAPE_HD void operator()(std::uint32_t i, const Tally& found) const {
    const AgentIndex a{i};
    const SiteIndex s = w.tumour.site[a];
    if (s == no_site) return found.add(empty_slots);
    if (!is_tumour(w.tissue[s]) || w.tumour_at[s] != a) found.add(lost_tumour_cell);
    if (!in_range(w.tumour.mhc1[a], 0, 1) || !in_range(w.tumour.pdl1[a], 0, 1e6f))
      found.add(level_out_of_range);
  }
};

struct TCells {
  WorldView w;
  TILSCAPE_HD void operator()(std::uint32_t i, const Tally& found) const {
    const AgentIndex a{i};
    const SiteIndex s = w.t_cells.site[a];
    if (s == no_site) return found.add(empty_slots);
    if (!is_cd8(w.immune[s]) || w.t_cell_at[s] != a) found.add(lost_t_cell);
    if (!in_range(w.t_cells.pd1[a], 0, 1) || !in_range(w.t_cells.exhaustion[a], 0, 1))
      found.add(level_out_of_range);
  }
};

struct Sites {
  WorldView w;
  std::uint32_t tumour_slots, t_cell_slots;
  TILSCAPE_HD void operator()(std::uint32_t i, const Tally& found) const {
    const SiteIndex s{i};
    if (is_tumour(w.tissue[s]) &&
        (w.tumour_at[s].value >= tumour_slots || w.tumour.site[w.tumour_at[s]] != s))
      found.add(orphan_tumour_site);
    if (is_cd8(w.immune[s]) && (w.t_cell_at[s].value >= t_cell_slots || w.t_cells.site[w.t_cell_at[s]] != s))
      found.add(orphan_t_cell_site);
    if (w.intent[s] || (w.bond_intent.data && w.bond_intent[s])) found.add(leftover_intent);
    const bool sane = in_range(w.oxygen_mmHg[s], 0, 1e9f) && in_range(w.ifn_gamma_ng_per_ml[s], 0, 1e9f) &&
                      in_range(w.chemokine[s], 0, 1e9f);
    if (!sane) found.add(level_out_of_range);
  }
};

}  // namespace invariants

/// Empty when all hold, else one clause per broken one, with how often.
template <class Executor>
std::string broken_invariants(Executor& executor, World& world, Step step) {
  const WorldView w = world.view(step);
  std::string text;
  const auto add = [&](std::uint64_t n, const char* what) {
    if (n) text += (text.empty() ? "" : "; ") + std::to_string(n) + " " + what;
  };
  const auto report = [&](std::uint64_t n, std::uint64_t freed, const auto& kernel) {
    const auto found = executor.tally(n, invariants::violations + 1, kernel);
    for (std::uint32_t v = 0; v < invariants::violations; ++v) add(found[v], invariants::texts[v]);
    add(found[invariants::empty_slots] != freed, "wrong count of empty slots");
  };
  const std::uint32_t tumour = world.tumour_slots(), t_cells = world.t_cell_slots();
  report(tumour, tumour - world.tumour_agents(), invariants::TumourCells{w});
  report(t_cells, t_cells - world.t_cell_agents(), invariants::TCells{w});
  report(world.lattice().world_sites(), 0, invariants::Sites{w, tumour, t_cells});
  return text;
}

}  // namespace tilscape
