// Sampling and the tree: see tools/evolution/phylogeny.hpp.
#include "tools/evolution/phylogeny.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "core/base/errors.hpp"
#include "core/random/philox.hpp"

namespace tilscape {

namespace {

constexpr std::size_t founders = CloneTree::founders;

/// A leaf, or a place where at least two lines part.
struct Node {
  std::string name;
  double depth;  // from the founders
  std::vector<Node*> children;
};

class Ancestry {
 public:
  Ancestry(const TumourSnapshot& snapshot, BranchLength length) : tree_(snapshot.tree), day_(snapshot.day()) {
    in_days_ = length == BranchLength::days;
    below_.resize(tree_.size());
    for (std::size_t k = 0; k < tree_.size(); ++k)
      depth_.push_back(in_days_ ? tree_[k].time_h / 24 : depth(tree_.parent(k)) + tree_.mutation_count(k));
  }

  void add(const LivingCell& cell) {
    const std::uint64_t clone = cell.clone == founders ? 0 : tree_[cell.clone].id;
    hang(make(fmt::format("cell_{}_clone_{}", cell.id, clone), in_days_ ? day_ : depth(cell.clone)),
         cell.clone);
  }

  /// Joins lines from the youngest clone up; a clone that only one line goes through is no node.
  Node& root() {
    for (std::size_t k = tree_.size(); k-- > 0;) {
      std::vector<Node*> lines = std::move(below_[k]);
      if (lines.empty()) continue;
      Node* node = lines.front();
      if (lines.size() > 1) {
        node = make(fmt::format("clone_{}", tree_[k].id), depth_[k]);
        node->children = std::move(lines);
      }
      hang(node, tree_.parent(k));
    }
    return root_;
  }

 private:
  double depth(std::size_t clone) const { return clone == founders ? 0 : depth_[clone]; }
  Node* make(std::string name, double depth) {
    nodes_.push_back(std::make_unique<Node>(Node{std::move(name), depth, {}}));
    return nodes_.back().get();
  }
  void hang(Node* node, std::size_t clone) {
    (clone == founders ? root_.children : below_[clone]).push_back(node);
  }

  const CloneTree& tree_;
  double day_;
  bool in_days_;
  std::vector<double> depth_;              // of each clone's founding
  std::vector<std::vector<Node*>> below_;  // lines that come out of each clone
  std::vector<std::unique_ptr<Node>> nodes_;
  Node root_{"founders", 0, {}};
};

/// Without recursion: a tree may be as deep as it has leaves.
std::string text_of(const Node& root) {
  std::string text;
  std::vector<std::pair<const Node*, std::size_t>> path{{&root, 0}};  // and the child that comes next
  while (!path.empty()) {
    auto& [node, next] = path.back();
    if (next < node->children.size()) {
      text += next == 0 ? '(' : ',';
      path.emplace_back(node->children[next++], 0);
      continue;
    }
    if (next > 0) text += ')';
    text += node->name;
    const double depth = node->depth;
    path.pop_back();
    if (!path.empty()) text += fmt::format(":{}", depth - path.back().first->depth);
  }
  return text + ";\n";
}

}  // namespace

std::vector<std::size_t> sample_cells(const TumourSnapshot& snapshot, std::size_t count, std::uint64_t seed) {
  if (snapshot.tumour.empty())
    throw InputError(
        fmt::format("--cells {}: there is no living tumour cell on day {:g}", count, snapshot.day()));
  if (count == 0 || count > snapshot.tumour.size())
    throw InputError(fmt::format("--cells {}: expected 1 to {}, the living tumour cells of day {:g}", count,
                                 snapshot.tumour.size(), snapshot.day()));
  std::vector<std::pair<std::uint64_t, std::size_t>> priority;
  for (std::size_t k = 0; k < snapshot.tumour.size(); ++k) {
    const std::uint64_t id = snapshot.tumour[k].id, key = mix64(seed);
    const RandomWords w =
        philox4x32_10(static_cast<std::uint32_t>(id), static_cast<std::uint32_t>(id >> 32), 0, 0,
                      static_cast<std::uint32_t>(key), static_cast<std::uint32_t>(key >> 32));
    priority.emplace_back(std::uint64_t{w[0]} << 32 | w[1], k);
  }
  std::sort(priority.begin(), priority.end());
  std::vector<std::size_t> cells;
  for (std::size_t k = 0; k < count; ++k) cells.push_back(priority[k].second);
  std::sort(cells.begin(), cells.end());
  return cells;
}

std::string newick(const TumourSnapshot& snapshot, const std::vector<std::size_t>& cells,
                   BranchLength length) {
  Ancestry ancestry(snapshot, length);
  for (const std::size_t k : cells) ancestry.add(snapshot.tumour[k]);
  return text_of(ancestry.root());
}

}  // namespace tilscape
