#include "agents/readouts/clone_register.hpp"

#include <algorithm>
#include <array>

#include "core/base/bits.hpp"
#include "core/base/errors.hpp"

namespace tilscape {

namespace {

/// Mutations that sequencing counts: copy-number changes (HLA loss, PD-L1 amplification) are none, new
/// neoantigens and lost antigens are passengers.
std::uint32_t substitutions_of(const CloneRecord& record) {
  constexpr std::uint32_t one_each = mutation_kind::driver | mutation_kind::b2m_loss |
                                     mutation_kind::jak_loss | mutation_kind::inhibitor_resistance;
  return record.passengers + static_cast<std::uint32_t>(bits_set(std::uint64_t{record.kinds & one_each}));
}

/// What is summed up of one replicate.
struct Totals {
  Diversity diversity;
  std::uint64_t without_mhc = 0, seen_mutations = 0;
  std::array<std::uint64_t, antigen_classes> with_antigen{};

  void add(std::uint64_t cells, std::uint64_t antigens) {
    diversity.add(cells);
    if (cells == 0) return;
    for (; antigens; antigens &= antigens - 1) with_antigen[nth_set_bit(antigens, 0)] += cells;
  }
};

CloneReadout readout_of(const Totals& t, const ReadoutParameters& p) {
  CloneReadout r;
  r.living_clones = t.diversity.kinds();
  r.shannon = t.diversity.shannon();
  r.simpson = t.diversity.simpson();
  const auto live = static_cast<double>(t.diversity.members());
  if (live == 0) return r;
  r.mutations_per_mb = static_cast<double>(t.seen_mutations) / p.exome_mb;
  r.mhc_loss_fraction = static_cast<double>(t.without_mhc) / live;
  for (const std::uint64_t cells : t.with_antigen) {
    if (static_cast<double>(cells) >= p.clonal_fraction * live)
      ++r.clonal_neoantigens;
    else if (cells > 0 && static_cast<double>(cells) >= p.detectable_fraction * live)
      ++r.subclonal_neoantigens;
  }
  return r;
}

}  // namespace

void CloneRegister::add(std::vector<CloneRecord> founded) {
  const auto key_of = [](const CloneRecord& r) { return CloneKey{r.id, r.replicate}; };
  std::sort(founded.begin(), founded.end(),
            [&](const CloneRecord& a, const CloneRecord& b) { return key_of(a) < key_of(b); });
  for (const CloneRecord& r : founded) {
    const std::uint32_t parent = r.parent ? place_of({r.parent, r.replicate}) : no_parent;
    const bool lost_mhc = r.genotype & (genotype::b2m_lost | genotype::hla_mask);
    keys_.push_back(key_of(r));
    clones_.push_back({r.antigens, parent, substitutions_of(r), lost_mhc});
  }
}

std::uint32_t CloneRegister::place_of(const CloneKey& key) const {
  const std::uint32_t place = clones::find(keys_.data(), size(), key);
  if (place == size()) throw Defect("clone log: a clone's parent is missing");
  return place;
}

/// Children stand behind their parents, so one sweep from the back adds all of them up.
std::vector<std::uint64_t> CloneRegister::with_descendants(std::span<const std::uint32_t> cells) const {
  std::vector<std::uint64_t> sums(cells.begin(), cells.begin() + size());
  for (std::uint32_t k = size(); k-- > 0;)
    if (clones_[k].parent != no_parent) sums[clones_[k].parent] += sums[k];
  return sums;
}

std::vector<CloneReadout> CloneRegister::read(std::span<const std::uint32_t> cells,
                                              const std::vector<std::uint64_t>& founder_antigens,
                                              const ReadoutParameters& parameters) const {
  std::vector<Totals> totals(founder_antigens.size());
  for (std::size_t r = 0; r < totals.size(); ++r) totals[r].add(cells[size() + r], founder_antigens[r]);
  for (std::uint32_t k = 0; k < size(); ++k) {
    Totals& t = totals[keys_[k].replicate];
    t.add(cells[k], clones_[k].antigens);
    if (clones_[k].lost_mhc) t.without_mhc += cells[k];
  }
  const std::vector<std::uint64_t> carriers = with_descendants(cells);
  for (std::uint32_t k = 0; k < size(); ++k) {
    Totals& t = totals[keys_[k].replicate];
    const double least = parameters.detectable_fraction * static_cast<double>(t.diversity.members());
    if (carriers[k] > 0 && static_cast<double>(carriers[k]) >= least)
      t.seen_mutations += clones_[k].mutations;
  }
  std::vector<CloneReadout> readouts;
  for (const Totals& t : totals) readouts.push_back(readout_of(t, parameters));
  return readouts;
}

}  // namespace tilscape
