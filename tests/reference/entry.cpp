// How T cells leave the blood in the reference stepper: at vessels by chance, or anywhere by number.
#include <optional>

#include "agents/rules.hpp"
#include "core/permutation.hpp"
#include "tests/reference/world.hpp"

namespace tilscape::reference {

namespace {

void place(World& w, std::size_t s, const RandomWords& words) {
  TCell cell{Immune::cd8_searching};
  cell.id = w.id_here(s, Birth::entry);
  cell.receptor = receptor_class(w.rules.entry, words[2]);
  cell.heading = one_of(static_cast<std::uint32_t>(w.grid.directions()), words[3]);
  cell.divided = w.step;
  w.t_cells[s] = cell;
  w.count(Event::t_cell_entry);
}

void enter_at_vessels(World& w) {
  for (std::size_t s = 0; s < w.grid.sites(); ++s) {
    if (w.ground[s] != Tissue::vessel) continue;
    const RandomWords words = w.draw(Purpose::entry, Layer::immune, s);
    if (!w.rules.entry.enters.happens(words[0], words[1])) continue;
    if (w.t_cells[s])
      w.count(Event::t_cell_entry_refused);
    else
      place(w, s, words);
  }
}

/// All sites in the random order of this step are dealt to the cells like cards; each cell takes the first
/// free one among its first 64.
void enter_anywhere(World& w) {
  const RandomWords k = w.draw(Purpose::entry_key, Layer::immune, 0);
  const Permutation order(static_cast<std::uint32_t>(w.grid.sites()), (std::uint64_t{k[0]} << 32) | k[1]);
  const std::size_t cells = cells_entering(w.rules.entry, w.step);
  for (std::size_t cell = 0; cell < cells; ++cell) {
    std::optional<std::size_t> site;
    for (std::size_t card = cell; card < w.grid.sites() && card < cell + 64 * cells && !site; card += cells) {
      const std::size_t s = order(static_cast<std::uint32_t>(card));
      if (w.t_cell_may_enter(s)) site = s;
    }
    if (site)
      place(w, *site, w.draw(Purpose::entry, Layer::immune, *site));
    else
      w.count(Event::t_cell_entry_refused);
  }
}

}  // namespace

void enter_from_blood(World& w) {
  enter_at_vessels(w);
  enter_anywhere(w);
}

}  // namespace tilscape::reference
