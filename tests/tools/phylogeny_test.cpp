// Trees are read back by a parser of their own: leaves, names and path lengths are what the clone log says.
#include "tools/evolution/phylogeny.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "tests/tools/hand_made_tumour.hpp"
#include "tests/tools/scratch.hpp"

using namespace tilscape;

namespace {

struct Parsed {
  std::map<std::string, double> leaf_depth;               // path length from the root
  std::map<std::string, double> node_depth;               // of inner nodes
  std::map<std::string, std::set<std::string>> children;  // names
};

/// tree = node ';'    node = ['(' node {',' node} ')'] name [':' length]
class Newick {
 public:
  explicit Newick(std::string text) : text_(std::move(text)) {}
  Parsed parse() {
    std::vector<Edge> root{node()};
    expect(';');
    expect('\n');
    REQUIRE(at_ == text_.size());
    take(root[0], 0);
    return parsed_;
  }

 private:
  struct Edge {
    std::string name;
    double length = 0;
    std::vector<Edge> below;
  };
  void expect(char c) {
    REQUIRE(at_ < text_.size());
    REQUIRE(text_[at_++] == c);
  }
  std::string until(const std::string& ends) {
    const std::size_t from = at_;
    at_ = text_.find_first_of(ends, at_);
    REQUIRE(at_ != std::string::npos);
    return text_.substr(from, at_ - from);
  }
  Edge node() {
    Edge edge;
    if (text_[at_] == '(') {
      do {
        ++at_;
        edge.below.push_back(node());
      } while (text_[at_] == ',');
      expect(')');
    }
    edge.name = until(":,();");
    REQUIRE_FALSE(edge.name.empty());
    if (text_[at_] == ':') {
      ++at_;
      edge.length = std::stod(until(",();"));
    }
    return edge;
  }
  void take(const Edge& edge, double above) {
    const double depth = above + edge.length;
    CHECK(edge.length >= 0);
    auto& found = edge.below.empty() ? parsed_.leaf_depth : parsed_.node_depth;
    CHECK(found.emplace(edge.name, depth).second);  // names are unique
    for (const Edge& child : edge.below) {
      parsed_.children[edge.name].insert(child.name);
      take(child, depth);
    }
  }

  std::string text_;
  std::size_t at_ = 0;
  Parsed parsed_;
};

Parsed tree_of(const TumourSnapshot& s, const std::vector<std::size_t>& cells,
               BranchLength length = BranchLength::mutations) {
  return Newick(newick(s, cells, length)).parse();
}

}  // namespace

TEST_CASE("a tree of five cells is the one drawn by hand", "[phylogeny]") {
  const TumourSnapshot s = hand_made_tumour();
  // One founder, two cells of clone 16, one of 48, one of 64: 32 is no node, only one line goes through it.
  const std::vector<std::size_t> cells{3, 50, 51, 80, 90};
  CHECK(newick(s, cells, BranchLength::mutations) ==
        "(cell_48_clone_0:0,cell_1440_clone_64:3,"
        "(cell_800_clone_16:0,cell_816_clone_16:0,cell_1280_clone_48:3)clone_16:2)founders;\n");
  const Parsed days = tree_of(s, cells, BranchLength::days);
  for (const auto& [name, depth] : days.leaf_depth) CHECK(depth == Approx(4));  // the snapshot's day
  CHECK(days.node_depth.at("clone_16") == 1);
}

TEST_CASE("paths are as long as the mutations of their cells", "[phylogeny]") {
  const TumourSnapshot s = hand_made_tumour();
  std::vector<std::size_t> all;
  for (std::size_t k = 0; k < s.tumour.size(); ++k) all.push_back(k);
  const Parsed parsed = tree_of(s, all);
  CHECK(parsed.leaf_depth.size() == 100);
  CHECK(parsed.node_depth ==
        std::map<std::string, double>{
            {"founders", 0}, {"clone_16", 2}, {"clone_32", 4}, {"clone_48", 5}, {"clone_64", 3}});
  CHECK(parsed.children.at("clone_32").count("clone_48") == 1);
  CHECK(parsed.children.at("clone_32").size() == 11);
  const std::map<std::uint64_t, double> mutations{{0, 0}, {16, 2}, {32, 4}, {48, 5}, {64, 3}};
  for (const auto& [name, depth] : parsed.leaf_depth)
    CHECK(depth == mutations.at(std::stoull(name.substr(name.rfind('_') + 1))));
}

TEST_CASE("a chain of ten thousand clones is one branch, or as many", "[phylogeny]") {
  std::vector<Clone> chain;
  for (std::uint64_t k = 1; k <= 10000; ++k)
    chain.push_back({k, k - 1, static_cast<double>(k), mutation_kind::passenger, 1, 0, 1});
  TumourSnapshot s = hand_made_tumour();
  s.tree = CloneTree(table_of(chain), 1);
  s.tumour = {{0, 5, 9999}};
  CHECK(newick(s, {0}, BranchLength::mutations) == "(cell_5_clone_10000:10000)founders;\n");
  std::vector<std::size_t> all;
  s.tumour.clear();
  for (std::uint64_t k = 1; k <= 10000; ++k) {
    s.tumour.push_back({0, k, static_cast<std::size_t>(k - 1)});
    all.push_back(all.size());
  }
  const std::string text = newick(s, all, BranchLength::mutations);
  CHECK(std::count(text.begin(), text.end(), '(') == 10000);
  CHECK(std::count(text.begin(), text.end(), ')') == 10000);
  CHECK(text.find("cell_10000_clone_10000:1") != std::string::npos);
}

TEST_CASE("cells are sampled evenly, by their seed", "[phylogeny]") {
  const TumourSnapshot s = hand_made_tumour();
  CHECK(sample_cells(s, 20, 1) == sample_cells(s, 20, 1));
  CHECK(sample_cells(s, 20, 1) != sample_cells(s, 20, 2));
  const auto twenty = sample_cells(s, 20, 1), thirty = sample_cells(s, 30, 1);
  CHECK(std::includes(thirty.begin(), thirty.end(), twenty.begin(), twenty.end()));
  CHECK(sample_cells(s, 100, 3).size() == 100);
  std::vector<double> drawn(100, 0);
  constexpr int seeds = 2000;
  for (int seed = 0; seed < seeds; ++seed)
    for (const std::size_t k : sample_cells(s, 20, static_cast<std::uint64_t>(seed))) drawn[k] += 1;
  for (const double n : drawn) CHECK(std::abs(n - seeds * 0.2) < 5 * std::sqrt(seeds * 0.2 * 0.8));
  CHECK_THAT(input_error([&] { sample_cells(s, 101, 1); }),
             contains("--cells 101: expected 1 to 100, the living tumour cells of day 4"));
  CHECK_THAT(input_error([&] { sample_cells(s, 0, 1); }), contains("--cells 0"));
}
