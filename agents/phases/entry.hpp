// Entry of immune cells from the blood: the whole cells that the body sends in this update, at vessels or
// anywhere on the lattice (blood.entry_route).
#pragma once

#include "agents/rules/entry.hpp"
#include "agents/sites/contest.hpp"
#include "agents/sites/immune_cells.hpp"
#include "core/random/permutation.hpp"

namespace tilscape {

namespace entry {

/// Sites a cell tries by route `anywhere` before it stays in the blood. With a share f of free sites it
/// fails with the chance (1 − f)^64: 0.1 % at f = 0.1.
inline constexpr std::uint32_t attempts = 64;

/// A new cell of a row of the table at p.
/// @param words  drawn at p for Purpose::entry
TILSCAPE_HD inline void place(const WorldView& w, const Position& p, std::uint32_t row,
                              const RandomWords& words) {
  const AgentIndex a{atomic_add(&w.counters->immune_cells, 1u)};
  const auto heading = static_cast<std::uint8_t>(one_of(w.lattice.neighbour_count, words[3]));
  const CellType type = entry_row::type_of(row);
  const auto receptor = static_cast<std::uint8_t>(row < entry_row::walker ? row : 0);
  place_immune_cell(w, a, p, first_state(type), receptor, heading, Birth::entry);
  w.count(entry_of(type), p.replicate);
  w.body_counts.add(body_count::entered(row), p.replicate);
}

/// One cell of the blood. A keyed permutation lists the places it may enter by, vessels or all sites; another
/// mixes the cells, so that none is always first. Cell k of n by route `anywhere` tries numbers k, k + n, k +
/// 2n, … of the list; by route `vessels` number k alone, where it must adhere. So no two cells ever look at
/// the same site, and each reads and writes its own.
struct Enter {
  WorldView w;
  std::uint32_t most;  // lanes per replicate, at least as many as cells enter any of them

  TILSCAPE_HD void operator()(std::uint32_t i) const {
    const std::uint32_t replicate = i / most, number = i % most;
    const EntryTable& table = w.entry[replicate];
    if (number >= table.cells()) return;
    const EntryRules& rules = w.rules[replicate].entry;
    const RandomWords k = w.draws(Purpose::entry_key, Layer::immune).at(LocalSite{0}, replicate);
    const std::uint64_t places_key = (std::uint64_t{k[0]} << 32) | k[1];
    const bool by_vessel = rules.route == EntryRoute::vessels;
    const SiteIndex s = by_vessel ? vessel(table, number, places_key)
                                  : free_site(replicate, number, table.cells(), places_key);
    if (s == no_site) return w.count(Event::entry_refused, replicate);
    const Position p = w.lattice.locate(s);
    const RandomWords words = w.draws(Purpose::entry, Layer::immune).at(p.local, replicate);
    const bool sticks = !by_vessel || happens(adhesion_chance(rules, w.level(chemokine_field, s, replicate)),
                                              words[0], words[1]);
    if (!sticks || w.immune[s] != Immune::none) return w.count(Event::entry_refused, replicate);
    const Permutation mixed(table.cells(), (std::uint64_t{k[2]} << 32) | k[3]);
    place(w, p, table.row_of(mixed(number)), words);
  }

 private:
  TILSCAPE_HD SiteIndex vessel(const EntryTable& table, std::uint32_t number, std::uint64_t key) const {
    if (number >= table.vessels) return no_site;
    return w.vessels[table.first_vessel + Permutation(table.vessels, key)(number)];
  }

  TILSCAPE_HD SiteIndex free_site(std::uint32_t replicate, std::uint32_t cell, std::uint32_t cells,
                                  std::uint64_t key) const {
    const Permutation list(w.lattice.sites(), key);
    std::uint64_t number = cell;
    for (std::uint32_t attempt = 0; attempt < attempts && number < list.n; ++attempt, number += cells) {
      const SiteIndex s{replicate * list.n + list(static_cast<std::uint32_t>(number))};
      if (immune_can_enter(w, w.rules[replicate], s)) return s;
    }
    return no_site;
  }
};

}  // namespace entry

/// Needs room for all of them.
/// @param most  the most cells that enter any one replicate in this update
template <class Executor>
void enter_from_blood(Executor& executor, const WorldView& w, std::uint32_t most) {
  executor.for_each(std::uint64_t{most} * w.lattice.replicates, entry::Enter{w, most});
}

}  // namespace tilscape
