// Macrophages: IFN-γ makes them M1, TGF-β, tumour cells and hypoxia M2; they clear corpses in reach.
#pragma once

#include "agents/rules/macrophage.hpp"
#include "agents/sites/corpses.hpp"
#include "agents/sites/reach.hpp"

namespace tilscape {

namespace macrophages {

constexpr std::uint8_t wants_to_eat = 1, eats = 2;

/// A macrophage writes the code of its own site, which no other cell reads in this pass.
struct Decide {
  WorldView w;
  TILSCAPE_HD SiteIndex draw_site(std::uint32_t i) const {
    const SiteIndex s = w.immune_cells.site[AgentIndex{i}];
    if (s == no_site || is_macrophage(w.immune[s])) return s;
    return no_site;
  }

  TILSCAPE_HD void operator()(std::uint32_t i, const RandomWords& words) const {
    const AgentIndex a{i};
    const Position p = w.lattice.locate(w.immune_cells.site[a]);
    const MacrophageRules& r = w.rules_at(p).macrophage;
    w.immune[p.site] = polarised(r, w.immune[p.site], surroundings_of(p), words[0], words[1]);
    if (!r.eats.happens(words[2], words[1])) return;
    const Target target = any_target(tissue_in_reach(w, p, IsCorpse{}), words[3]);
    if (target == nobody) return;
    w.immune_scratch.action[a] = wants_to_eat;
    w.intent[p.site] = Intent::at(target);
  }

 private:
  TILSCAPE_HD MacrophageSurroundings surroundings_of(const Position& p) const {
    return {w.level(ifn_gamma_field, p.site, p.replicate), w.level(tgf_beta_field, p.site, p.replicate),
            w.level(oxygen_field, p.site, p.replicate), tissue_in_reach(w, p, IsLiveTumour{}) != 0};
  }
};

/// Of several that want one corpse the first in the order of directions gets it: it makes no difference to
/// any.
struct Resolve {
  WorldView w;
  TILSCAPE_HD void operator()(std::uint32_t i) const {
    const AgentIndex a{i};
    const Position p = w.lattice.locate(w.immune_cells.site[a]);
    const Target target = w.intent[p.site].target();
    const Position corpse = w.lattice.locate(target_site(w.lattice, p, target));
    const std::uint32_t before_me = seen_from_target(w.lattice, target) - 1;
    if ((aiming_at(w, corpse) & before_me) == 0) w.immune_scratch.action[a] = eats;
  }
};

struct Commit {
  WorldView w;
  TILSCAPE_HD void operator()(std::uint32_t i) const {
    const AgentIndex a{i};
    const Position p = w.lattice.locate(w.immune_cells.site[a]);
    const std::uint8_t action = w.immune_scratch.action[a];
    const Target target = w.intent[p.site].target();
    w.immune_scratch.action[a] = no_action;
    w.intent[p.site] = Intent::none();
    if (action != eats) return;
    clear_corpse(w, target_site(w.lattice, p, target));
    w.count(Event::phagocytosis, p.replicate);
  }
};

}  // namespace macrophages

template <class Executor>
void macrophage_phase(Executor& executor, const WorldView& w, std::uint32_t immune_cells) {
  const std::uint8_t* actions = w.immune_scratch.action.data;
  executor.for_each_drawn(immune_cells, w.lattice, w.draws(Purpose::macrophage, Layer::immune),
                          macrophages::Decide{w});
  executor.for_each_marked(immune_cells, actions, macrophages::Resolve{w});
  executor.for_each_marked(immune_cells, actions, macrophages::Commit{w});
}

}  // namespace tilscape
