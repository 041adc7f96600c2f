// What tests of placement `push` share: small tumours in a row, and a lattice of codes as kernels see it.
#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "agents/phases/push.hpp"
#include "tests/agents/placement_fixture.hpp"

namespace tilscape {

using Sites = std::set<std::uint32_t>;
inline constexpr auto von_neumann = Neighbourhood::von_neumann, moore = Neighbourhood::moore;

inline ModelParameters pushing(std::array<std::uint32_t, 3> size, Neighbourhood neighbourhood,
                               std::uint32_t reach) {
  ModelParameters m = dividing(Placement::push, size, neighbourhood);
  m.tumour.push_reach = reach;
  m.escape.pdl1_decay_per_day = 0;  // PD-L1 of the start stays, and tells cells apart
  return m;
}

/// One code per site of a row, as a letter: T tumour, S stroma, V vessel, . nothing.
inline InitialTissue row(const std::string& codes) {
  InitialTissue cells;
  for (std::uint32_t s = 0; s < codes.size(); ++s)
    if (codes[s] != '.')
      cells.push_back({LocalSite{s}, codes[s] == 'T'   ? CellType::tumour
                                     : codes[s] == 'S' ? CellType::stroma
                                                       : CellType::vessel});
  return cells;
}

/// A lattice of these codes as kernels see it.
struct Codes {
  Codes(const Lattice& l, std::vector<Tissue> codes) : lattice(l), tissue(std::move(codes)) {
    immune.assign(tissue.size(), Immune::none);
    rules.shares_site = true;
    rules.turnover.push_reach = 10;
    w.lattice = lattice;
    w.tissue = {tissue.data()};
    w.immune = {immune.data()};
    w.rules = &rules;
    w.replicate_keys = &key;
  }
  std::uint32_t shortest(std::uint32_t s) const {
    return push::shortest_rays(w, rules, lattice.locate(SiteIndex{s}));
  }

  Lattice lattice;
  std::vector<Tissue> tissue;
  std::vector<Immune> immune;
  RuleParameters rules{};
  std::uint64_t key = 1;
  WorldView w;
};

}  // namespace tilscape
