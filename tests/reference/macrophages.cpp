// What macrophages do, one after the other: all polarise and choose a corpse, then the corpses are gone.
#include <set>

#include "agents/rules/macrophage.hpp"
#include "tests/reference/world.hpp"

namespace tilscape::reference {

namespace {

/// Sites in reach of `s` that satisfy a condition: its own first, then in the order of its directions.
template <class Condition>
std::vector<std::size_t> in_reach(const World& w, std::size_t s, const Condition& condition) {
  std::vector<std::size_t> found;
  if (condition(w.tissue(s))) found.push_back(s);
  for (std::size_t d : w.directions_where(s, [&](std::size_t n) { return condition(w.tissue(n)); }))
    found.push_back(*w.grid.neighbour(s, d));
  return found;
}

}  // namespace

void act_as_macrophages(World& w) {
  const MacrophageRules& r = w.rules.macrophage;
  std::set<std::size_t> eaten;
  for (std::size_t s = 0; s < w.grid.sites(); ++s) {
    if (!is_macrophage(w.immune(s))) continue;
    const RandomWords words = w.draw(Purpose::macrophage, Layer::immune, s);
    const MacrophageSurroundings around{w.field[ifn_gamma_field][s], w.field[tgf_beta_field][s],
                                        w.field[oxygen_field][s], !in_reach(w, s, is_live_tumour).empty()};
    w.immune_cells[s]->state = polarised(r, w.immune(s), around, words[0], words[1]);
    const std::vector<std::size_t> corpses = in_reach(w, s, is_corpse);
    if (r.eats.happens(words[2], words[1]) && !corpses.empty())
      eaten.insert(corpses[one_of(static_cast<std::uint32_t>(corpses.size()), words[3])]);
  }
  for (std::size_t s : eaten) {
    w.tumour[s].reset();
    w.count(Event::corpse_cleared);
    w.count(Event::phagocytosis);
  }
}

}  // namespace tilscape::reference
