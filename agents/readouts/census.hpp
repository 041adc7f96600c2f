// The census: how many cells of each kind there are, what happened since the last one, and mean levels, per
// replicate.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "agents/body/body_state.hpp"
#include "agents/readouts/readouts.hpp"
#include "agents/world/world.hpp"
#include "core/execution/tally.hpp"

namespace tilscape {

/// One row of the census of one replicate.
struct CensusRow {
  std::uint64_t step = 0;
  double time_h = 0;
  std::array<std::uint64_t, site_codes> tissue{};  // cells by code of agents/kinds/cell_types.hpp
  std::array<std::uint64_t, site_codes> immune{};
  std::array<std::uint64_t, event_kinds> events{};  // since the row before
  std::uint64_t clones = 0;                         // founded so far
  std::uint64_t b2m_lost = 0;                       // live tumour cells without B2M: no MHC-I
  std::uint64_t hla_lost = 0;                       // live tumour cells that lost an HLA class I allele
  std::uint64_t jak_lost = 0;                       // live tumour cells that are blind to IFN-γ
  std::uint64_t pdl1_high = 0;                      // live tumour cells at twice the baseline or more
  double pdl1_mean = 0;                             // of live tumour cells, relative to baseline
  /// Of each field: is it on, its mean over all sites in its unit, and the residual of its first solve since
  /// the row before (max-norm, relative). Only fields that are on have columns.
  std::array<bool, field_count> has_field{};
  std::array<double, field_count> field_mean{}, residual{};
  std::vector<BodyReading> body;  // drugs and compartments
  Readouts readouts;              // those that were asked for

  std::uint64_t tumour_cells() const { return tissue[1] + tissue[2] + tissue[3]; }
  /// Without tumour, corpse, stroma or vessel: where tumour could be.
  std::uint64_t free_sites() const { return tissue[0]; }
  std::uint64_t cd8_cells() const {
    std::uint64_t cells = 0;
    for (int code = 1; code < immune_state_count; ++code)
      if (is_cd8(static_cast<Immune>(code))) cells += immune[code];
    return cells;
  }
};

/// Name, unit and value of every column, in file order.
struct CensusColumn {
  std::string name;
  const char* units;
  double value;
  bool is_count = false;  // a whole number
};
std::vector<CensusColumn> columns_of(const CensusRow& row);

namespace census {

constexpr std::uint32_t immune_slot = 16, b2m_slot = 32, hla_slot = 33, pdl1_high_slot = 34, pdl1_slot = 35,
                        jak_slot = 36, field_slot = 37, field_high_slot = field_slot + field_count,
                        broken_field_slot = field_high_slot + field_count,
                        broken_pdl1_slot = broken_field_slot + field_count, slots = broken_pdl1_slot + 1;

/// 2⁴², up to which a level in units of its reference is added up.
inline constexpr float most_value = 4398046511104.0f;

/// Adds a value in fixed point: its low 32 bits and the rest in slots of their own, so that neither sum
/// overflows. What is no number in range is counted instead.
TILSCAPE_HD inline void add_value(const Tally& sums, float value, std::uint32_t low, std::uint32_t high,
                                  std::uint32_t broken) {
  if (!(value >= 0 && value <= most_value)) return sums.add(broken);
  const std::uint64_t fixed = to_fixed_point(value);
  sums.add(low, fixed & 0xffffffffu);
  if (fixed >> 32) sums.add(high, fixed >> 32);
}

/// The sum of such values; no number where one of them was none.
inline double sum_of(std::uint64_t low, std::uint64_t high, std::uint64_t broken) {
  if (broken > 0) return not_measured;
  constexpr double carry = 4294967296.0;
  const bool fits = high <= 0x7fffffffu && low >> 63 == 0;  // then the sum is exact
  const double sum = fits ? static_cast<double>((high << 32) + low)
                          : static_cast<double>(high) * carry + static_cast<double>(low);
  return sum / fixed_point_scale;
}

struct Sites {
  WorldView w;
  float scale[field_count];  // fixed point counts in units of the field's reference
  TILSCAPE_HD void operator()(std::uint32_t i, const Tally& sums) const {
    const SiteIndex s{i};
    const std::uint32_t base = w.lattice.replicate_of(s) * slots;
    sums.add(base + static_cast<std::uint32_t>(w.tissue[s]));
    sums.add(base + immune_slot + static_cast<std::uint32_t>(w.immune[s]));
    for (std::uint32_t f = 0; f < field_count; ++f)
      if (w.field[f].data)
        add_value(sums, w.field[f][s] * scale[f], base + field_slot + f, base + field_high_slot + f,
                  base + broken_field_slot + f);
  }
};

struct TumourCells {
  WorldView w;
  TILSCAPE_HD void operator()(std::uint32_t i, const Tally& sums) const {
    const AgentIndex a{i};
    const SiteIndex s = w.tumour.site[a];
    if (s == no_site || !is_live_tumour(w.tissue[s])) return;
    const std::uint32_t base = w.lattice.replicate_of(s) * slots;
    if (w.tumour.genotype[a] & genotype::b2m_lost) sums.add(base + b2m_slot);
    if (w.tumour.genotype[a] & genotype::hla_mask) sums.add(base + hla_slot);
    if (w.tumour.genotype[a] & genotype::jak_lost) sums.add(base + jak_slot);
    if (w.tumour.pdl1[a] >= 2) sums.add(base + pdl1_high_slot);
    const float pdl1 = w.tumour.pdl1[a];
    if (pdl1 >= 0 && pdl1 <= most_value)
      sums.add(base + pdl1_slot, to_fixed_point(pdl1));
    else
      sums.add(base + broken_pdl1_slot);
  }
};

struct CloneCounts {
  const CloneRecord* records;
  TILSCAPE_HD void operator()(std::uint32_t i, const Tally& sums) const { sums.add(records[i].replicate); }
};

}  // namespace census

/// Counts the world; takes the events, so call it once per row.
/// @param reference  of each field: the unit in which its mean is summed
template <class Executor>
std::vector<CensusRow> take_census(Executor& executor, World& world, Step step, double base_step_min,
                                   const std::array<double, field_count>& reference) {
  const Lattice& lattice = world.lattice();
  const WorldView w = world.view(step);
  census::Sites sites{w, {}};
  for (int f = 0; f < field_count; ++f) sites.scale[f] = static_cast<float>(1 / reference[f]);
  const auto by_site = executor.tally(lattice.world_sites(), lattice.replicates * census::slots, sites);
  const auto by_cell =
      executor.tally(world.tumour_slots(), lattice.replicates * census::slots, census::TumourCells{w});
  const auto clones =
      executor.tally(world.clone_count(), lattice.replicates, census::CloneCounts{world.clones().data()});
  const auto events = world.take_events();

  std::vector<CensusRow> rows(lattice.replicates);
  for (std::uint32_t r = 0; r < lattice.replicates; ++r) {
    CensusRow& row = rows[r];
    const std::uint64_t* site = by_site.data() + r * census::slots;
    const std::uint64_t* cell = by_cell.data() + r * census::slots;
    row.step = step.value;
    row.time_h = step.value * base_step_min / 60;
    for (int c = 0; c < site_codes; ++c)
      row.tissue[c] = site[c], row.immune[c] = site[census::immune_slot + c];
    for (std::uint32_t e = 0; e < event_kinds; ++e) row.events[e] = events[r * event_kinds + e];
    row.clones = clones[r] + world.folded_clones()[r].count;
    row.b2m_lost = cell[census::b2m_slot];
    row.hla_lost = cell[census::hla_slot];
    row.jak_lost = cell[census::jak_slot];
    row.pdl1_high = cell[census::pdl1_high_slot];
    const double live = static_cast<double>(row.tumour_cells());
    row.pdl1_mean =
        live > 0 ? census::sum_of(cell[census::pdl1_slot], 0, cell[census::broken_pdl1_slot]) / live : 0;
    for (std::uint32_t f = 0; f < field_count; ++f) {
      row.has_field[f] = w.field[f].data != nullptr;
      row.field_mean[f] = census::sum_of(site[census::field_slot + f], site[census::field_high_slot + f],
                                         site[census::broken_field_slot + f]) *
                          reference[f] / lattice.sites();
    }
  }
  return rows;
}

}  // namespace tilscape
