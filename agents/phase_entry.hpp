// Entry of T cells from the blood: at vessels, or anywhere on the lattice (blood.entry_route).
#pragma once

#include "agents/contest.hpp"
#include "agents/immune_cells.hpp"
#include "agents/rules.hpp"
#include "core/permutation.hpp"

namespace tilscape {

namespace entry {

/// Sites a T cell tries by route `anywhere` before it stays in the blood. With a share f of free sites it
/// fails with the chance (1 − f)^64: 0.1 % at f = 0.1.
inline constexpr std::uint32_t attempts = 64;

/// A new cell at p.
/// @param words  drawn at p for Purpose::entry
TILSCAPE_HD inline void place(const WorldView& w, const Position& p, const RandomWords& words) {
  const AgentIndex a{atomic_add(&w.counters->t_cells, 1u)};
  const auto heading = static_cast<std::uint8_t>(one_of(w.lattice.neighbour_count, words[3]));
  place_immune_cell(w, a, p, Immune::cd8_searching, receptor_class(w.rules_at(p).entry, words[2]), heading,
                    Birth::entry);
  w.count(Event::t_cell_entry, p.replicate);
}

/// One vessel site: a T cell of some receptor class leaves the blood into it, if it is free.
struct AtVessel {
  WorldView w;
  TILSCAPE_HD SiteIndex draw_site(std::uint32_t v) const { return w.vessels[v]; }

  TILSCAPE_HD void operator()(std::uint32_t v, const RandomWords& words) const {
    const Position p = w.lattice.locate(w.vessels[v]);
    if (!w.rules_at(p).entry.enters.happens(words[0], words[1])) return;
    if (w.immune[p.site] == Immune::none)
      place(w, p, words);
    else
      w.count(Event::t_cell_entry_refused, p.replicate);
  }
};

/// One T cell of route `anywhere`. A keyed permutation lists all sites; cell k of n tries numbers k, k + n,
/// k + 2n, … of that list. So no two cells ever look at the same site, and each reads and writes its own.
struct Anywhere {
  WorldView w;
  std::uint32_t most;  // lanes per replicate, at least as many as cells enter any of them

  TILSCAPE_HD void operator()(std::uint32_t i) const {
    const std::uint32_t replicate = i / most, cell = i % most;
    const std::uint32_t cells = cells_entering(w.rules[replicate].entry, w.step.value);
    if (cell >= cells) return;
    const SiteIndex s = free_site(replicate, cell, cells);
    if (s == no_site) {
      w.count(Event::t_cell_entry_refused, replicate);
      return;
    }
    const Position p = w.lattice.locate(s);
    place(w, p, w.draws(Purpose::entry, Layer::immune).at(p.local, replicate));
  }

 private:
  TILSCAPE_HD SiteIndex free_site(std::uint32_t replicate, std::uint32_t cell, std::uint32_t cells) const {
    const RandomWords k = w.draws(Purpose::entry_key, Layer::immune).at(LocalSite{0}, replicate);
    const Permutation list(w.lattice.sites(), (std::uint64_t{k[0]} << 32) | k[1]);
    std::uint64_t number = cell;
    for (std::uint32_t attempt = 0; attempt < attempts && number < list.n; ++attempt, number += cells) {
      const SiteIndex s{replicate * list.n + list(static_cast<std::uint32_t>(number))};
      if (immune_can_enter(w, w.rules[replicate], s)) return s;
    }
    return no_site;
  }
};

}  // namespace entry

/// Needs room for one T cell per vessel site and for all that enter anywhere.
/// @param anywhere  the most T cells that enter any one replicate anywhere in this update
template <class Executor>
void enter_from_blood(Executor& executor, const WorldView& w, std::uint32_t vessels, std::uint32_t anywhere) {
  executor.for_each_drawn(vessels, w.lattice, w.draws(Purpose::entry, Layer::immune), entry::AtVessel{w});
  executor.for_each(std::uint64_t{anywhere} * w.lattice.replicates, entry::Anywhere{w, anywhere});
}

}  // namespace tilscape
