// Virtual sequencing of a tumour known by heart: the truth exactly, the reads by the law they are drawn from.
#include "tools/evolution/sequencing.hpp"

#include <cmath>
#include <map>
#include <sstream>
#include <string_view>

#include "tests/tools/hand_made_tumour.hpp"
#include "tests/tools/scratch.hpp"

using namespace tilscape;

namespace {

using VafRow = std::map<std::string, std::string>;

std::vector<VafRow> rows_of(const std::string& text) {
  std::istringstream lines(text);
  std::string line, word;
  std::vector<std::string> names;
  std::vector<VafRow> rows;
  while (std::getline(lines, line)) {
    std::istringstream words(line);
    std::vector<std::string> values;
    while (std::getline(words, word, '\t')) values.push_back(word);
    if (names.empty()) {
      names = values;
      continue;
    }
    REQUIRE(values.size() == names.size());
    VafRow row;
    for (std::size_t k = 0; k < names.size(); ++k) row[names[k]] = values[k];
    rows.push_back(row);
  }
  return rows;
}

std::vector<RegionSample> samples_of(const TumourSnapshot& s, const RegionOptions& regions,
                                     const SequencingOptions& options) {
  std::vector<RegionSample> samples;
  for (const SampleRegion& region : sample_regions(regions, s))
    samples.push_back(take_sample(s, region, options));
  return samples;
}

std::vector<VafRow> table(const TumourSnapshot& s, const RegionOptions& regions,
                          const SequencingOptions& options) {
  auto samples = samples_of(s, regions, options);
  return rows_of(vaf_table(s, options, samples));
}

const VafRow& find(const std::vector<VafRow>& rows, std::string_view region, std::string_view mutation) {
  for (const VafRow& row : rows)
    if (row.at("region") == region && row.at("mutation") == mutation) return row;
  FAIL("no row of " << mutation << " in " << region);
  return rows.front();
}

SequencingOptions all_reads() {
  SequencingOptions o;
  o.lists_all = true;
  return o;
}

std::string refusal(const RegionOptions& regions) {
  return input_error([&] { sample_regions(regions, hand_made_tumour()); });
}

}  // namespace

TEST_CASE("the truth of a bulk sample is who carries what", "[sequencing]") {
  const auto rows = table(hand_made_tumour(), {}, all_reads());
  std::map<std::string, std::string> ccf, kind;
  for (const VafRow& row : rows) {
    CHECK(row.at("region") == "whole");
    CHECK(row.at("cellularity") == "1");
    ccf[row.at("mutation")] = row.at("ccf");
    kind[row.at("mutation")] = row.at("kind") + " " + row.at("which");
  }
  // 80 is extinct; nothing of it is there to be read.
  CHECK(ccf == std::map<std::string, std::string>{{"16-1", "0.4"},
                                                  {"16-2", "0.4"},
                                                  {"32-1", "0.2"},
                                                  {"32-2", "0.2"},
                                                  {"48-1", "0.1"},
                                                  {"64-1", "0.1"},
                                                  {"64-2", "0.1"},
                                                  {"64-3", "0.1"}});
  CHECK(kind == std::map<std::string, std::string>{{"16-1", "passenger -"},
                                                   {"16-2", "passenger -"},
                                                   {"32-1", "driver -"},
                                                   {"32-2", "passenger -"},
                                                   {"48-1", "hla_loss 3"},
                                                   {"64-1", "neoantigen 5"},
                                                   {"64-2", "antigen_loss 0"},
                                                   {"64-3", "passenger -"}});
}

TEST_CASE("regions see their own cells, and other cells dilute them", "[sequencing]") {
  TumourSnapshot s = hand_made_tumour();
  for (std::uint32_t site = 60; site < 100; ++site)
    s.normal_sites.push_back(site);  // beside as many tumour cells
  RegionOptions regions;
  regions.boxes = {"0,0,100,50", "0,60,100,100"};
  regions.spheres = {"5,95,0.1"};
  const auto rows = table(s, regions, all_reads());
  CHECK(find(rows, "box1", "16-1").at("ccf") == "0");
  CHECK(find(rows, "box1", "16-1").at("alt_reads") == "0");
  CHECK(find(rows, "box1", "16-1").at("cellularity") == "1");
  CHECK(find(rows, "box2", "16-1").at("ccf") == "0.75");
  CHECK(find(rows, "box2", "32-1").at("ccf") == "0.5");
  CHECK(find(rows, "box2", "32-1").at("cellularity") == "0.5");
  CHECK(find(rows, "sphere1", "64-1").at("ccf") == "1");

  RegionOptions grid;
  grid.grid = "1,5";
  const auto pieces = table(s, grid, all_reads());
  CHECK(find(pieces, "grid_1_3", "16-1").at("ccf") == "0.5");
  CHECK(find(pieces, "grid_1_4", "32-1").at("ccf") == "0.5");
  CHECK(find(pieces, "grid_1_5", "48-1").at("ccf") == "0.5");
  std::uint32_t cells = 0;
  for (const RegionSample& sample : samples_of(s, grid, all_reads())) cells += sample.tumour_cells;
  CHECK(cells == 100);  // pieces neither overlap nor leave a gap
}

TEST_CASE("reads follow depth, cellularity and the share of carriers", "[sequencing]") {
  const TumourSnapshot s = hand_made_tumour();
  SequencingOptions o;
  o.depth = 200;
  o.cellularity = 0.6;
  const auto sample = take_sample(s, sample_regions({}, s)[0], o);
  constexpr double ccf = 0.4, n = 4000;
  for (const DepthLaw law : {DepthLaw::fixed, DepthLaw::poisson}) {
    o.depth_law = law;
    double sum = 0, squares = 0, depth = 0, depth_squares = 0;
    for (std::uint32_t k = 0; k < n; ++k) {
      const Reads r = read_mutation(o, sample, 16, k, ccf);
      sum += r.variant, squares += double{1} * r.variant * r.variant;
      depth += r.depth, depth_squares += double{1} * r.depth * r.depth;
    }
    const double p = 0.6 * ccf / 2, mean = 200 * p;
    // Binomial of a fixed number: np(1 − p). Of a Poisson number: Poisson with the mean np.
    const double variance = law == DepthLaw::fixed ? mean * (1 - p) : mean;
    CHECK(std::abs(sum / n - mean) < 5 * std::sqrt(variance / n));
    CHECK((squares / n - sum / n * sum / n) == Approx(variance).epsilon(5 * std::sqrt(2 / n)));
    CHECK(std::abs(depth / n - 200) < (law == DepthLaw::fixed ? 1e-9 : 5 * std::sqrt(200 / n)));
    const double depth_variance = law == DepthLaw::fixed ? 0 : 200;
    CHECK((depth_squares / n - depth / n * depth / n) ==
          Approx(depth_variance).epsilon(5 * std::sqrt(2 / n)).margin(1e-6));
  }
}

TEST_CASE("reads of a region do not depend on what else is read", "[sequencing]") {
  const TumourSnapshot s = hand_made_tumour();
  RegionOptions one, two;
  one.boxes = {"0,50,100,100"};
  two.boxes = {"0,0,50,100", "0,50,100,100"};
  two.grid = "3,3";
  const auto alone = table(s, one, all_reads()), among = table(s, two, all_reads());
  for (const VafRow& row : alone) {
    const VafRow& same = find(among, "box2", row.at("mutation"));
    for (const char* name : {"depth", "alt_reads", "vaf", "ccf"}) CHECK(same.at(name) == row.at(name));
  }
  SequencingOptions other_seed = all_reads();
  other_seed.seed = 2;
  int differ = 0;
  for (const VafRow& row : table(s, one, other_seed))
    differ += row.at("depth") != find(alone, "box1", row.at("mutation")).at("depth");
  CHECK(differ > 4);
}

TEST_CASE("only what a region calls is listed, unless all is asked for", "[sequencing]") {
  const TumourSnapshot s = hand_made_tumour();
  SequencingOptions o;
  o.depth = 30;  // ccf 0.1: 1.5 reads expected
  o.min_reads = 3;
  auto samples = samples_of(s, {}, o);
  const auto rows = rows_of(vaf_table(s, o, samples));
  for (const VafRow& row : rows) {
    CHECK(std::stoi(row.at("alt_reads")) >= 3);
    CHECK(row.at("called") == "1");
  }
  CHECK(samples[0].called == rows.size());
  SequencingOptions all = o;
  all.lists_all = true;
  const auto every = table(s, {}, all);
  CHECK(every.size() == 8);
  std::size_t called = 0;
  for (const VafRow& row : every) called += row.at("called") == "1";
  CHECK(called == rows.size());
  CHECK(called < every.size());
}

TEST_CASE("a region or option that cannot be is refused", "[sequencing]") {
  CHECK_THAT(refusal({{"0,0,100,110"}, {}, ""}), contains("--box 0,0,100,110: lies outside of the lattice"));
  CHECK_THAT(refusal({{"50,0,50,10"}, {}, ""}), contains("is empty"));
  CHECK_THAT(refusal({{"1,2,3"}, {}, ""}), contains("has 3 numbers; expected X0,Y0,X1,Y1"));
  CHECK_THAT(refusal({{"1,2,3,x"}, {}, ""}), contains("is no list of numbers"));
  CHECK_THAT(refusal({{"1,2,3,"}, {}, ""}), contains("is no list of numbers"));
  CHECK_THAT(refusal({{}, {"-1,5,3"}, ""}), contains("--sphere -1,5,3: has its centre outside"));
  CHECK_THAT(refusal({{}, {"1,5,0"}, ""}), contains("has no extent"));
  CHECK_THAT(refusal({{}, {}, "2.5,1"}), contains("--grid 2.5,1: expected whole numbers"));
  CHECK_THAT(refusal({{}, {}, "0,1"}), contains("--grid 0,1"));
  const auto option = [](auto change) {
    SequencingOptions o;
    change(o);
    return input_error([&] { check(o); });
  };
  CHECK(option([](auto&) {}) == "no error");
  CHECK_THAT(option([](auto& o) { o.depth = 0; }), contains("--depth 0: expected above 0"));
  CHECK_THAT(option([](auto& o) { o.depth = -3; }), contains("--depth -3"));
  CHECK_THAT(option([](auto& o) { o.depth = NAN; }), contains("--depth nan"));
  CHECK_THAT(option([](auto& o) { o.depth = 1.5, o.depth_law = DepthLaw::fixed; }), contains("whole number"));
  CHECK_THAT(option([](auto& o) { o.cellularity = 1.1; }), contains("--cellularity 1.1"));
  CHECK_THAT(option([](auto& o) { o.cellularity = 0; }), contains("--cellularity 0"));
  CHECK_THAT(option([](auto& o) { o.min_reads = 0; }), contains("--min-reads 0"));
}

TEST_CASE("a clone log that contradicts itself is refused", "[sequencing]") {
  const auto problem = [](const std::vector<Clone>& clones) {
    try {
      CloneTree(table_of(clones), 1);
    } catch (const OutputError& error) {
      return std::string(error.what());
    }
    return std::string("no error");
  };
  CHECK(problem({{16, 0}, {32, 16}}) == "no error");
  CHECK_THAT(problem({{16, 0}, {32, 17}}), contains("has no clone 17"));
  CHECK_THAT(problem({{16, 0}, {16, 0}}), contains("damaged at clone 16"));
  CHECK_THAT(problem({{16, 32}, {32, 0}}), contains("damaged at clone 16"));
}
