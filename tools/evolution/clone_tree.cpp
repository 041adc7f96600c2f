// The clone log as a tree: see tools/evolution/clone_tree.hpp.
#include "tools/evolution/clone_tree.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "agents/world/world_view.hpp"
#include "core/base/bits.hpp"
#include "core/base/errors.hpp"

namespace tilscape {

namespace {

/// Kinds that are mutations of their own; the others say what passengers did.
constexpr std::pair<std::uint16_t, const char*> single_kinds[] = {
    {mutation_kind::driver, "driver"},
    {mutation_kind::hla_loss, "hla_loss"},
    {mutation_kind::b2m_loss, "b2m_loss"},
    {mutation_kind::jak_loss, "jak_loss"},
    {mutation_kind::pdl1_amplification, "pdl1_amplification"},
    {mutation_kind::inhibitor_resistance, "inhibitor_resistance"}};

template <class T>
const std::vector<T>& column(const Table& log, const char* name) {
  for (const Column& c : log)
    if (const auto* values = std::get_if<std::vector<T>>(&c.values); c.name == name && values) return *values;
  throw OutputError(fmt::format("the clone log has no column {}", name));
}

/// One entry per class in `classes`, or one of no class: it was gained again, or lost and gained at once.
void add_antigens(std::vector<CloneMutation>& list, const char* kind, std::uint64_t classes) {
  if (classes == 0) list.push_back({kind, -1});
  for (; classes; classes &= classes - 1) list.push_back({kind, nth_set_bit(classes, 0)});
}

}  // namespace

CloneTree::CloneTree(const Table& log, std::uint64_t founder_antigens) : founder_antigens_(founder_antigens) {
  using U = std::uint64_t;
  if (row_count(log) > 0) {
    const auto &id = column<U>(log, "clone_id"), &parent = column<U>(log, "parent_id"),
               &kinds = column<U>(log, "kinds"), &passengers = column<U>(log, "passengers"),
               &genotype = column<U>(log, "genotype"), &antigens = column<U>(log, "antigens");
    const auto& time_h = column<double>(log, "time_h");
    for (std::size_t k = 0; k < id.size(); ++k)
      clones_.push_back({id[k], parent[k], time_h[k], static_cast<std::uint16_t>(kinds[k]),
                         static_cast<std::uint32_t>(passengers[k]), static_cast<std::uint16_t>(genotype[k]),
                         antigens[k]});
  }
  std::sort(clones_.begin(), clones_.end(), [](const Clone& a, const Clone& b) { return a.id < b.id; });
  for (std::size_t k = 0; k < clones_.size(); ++k) {
    parents_.push_back(find(clones_[k].parent));
    const bool twice = k > 0 && clones_[k].id == clones_[k - 1].id;
    if (clones_[k].id == 0 || twice || (parents_[k] != founders && parents_[k] >= k))
      throw OutputError(fmt::format("the clone log is damaged at clone {}", clones_[k].id));
  }
}

std::size_t CloneTree::find(std::uint64_t id) const {
  if (id == 0) return founders;
  const auto at =
      std::partition_point(clones_.begin(), clones_.end(), [id](const Clone& c) { return c.id < id; });
  if (at == clones_.end() || at->id != id)
    throw OutputError(fmt::format("the clone log has no clone {}", id));
  return static_cast<std::size_t>(at - clones_.begin());
}

void CloneTree::add_descendants(std::vector<std::uint32_t>& cells) const {
  for (std::size_t k = size(); k-- > 0;)
    if (parents_[k] != founders) cells[parents_[k]] += cells[k];
}

std::vector<CloneMutation> CloneTree::mutations(std::size_t k) const {
  const Clone& c = clones_[k];
  const bool founded = parents_[k] == founders;
  const std::uint64_t antigens_before = founded ? founder_antigens_ : clones_[parents_[k]].antigens;
  const std::uint16_t genotype_before = founded ? std::uint16_t{0} : clones_[parents_[k]].genotype;
  std::vector<CloneMutation> list;
  for (const auto& [bit, kind] : single_kinds) {
    if (!(c.kinds & bit)) continue;
    const auto lost = static_cast<std::uint16_t>(c.genotype & ~genotype_before & genotype::hla_mask);
    list.push_back({kind, bit == mutation_kind::hla_loss && lost ? nth_set_bit(lost, 0) : -1});
  }
  const std::size_t singles = list.size();
  if (c.kinds & mutation_kind::neoantigen) add_antigens(list, "neoantigen", c.antigens & ~antigens_before);
  if (c.kinds & mutation_kind::antigen_loss)
    add_antigens(list, "antigen_loss", antigens_before & ~c.antigens);
  list.resize(singles + c.passengers, {"passenger", -1});
  return list;
}

std::uint32_t CloneTree::mutation_count(std::size_t k) const {
  std::uint32_t count = clones_[k].passengers;
  for (const auto& [bit, kind] : single_kinds) count += clones_[k].kinds & bit ? 1u : 0u;
  return count;
}

}  // namespace tilscape
