// Escape: PD-L1 and MHC-I of live tumour cells follow local IFN-γ, as far as the genotype lets them.
#pragma once

#include "agents/rules/escape.hpp"
#include "agents/world/world_view.hpp"

namespace tilscape {

namespace escape {

struct Update {
  WorldView w;
  TILSCAPE_HD void operator()(std::uint32_t i) const {
    const AgentIndex a{i};
    const SiteIndex s = w.tumour.site[a];
    if (s == no_site || !is_live_tumour(w.tissue[s])) return;
    const std::uint32_t replicate = w.lattice.replicate_of(s);
    const EscapeRules& r = w.rules[replicate].escape;
    const float ifn_gamma = w.level(ifn_gamma_field, s, replicate);
    w.tumour.pdl1[a] = next_pdl1(r, w.tumour.pdl1[a], w.tumour.genotype[a], ifn_gamma);
    w.tumour.mhc1[a] = next_mhc1(r, w.tumour.mhc1[a], w.tumour.genotype[a], ifn_gamma);
  }
};

}  // namespace escape

template <class Executor>
void escape_phase(Executor& executor, const WorldView& w, std::uint32_t tumour_cells) {
  executor.for_each(tumour_cells, escape::Update{w});
}

}  // namespace tilscape
