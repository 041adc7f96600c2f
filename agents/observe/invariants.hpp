// What must hold after every step, whatever the biology: cells, planes, slots and clones agree, nothing is
// left over between phases, values mean something. `tilscape run --verify-every N` checks it on either
// backend.
#pragma once

#include <algorithm>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "agents/kinds/limits.hpp"
#include "agents/world/sorted_clones.hpp"
#include "agents/world/world.hpp"
#include "core/base/errors.hpp"
#include "core/execution/tally.hpp"

namespace tilscape {

namespace invariants {

enum Violation : std::uint32_t {
  lost_tumour_cell,
  lost_immune_cell,
  orphan_tumour_site,
  orphan_immune_site,
  shared_site,
  unknown_code,
  leftover_intent,
  leftover_action,
  level_out_of_range,
  id_of_the_future,
  wrong_clone,
  wrong_clone_record,
  wrong_vessel,
  violations
};
inline constexpr std::uint32_t empty_slots = violations;  // no violation, but must be as many as were freed
inline constexpr const char* texts[violations] = {
    "tumour cells that their site does not point to",
    "immune cells that their site does not point to",
    "tumour sites without a tumour cell",
    "immune sites without an immune cell",
    "sites that immune cells share with tumour or stroma although immune.shares_site is false",
    "codes without a meaning",
    "intents left over after the step",
    "actions left over after the step",
    "levels or fields out of range or not a number",
    "ids of a later step",
    "tumour cells whose clone is not in the log, or has another genome",
    "clone records that stand twice, or whose parent is not in the log",
    "vessels that their list and their sites do not agree on"};

TILSCAPE_HD constexpr std::uint32_t bit(std::uint32_t violation, bool is_broken = true) {
  return static_cast<std::uint32_t>(is_broken) << violation;
}

TILSCAPE_HD inline bool in_range(float value, float low, float high) {
  return value >= low && value <= high;
}

// Each of these says what is broken of one slot, site or record, as bits of Violation.

struct TumourCells {
  WorldView w;
  SortedClones clones;
  TILSCAPE_HD std::uint32_t operator()(std::uint32_t i) const {
    const AgentIndex a{i};
    const SiteIndex s = w.tumour.site[a];
    if (s == no_site) return bit(empty_slots);
    if (s.value >= w.lattice.world_sites()) return bit(lost_tumour_cell);
    const bool levels = in_range(w.tumour.mhc1[a], 0, 1) && in_range(w.tumour.pdl1[a], 0, most_pdl1);
    return bit(lost_tumour_cell, !is_tumour(w.tissue[s]) || w.tumour_at[s] != a) |
           bit(level_out_of_range, !levels) |
           bit(id_of_the_future, birth_step(w.tumour.id[a]).value > w.step.value) |
           bit(wrong_clone, !has_its_clone(a, w.lattice.replicate_of(s)));
  }

 private:
  TILSCAPE_HD bool has_its_clone(AgentIndex a, std::uint32_t replicate) const {
    if (w.tumour.clone[a] == 0) return true;
    const CloneRecord* record = clones.find(replicate, w.tumour.clone[a]);
    return record && record->antigens == w.tumour.antigens[a] && record->genotype == w.tumour.genotype[a];
  }
};

struct ImmuneCells {
  WorldView w;
  TILSCAPE_HD std::uint32_t operator()(std::uint32_t i) const {
    const AgentIndex a{i};
    const SiteIndex s = w.immune_cells.site[a];
    if (s == no_site) return bit(empty_slots);
    if (s.value >= w.lattice.world_sites()) return bit(lost_immune_cell);
    const bool levels = in_range(w.immune_cells.pd1[a], 0, 1) && in_range(w.immune_cells.exhaustion[a], 0, 1);
    const bool codes =
        w.immune_cells.receptor[a] < receptors && w.immune_cells.target[a] <= 1 + w.lattice.neighbour_count;
    return bit(lost_immune_cell, !is_immune_cell(w.immune[s]) || w.immune_at[s] != a) |
           bit(level_out_of_range, !levels) | bit(unknown_code, !codes) |
           bit(id_of_the_future, birth_step(w.immune_cells.id[a]).value > w.step.value) |
           bit(leftover_action, w.immune_scratch.action[a] != no_action);
  }
};

struct Sites {
  WorldView w;
  std::uint32_t tumour_slots, immune_slots, vessels;
  TILSCAPE_HD std::uint32_t operator()(std::uint32_t i) const {
    const SiteIndex s{i};
    const Tissue tissue = w.tissue[s];
    const Immune immune = w.immune[s];
    const bool is_open = tissue == Tissue::none || tissue == Tissue::vessel;
    const bool may_share = w.rules[w.lattice.replicate_of(s)].shares_site;
    bool sane = true;
    for (const PlaneView<float>& field : w.field)
      if (field.data) sane = sane && in_range(field[s], 0, most_field);
    return bit(orphan_tumour_site,
               is_tumour(tissue) && !points_to_cell(w.tumour_at[s], tumour_slots, w.tumour.site, s)) |
           bit(orphan_immune_site, is_immune_cell(immune) && !points_to_cell(w.immune_at[s], immune_slots,
                                                                             w.immune_cells.site, s)) |
           bit(shared_site, is_immune_cell(immune) && !is_open && !may_share) |
           bit(unknown_code, tissue >= Tissue::count || immune >= Immune::count) |
           bit(leftover_intent, w.intent[s] != Intent::none() || (w.bond_intent.data && w.bond_intent[s])) |
           bit(level_out_of_range, !sane) | bit(wrong_vessel, tissue == Tissue::vessel && !is_listed(s));
  }

 private:
  TILSCAPE_HD bool is_listed(SiteIndex s) const {
    std::uint32_t first = 0, last = vessels;
    while (first < last) {
      const std::uint32_t middle = first + (last - first) / 2;
      if (w.vessels[middle] < s)
        first = middle + 1;
      else
        last = middle;
    }
    return first < vessels && w.vessels[first] == s;
  }
  TILSCAPE_HD static bool points_to_cell(AgentIndex a, std::uint32_t slots,
                                         const ColumnPointer<SiteIndex>& site, SiteIndex s) {
    return a.value < slots && site[a] == s;
  }
};

struct Vessels {
  WorldView w;
  TILSCAPE_HD std::uint32_t operator()(std::uint32_t i) const {
    const SiteIndex s = w.vessels[i];
    const bool is_vessel = s.value < w.lattice.world_sites() && w.tissue[s] == Tissue::vessel;
    const bool is_in_order = i == 0 || w.vessels[i - 1] < s;
    return bit(wrong_vessel, !is_vessel || !is_in_order);
  }
};

struct CloneRecords {
  Step step;
  SortedClones clones;
  TILSCAPE_HD std::uint32_t operator()(std::uint32_t i) const {
    const CloneRecord& r = clones.sorted[i];
    const bool twice = i > 0 && !SortedClones::before(clones.sorted[i - 1], r.replicate, r.id);
    const bool has_parent = r.parent == 0 || clones.find(r.replicate, r.parent);
    return bit(wrong_clone_record, twice || !has_parent) |
           bit(id_of_the_future, birth_step(r.id).value > step.value);
  }
};

/// Indices that lead out of the planes or the columns, and sites that lead to a slot.
enum Reach : std::uint32_t { outside, tumour_sites, immune_sites, reaches };

template <class Columns>
struct SlotsReach {
  Columns columns;
  std::uint32_t sites;
  TILSCAPE_HD void operator()(std::uint32_t i, const Tally& found) const {
    const SiteIndex s = columns.site[AgentIndex{i}];
    if (s != no_site && s.value >= sites) found.add(outside);
  }
};

struct SitesReach {
  WorldView w;
  std::uint32_t tumour_slots, immune_slots;
  TILSCAPE_HD void operator()(std::uint32_t i, const Tally& found) const {
    const SiteIndex s{i};
    if (is_tumour(w.tissue[s])) found.add(w.tumour_at[s].value < tumour_slots ? tumour_sites : outside);
    if (is_immune_cell(w.immune[s])) found.add(w.immune_at[s].value < immune_slots ? immune_sites : outside);
  }
};

template <class Check>
struct Count {
  Check check;
  TILSCAPE_HD void operator()(std::uint32_t i, const Tally& found) const {
    const std::uint32_t broken = check(i);
    if (broken == 0) return;
    for (std::uint32_t v = 0; v <= violations; ++v)
      if (broken >> v & 1) found.add(v);
  }
};

template <class Check>
struct Mark {
  Check check;
  std::uint32_t* broken;
  TILSCAPE_HD void operator()(std::uint32_t i) const { broken[i] = check(i); }
};

/// Checks one list after the other and collects what is broken.
template <class Executor>
class Inspection {
 public:
  explicit Inspection(Executor& executor) : executor_(executor) {}

  /// @param n  slots, sites or records; @param freed  how many of them should be empty
  template <class Check>
  void look(const char* of, std::uint64_t n, std::uint64_t freed, const Check& check) {
    const auto found = executor_.tally(n, violations + 1, Count<Check>{check});
    for (std::uint32_t v = 0; v < violations; ++v)
      if (found[v]) add(std::to_string(found[v]) + " " + texts[v] + first_of(v, of, n, check));
    if (found[empty_slots] != freed)
      add(std::to_string(found[empty_slots]) + " empty " + of + "s, expected " + std::to_string(freed));
  }
  void add(const std::string& clause) {
    if (!clause.empty()) text_ += (text_.empty() ? "" : "; ") + clause;
  }
  const std::string& text() const { return text_; }

 private:
  /// " (slot 3, 17, 20)": where a violation is found first. Nothing where there is no memory to note it in.
  template <class Check>
  std::string first_of(std::uint32_t violation, const char* of, std::uint64_t n, const Check& check) try {
    constexpr int few = 5;
    Buffer<std::uint32_t> marks(executor_.memory(), n);
    executor_.for_each(n, Mark<Check>{check, marks.data()});
    const std::vector<std::uint32_t> broken = marks.to_host();
    std::string text;
    int named = 0;
    for (std::uint64_t i = 0; i < n && named < few; ++i)
      if (broken[i] >> violation & 1) text += (named++ ? ", " : "") + std::to_string(i);
    return std::string(" (") + of + " " + text + ")";
  } catch (const OutOfMemory&) {
    return {};
  }

  Executor& executor_;
  std::string text_;
};

}  // namespace invariants

/// Does every index lead to something? Then a world may be re-sorted and copied, whatever else is broken.
template <class Executor>
bool can_be_copied(Executor& executor, const World& world, Step step) {
  const WorldView w = world.view(step);
  const std::uint32_t sites = world.lattice().world_sites(), tumour = world.tumour_slots(),
                      immune_cells = world.immune_slots();
  const auto of_sites =
      executor.tally(sites, invariants::reaches, invariants::SitesReach{w, tumour, immune_cells});
  const auto outside = [&](std::uint32_t slots, const auto& columns) {
    using Columns = std::remove_cvref_t<decltype(columns)>;  // clang 14 does not deduce those of an aggregate
    return executor.tally(slots, 1, invariants::SlotsReach<Columns>{columns, sites})[0];
  };
  return of_sites[invariants::outside] + outside(tumour, w.tumour) + outside(immune_cells, w.immune_cells) ==
             0 &&
         of_sites[invariants::tumour_sites] <= tumour && of_sites[invariants::immune_sites] <= immune_cells;
}

/// Empty when all hold, else one clause per broken one: how often, and where first. Test:
/// tests/agents/invariants_test.cpp
template <class Executor>
std::string broken_invariants(Executor& executor, World& world, Step step) {
  const WorldView w = world.view(step);
  std::vector<CloneRecord> log = world.clones().to_host(0, world.clone_count());
  std::sort(log.begin(), log.end(), SortedClones::in_order);
  Buffer<CloneRecord> sorted(world.memory(), log.size());
  sorted.from_host(log.data(), log.size());
  const SortedClones clones{sorted.data(), world.clone_count()};
  const std::uint32_t tumour = world.tumour_slots(), immune_cells = world.immune_slots();
  invariants::Inspection<Executor> inspection(executor);
  inspection.look("slot", tumour, tumour - world.tumour_agents(), invariants::TumourCells{w, clones});
  inspection.look("slot", immune_cells, immune_cells - world.immune_agents(), invariants::ImmuneCells{w});
  inspection.look("site", world.lattice().world_sites(), 0,
                  invariants::Sites{w, tumour, immune_cells, world.vessel_count()});
  inspection.look("vessel", world.vessel_count(), 0, invariants::Vessels{w});
  inspection.look("record", clones.count, 0, invariants::CloneRecords{step, clones});
  inspection.add(world.wrong_counts());
  return inspection.text();
}

}  // namespace tilscape
