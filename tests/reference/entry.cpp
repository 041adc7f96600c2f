// The body's update in the reference stepper: treatments, who leaves the blood and where, and what the
// lattice tells. The body itself (agents/body) is the product's: plain code of one thread, tested on its own.
#include <map>
#include <optional>

#include "agents/rules/entry.hpp"
#include "agents/rules/radiation.hpp"
#include "agents/rules/tumour_turnover.hpp"
#include "core/random/permutation.hpp"
#include "tests/reference/world.hpp"

namespace tilscape::reference {

namespace {

/// The rows of all cells that the body sends, one after the other.
std::vector<std::uint32_t> cells_sent(const World& w) {
  std::vector<std::uint32_t> cells;
  for (std::uint32_t row = 0; row < entry_row::count; ++row)
    cells.insert(cells.end(), w.body.table[row], row);
  return cells;
}

void place(World& w, std::size_t s, std::uint32_t row, const RandomWords& words) {
  const bool is_t_cell = row < 128;
  const CellType type = is_t_cell ? CellType::cd8_t_cell : walker_types[row - 128];
  ImmuneCell cell{first_state(type)};
  cell.id = w.id_here(s, Birth::entry);
  cell.receptor = is_t_cell ? row : 0;
  cell.heading = one_of(static_cast<std::uint32_t>(w.grid.directions()), words[3]);
  cell.divided = cell.until = w.step;
  w.immune_cells[s] = cell;
  w.count(entry_of(type));
  w.tell(body_count::entered(row));
}

std::vector<std::size_t> vessels(const World& w) {
  std::vector<std::size_t> sites;
  for (std::size_t s = 0; s < w.grid.sites(); ++s)
    if (w.ground[s] == Tissue::vessel) sites.push_back(s);
  return sites;
}

/// Where cell `number` of `cells` comes out. At vessels each has one, in random order. Anywhere, all sites in
/// random order are dealt to the cells like cards; each takes the first free one among its first 64.
std::optional<std::size_t> way_in(const World& w, std::size_t number, std::size_t cells,
                                  const std::vector<std::size_t>& doors, std::uint64_t key) {
  if (w.model.blood.entry_route == EntryRoute::vessels) {
    if (number >= doors.size()) return {};
    return doors[Permutation(static_cast<std::uint32_t>(doors.size()),
                             key)(static_cast<std::uint32_t>(number))];
  }
  const Permutation order(static_cast<std::uint32_t>(w.grid.sites()), key);
  for (std::size_t card = number; card < w.grid.sites() && card < number + 64 * cells; card += cells)
    if (const std::size_t s = order(static_cast<std::uint32_t>(card)); w.immune_may_enter(s)) return s;
  return {};
}

void enter(World& w) {
  const std::vector<std::uint32_t> cells = cells_sent(w);
  const std::vector<std::size_t> doors = vessels(w);
  const RandomWords k = w.draw(Purpose::entry_key, Layer::immune, 0);
  const auto key = [&](int first) { return std::uint64_t{k[first]} << 32 | k[first + 1]; };
  for (std::size_t number = 0; number < cells.size(); ++number) {
    const auto s = way_in(w, number, cells.size(), doors, key(0));
    const RandomWords words = s ? w.draw(Purpose::entry, Layer::immune, *s) : RandomWords{};
    const bool adheres =
        s && (w.model.blood.entry_route == EntryRoute::anywhere ||
              happens(adhesion_chance(w.rules.entry, w.field[chemokine_field][*s]), words[0], words[1]));
    if (!adheres || w.immune_cells[*s]) {
      w.count(Event::entry_refused);
      continue;
    }
    const Permutation mixed(static_cast<std::uint32_t>(cells.size()), key(2));
    place(w, *s, cells[mixed(static_cast<std::uint32_t>(number))], words);
  }
}

void irradiate(World& w, double dose_gray, std::uint32_t number) {
  const RadiationDose dose = derive_radiation(w.model.treatment, dose_gray);
  for (std::size_t s = 0; s < w.grid.sites(); ++s) {
    const RandomWords words = w.draw(Purpose::radiation, Layer::tissue, s, number);
    const Tissue t = w.tissue(s);
    if (is_live_tumour(t) && radiation_kills(dose, w.field[oxygen_field][s], words[0], words[1])) {
      w.tumour[s]->state = Tissue::tumour_apoptotic;
      w.count(Event::treatment_death);
      w.release_antigens(s, true);
    }
    if (w.immune_cells[s] && radiation_kills(dose, w.immune(s), words[2], words[3])) {
      w.count(death_of(cell_type_of(w.immune(s))));
      w.immune_cells[s].reset();
    }
  }
}

void operate(World& w, const Region& region) {
  const auto& size = w.model.lattice.size;
  const double h = static_cast<double>(static_cast<float>(w.model.lattice.spacing_um));
  for (std::size_t s = 0; s < w.grid.sites(); ++s) {
    const auto x = static_cast<double>(s % size[0]), y = static_cast<double>(s / size[0] % size[1]),
               z = static_cast<double>(s / size[0] / size[1]);
    if (!region.contains({(x + 0.5) * h, (y + 0.5) * h, (z + 0.5) * h}, size[2] > 1)) continue;
    if (w.immune_cells[s]) w.count(death_of(cell_type_of(w.immune(s))));
    if (w.tumour[s]) w.count(Event::resected);
    w.immune_cells[s].reset();
    w.tumour[s].reset();
    if (w.ground[s] == Tissue::stroma) w.ground[s] = Tissue::none;
  }
}

void deplete_stroma(World& w, double share, std::uint32_t number) {
  for (std::size_t s = 0; s < w.grid.sites(); ++s) {
    const RandomWords words = w.draw(Purpose::stroma_depletion, Layer::tissue, s, number);
    if (w.tissue(s) != Tissue::stroma || !happens(static_cast<float>(share), words[0], words[1])) continue;
    w.ground[s] = Tissue::none;
    w.count(Event::stroma_depleted);
  }
}

/// @param number  of the dose among those of its treatment in this update
void treat(World& w, const TherapyItem& item, std::uint32_t number) {
  if (item.treatment == Treatment::radiation) irradiate(w, item.dose, number);
  if (item.treatment == Treatment::surgery) operate(w, item.region);
  if (item.treatment == Treatment::stroma_depletion) deplete_stroma(w, item.dose, number);
}

}  // namespace

void circulate(World& w) {
  const BodyState before = w.body;
  w.body = w.circulation.next(before, w.step / derive_periods(w.model.time).entry, w.tumour_mm3());
  w.levels = w.circulation.levels(w.body);
  std::map<Treatment, std::uint32_t> given;
  for (const Intervention& due : w.circulation.interventions(before, w.body)) {
    for (std::uint32_t k = 0; k < due.doses; ++k) treat(w, *due.item, given[due.item->treatment]++);
    w.begin_anew();
  }
  enter(w);
  for (std::size_t k = 0; k < w.body.told.size(); ++k) w.body.told[k] += w.told[k];
  w.told.fill(0);
}

}  // namespace tilscape::reference
