// PD-L1 as the pathologist scores it: tumour proportion score and combined positive score.
#pragma once

#include <cstdint>
#include <span>

#include "agents/readouts/readouts.hpp"
#include "agents/world/world_view.hpp"
#include "core/execution/tally.hpp"

namespace tilscape {

namespace pdl1 {

constexpr std::uint32_t live_slot = 0, positive_slot = 1, tumour_slots = 2;

struct TumourCells {
  WorldView w;
  float positive_fold;
  TILSCAPE_HD void operator()(std::uint32_t i, const Tally& sums) const {
    const AgentIndex a{i};
    const SiteIndex s = w.tumour.site[a];
    if (s == no_site || !is_live_tumour(w.tissue[s])) return;
    const std::uint32_t base = w.lattice.replicate_of(s) * tumour_slots;
    sums.add(base + live_slot);
    if (w.tumour.pdl1[a] >= positive_fold) sums.add(base + positive_slot);
  }
};

/// Is there a live tumour cell in this site or beside it?
TILSCAPE_HD inline bool is_at_tumour(const WorldView& w, const Position& p) {
  if (is_live_tumour(w.tissue[p.site])) return true;
  for (std::uint32_t d = 0; d < w.lattice.neighbour_count; ++d) {
    const SiteIndex neighbour = w.lattice.neighbour(p, d);
    if (neighbour != no_site && is_live_tumour(w.tissue[neighbour])) return true;
  }
  return false;
}

/// Lymphocytes and macrophages that count for the combined score. Immune cells have no PD-L1 column;
/// assumption: one counts where the law of IFN-γ that tumour cells follow would make it positive.
struct ImmuneCells {
  WorldView w;
  float positive_fold;
  TILSCAPE_HD void operator()(std::uint32_t i, const Tally& sums) const {
    const SiteIndex s = w.immune_cells.site[AgentIndex{i}];
    if (s == no_site) return;
    const Position p = w.lattice.locate(s);
    const float level = w.rules_at(p).escape.pdl1(w.level(ifn_gamma_field, s, p.replicate));
    if (level >= positive_fold && is_at_tumour(w, p)) sums.add(p.replicate);
  }
};

}  // namespace pdl1

/// TPS: positive per hundred live tumour cells. CPS: positive tumour cells, lymphocytes and macrophages at
/// the tumour per hundred live tumour cells, at most 100. NaN without live tumour cells. Source: PD-L1 IHC
/// 22C3 pharmDx, Kulangara 2019, doi:10.5858/arpa.2018-0043-OA (from memory); definition as in
/// biomarkertesting.ca/en/methods. Test: tests/readouts/pdl1_test.cpp
inline Pdl1Readout score_pdl1(std::uint64_t live, std::uint64_t positive, std::uint64_t positive_immune) {
  if (live == 0) return {};
  const auto percent = [live](std::uint64_t n) {
    return 100 * static_cast<double>(n) / static_cast<double>(live);
  };
  const double combined = percent(positive + positive_immune);
  return {percent(positive), combined < 100 ? combined : 100};
}

}  // namespace tilscape
