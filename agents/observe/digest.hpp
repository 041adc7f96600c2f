// The digest of a replicate: one 64-bit sum over everything that can influence the future, each value mixed
// with its site and its name. A sum does not depend on order, so two runs agree exactly when all their values
// do.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "agents/world/world.hpp"
#include "core/base/bits.hpp"
#include "core/execution/tally.hpp"
#include "core/random/philox.hpp"

namespace tilscape {

namespace digest {

/// FNV-1a of a name: the tag of a quantity.
constexpr std::uint64_t tag_of(std::string_view name) {
  std::uint64_t hash = 0xcbf29ce484222325ull;
  for (char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ull;
  return hash;
}

/// What one value at one place adds.
/// @param place  local site, or the id of a clone
TILSCAPE_HD constexpr std::uint64_t term(std::uint64_t place, std::uint64_t tag, std::uint64_t bits) {
  return mix64(mix64(place ^ tag) + bits);
}

/// The bits of a value as the digest sees them; −0 counts as +0.
template <class T>
TILSCAPE_HD std::uint64_t bits_of(T value) {
  if constexpr (std::is_same_v<T, float>) {
    return value == 0 ? 0u : bit_cast<std::uint32_t>(value);
  } else if constexpr (std::is_same_v<T, double>) {
    return value == 0 ? 0u : bit_cast<std::uint64_t>(value);
  } else {
    return static_cast<std::uint64_t>(value);
  }
}

/// A column of cells. Empty slots add nothing; neither does a neutral value.
template <class T>
struct Column {
  Lattice lattice;
  const SiteIndex* site;
  const T* values;
  std::uint64_t neutral;  // bits
  std::uint64_t tag;
  TILSCAPE_HD void operator()(std::uint32_t i, const Tally& sums) const {
    const std::uint64_t bits = bits_of(values[i]);
    if (site[i] == no_site || bits == neutral) return;
    const std::uint32_t replicate = lattice.replicate_of(site[i]);
    sums.add(replicate, term(site[i].value - replicate * lattice.sites(), tag, bits));
  }
  std::uint64_t sum(std::uint64_t first, std::uint64_t last) const {
    std::uint64_t sum = 0;
    for (std::uint64_t i = first; i < last; ++i) {
      const std::uint64_t bits = bits_of(values[i]), added = term(site[i].value, tag, bits);
      sum += kept_if((site[i] != no_site) & (bits != neutral), added);
    }
    return sum;
  }
};

/// One value per site; zero adds nothing.
template <class T>
struct Plane {
  Lattice lattice;
  const T* values;
  std::uint64_t tag;
  TILSCAPE_HD void operator()(std::uint32_t s, const Tally& sums) const {
    const std::uint64_t bits = bits_of(values[s]);
    if (bits == 0) return;
    const std::uint32_t replicate = lattice.replicate_of(SiteIndex{s});
    sums.add(replicate, term(s - replicate * lattice.sites(), tag, bits));
  }
  std::uint64_t sum(std::uint64_t first, std::uint64_t last) const {
    std::uint64_t sum = 0;
    for (std::uint64_t s = first; s < last; ++s) {
      const std::uint64_t bits = bits_of(values[s]), added = term(s, tag, bits);
      sum += kept_if(bits != 0, added);
    }
    return sum;
  }
};

/// A field that is off, as if every site held its level.
struct Constant {
  WorldView w;
  int field;
  std::uint64_t tag;
  TILSCAPE_HD void operator()(std::uint32_t s, const Tally& sums) const {
    const std::uint32_t replicate = w.lattice.replicate_of(SiteIndex{s});
    const std::uint64_t bits = bits_of(w.rules[replicate].field_level[field]);
    if (bits) sums.add(replicate, term(s - replicate * w.lattice.sites(), tag, bits));
  }
};

inline constexpr std::uint64_t clone_parent_tag = tag_of("clone.parent"),
                               clone_antigens_tag = tag_of("clone.antigens"),
                               clone_kind_tag = tag_of("clone.kind");

TILSCAPE_HD inline std::uint64_t of_clone(const CloneRecord& c) {
  const std::uint64_t kind =
      (std::uint64_t{c.passengers} << 32) | (std::uint64_t{c.genotype} << 16) | c.kinds;
  return term(c.id, clone_parent_tag, c.parent) + term(c.id, clone_antigens_tag, c.antigens) +
         term(c.id, clone_kind_tag, kind);
}

struct Clones {
  const CloneRecord* records;
  TILSCAPE_HD void operator()(std::uint32_t i, const Tally& sums) const {
    sums.add(records[i].replicate, of_clone(records[i]));
  }
};

/// Everything outside the lattice, by place in its list: what came later stands behind what was there, and is
/// 0 where nothing has happened. @param counts  what the body has not been told yet
inline std::uint64_t of_body(const BodyState& body, const std::vector<std::uint64_t>& counts) {
  std::uint64_t sum = 0;
  const auto add = [&sum](const char* name, const auto& values) {
    for (std::size_t k = 0; k < values.size(); ++k)
      if (const std::uint64_t bits = bits_of(values[k])) sum += term(k, tag_of(name), bits);
  };
  add("body.levels", body.levels);
  add("body.fraction", body.fraction);
  add("body.table", body.table);
  add("body.told", body.told);
  add("body.counts", counts);
  return sum;
}

/// Solves that are to begin anew.
inline std::uint64_t of_solves(const FieldFlags& begins_anew) {
  std::uint64_t sum = 0;
  for (std::size_t f = 0; f < begins_anew.size(); ++f)
    if (begins_anew[f]) sum += term(f, tag_of("fields.begins_anew"), 1);
  return sum;
}

/// Adds every column but the site, which keys the others.
template <class Executor, class Columns>
void add_columns(Executor& executor, const Lattice& lattice, std::uint32_t slots, Columns& columns,
                 const char* population, std::vector<std::uint64_t>& sums) {
  const SiteIndex* site = columns.site.data();
  std::size_t k = 0;
  const auto add = [&](const auto& column) {
    using T = typename std::remove_cvref_t<decltype(column)>::value_type;
    const ColumnInfo& info = Columns::info[k++];
    if constexpr (!std::is_same_v<T, SiteIndex>) {
      const std::uint64_t tag = tag_of(population) ^ mix64(tag_of(info.name));
      const auto part =
          executor.tally(slots, lattice.replicates,
                         Column<T>{lattice, site, column.data(), bits_of(static_cast<T>(info.neutral)), tag});
      for (std::size_t r = 0; r < sums.size(); ++r) sums[r] += part[r];
    }
  };
  std::apply([&](const auto&... column) { (add(column), ...); }, columns.columns());
}

}  // namespace digest

/// One digest per replicate after `step`; the body adds its part (digest::of_body). Tests:
/// tests/determinism/.
template <class Executor>
std::vector<std::uint64_t> digest_of(Executor& executor, World& world, Step step) {
  const Lattice& lattice = world.lattice();
  std::vector<std::uint64_t> sums(lattice.replicates, digest::term(0, digest::tag_of("step"), step.value));
  const auto add = [&](std::uint64_t n, const auto& kernel) {
    const auto part = executor.tally(n, lattice.replicates, kernel);
    for (std::size_t r = 0; r < sums.size(); ++r) sums[r] += part[r];
  };
  const auto plane = [&](const char* name, const auto& values) {
    using T = typename std::remove_cvref_t<decltype(values)>::value_type;
    add(values.size(), digest::Plane<T>{lattice, values.data(), digest::tag_of(name)});
  };
  plane("tissue", world.tissue());
  plane("immune", world.immune());
  for (int f = 0; f < field_count; ++f) {
    if (world.field(f).size())
      plane(field_table[f].name, world.field(f));
    else if (world.is_anywhere(f))
      add(lattice.world_sites(), digest::Constant{world.view(step), f, digest::tag_of(field_table[f].name)});
  }
  digest::add_columns(executor, lattice, world.tumour_slots(), world.tumour(), "tumour", sums);
  digest::add_columns(executor, lattice, world.immune_slots(), world.immune_cells(), "t_cell", sums);
  add(world.clone_count(), digest::Clones{world.clones().data()});
  for (std::size_t r = 0; r < sums.size(); ++r) sums[r] += world.folded_clones()[r].digest;
  return sums;
}

}  // namespace tilscape
