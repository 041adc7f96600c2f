// The reference stepper: one replicate, one thread, a cell is an object at its site. Written from what the
// phases mean, not from how they run, so that it can be the oracle of every backend. It shares with the
// product the draws, the pure rules and their parameters, and the field solver; nothing else.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "agents/body/body.hpp"
#include "agents/kinds/cell_types.hpp"
#include "agents/kinds/events.hpp"
#include "agents/kinds/purposes.hpp"
#include "agents/parameters/derive.hpp"
#include "agents/start/world_start.hpp"
#include "agents/world/world_view.hpp"
#include "core/random/random.hpp"
#include "tests/reference/grid.hpp"

namespace tilscape::reference {

struct TumourCell {
  Tissue state;
  std::uint64_t id = 0, clone = 0, antigens = 0;
  std::uint16_t genotype = 0;
  std::uint32_t hits = 0, last_hit = 0;
  float pdl1 = 1, mhc1 = 1;
};

struct ImmuneCell {
  Immune state;
  std::uint64_t id = 0;
  std::uint32_t receptor = 0, heading = 0, target = 0, divisions = 0, kills = 0;
  std::uint32_t until = 0, recognised = 0, divided = 0;
  std::uint32_t lands = 0;  // hits of this update
  float pd1 = 0, exhaustion = 0;
};

class Fields;

struct World {
  explicit World(const ReplicateStart& start);
  ~World();
  World(World&&) noexcept;

  ModelParameters model;
  RuleParameters rules;
  Grid grid;
  std::uint64_t key;  // of all its draws
  std::uint32_t step = 0;
  std::vector<Tissue> ground;  // per site: none, stroma or vessel
  std::vector<std::optional<TumourCell>> tumour;
  std::vector<std::optional<ImmuneCell>> immune_cells;
  std::array<std::vector<float>, field_count> field;
  std::vector<CloneRecord> clones;
  std::array<std::uint64_t, event_kinds> events{};
  Body circulation;
  BodyState body;
  BodyLevels levels;                                    // beside the blood
  std::array<std::uint64_t, body_count::count> told{};  // since the last update of circulation
  std::unique_ptr<Fields> fields;
  std::array<bool, field_count> begins_anew{};  // the next solve of each field

  Tissue tissue(std::size_t site) const { return tumour[site] ? tumour[site]->state : ground[site]; }
  Immune immune(std::size_t site) const {
    return immune_cells[site] ? immune_cells[site]->state : Immune::none;
  }
  /// No field is where the next solve could go on from.
  void begin_anew();
  bool immune_may_enter(std::size_t site) const;
  bool tumour_may_enter(std::size_t site) const;
  /// Sites beside `site` that satisfy a condition, as directions in order.
  template <class Condition>
  std::vector<std::size_t> directions_where(std::size_t site, const Condition& condition) const {
    std::vector<std::size_t> found;
    for (std::size_t d = 0; d < grid.directions(); ++d)
      if (const auto s = grid.neighbour(site, d); s && condition(*s)) found.push_back(d);
    return found;
  }
  RandomWords draw(Purpose purpose, Layer layer, std::size_t site, std::uint32_t number = 0) const;
  Draws draws(Purpose purpose, Layer layer) const;
  std::uint64_t id_here(std::size_t site, Birth kind) const;
  /// mm³ of tumour cells and corpses.
  double tumour_mm3() const;
  /// What the body does to the cells of a site.
  BodyLevels levels_at(std::size_t site) const;
  void tell(std::uint32_t count) {
    if (circulation.listens()) ++told[count];
  }
  /// The tumour cell at a site dies.
  void release_antigens(std::size_t site, bool is_immunogenic);
  void count(Event event) { ++events[static_cast<std::size_t>(event)]; }
};

/// Movers that want one site each; each site goes to one of those that want it.
class Contest {
 public:
  /// The mover at `from` wants its neighbour in direction d.
  void enter(const World& w, std::size_t from, std::size_t d);
  struct Win {
    std::size_t from, direction, target;
  };
  /// Contenders stand in the order of the directions in which the site sees them; a word drawn at the site
  /// picks one.
  std::vector<Win> winners(const World& w, Purpose purpose, Layer layer) const;

 private:
  std::map<std::size_t, std::map<std::size_t, Win>> wants_;  // by target, then by direction seen from there
};

/// One base step: every phase that is due.
void advance(World& w);

void solve_fields(World& w);
void circulate(World& w);
void migrate(World& w);
void surveil(World& w);
void follow_ifn_gamma(World& w);
void turn_over_immune_cells(World& w);
void act_as_macrophages(World& w);
void turn_over_tumour(World& w);
void remodel_vessels(World& w);

/// What each quantity adds to the digest, by name.
std::map<std::string, std::uint64_t> digest_parts(const World& w);
std::uint64_t digest(const World& w);

}  // namespace tilscape::reference
