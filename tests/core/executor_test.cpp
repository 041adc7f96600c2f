// The host executor: every index once, the same words and sums whatever the threads and blocks.
#include "core/execution/host_executor.hpp"

#include <numeric>
#include <stdexcept>
#include <vector>

#include "tests/catch.hpp"

namespace tilscape {

namespace {

const std::uint32_t sizes[] = {0, 1, 31, 32, 33, 255, 256, 257, 2047, 2048, 8191, 8192, 8193, 10007};
const int thread_counts[] = {1, 2, 3};
const std::uint32_t blocks[] = {1, 32, 255, 256};

template <class Body>
void for_every_execution(const Body& body) {
  for (const int threads : thread_counts)
    for (const std::uint32_t block : blocks)
      for (const std::uint32_t n : sizes) {
        CAPTURE(threads, block, n);
        HostExecutor executor(threads, block);
        body(executor, n);
      }
}

struct CountVisits {
  std::uint32_t* visits;
  void operator()(std::uint32_t i) const { ++visits[i]; }
};

/// Every third slot is empty; the others stand at the sites of two replicates, last ones first.
struct RecordWords {
  std::uint32_t n;
  RandomWords* words;
  std::uint32_t* visits;
  SiteIndex draw_site(std::uint32_t i) const { return i % 3 == 1 ? no_site : SiteIndex{n - 1 - i}; }
  void operator()(std::uint32_t i, const RandomWords& w) const {
    ++visits[i];
    words[i] = w;
  }
};

/// Lanes are sites. Those whose first word is odd need a branch; it hands these to the call operator.
struct PassOver {
  std::vector<RandomWords>& words;
  std::vector<int>& passed_over;
  SiteIndex draw_site(std::uint32_t i) const { return SiteIndex{i}; }
  void pass_over(std::uint32_t first, std::uint32_t last, const DrawBlock& draws, std::uint8_t* busy) const {
    for (std::uint32_t k = 0; k < last - first; ++k) {
      busy[k] = draws.word[0][k] & 1 ? 0x80 : 0;
      if (busy[k]) continue;
      ++passed_over[first + k];
      words[first + k] = draws.words(k);
    }
  }
  void operator()(std::uint32_t i, const RandomWords& w) const { words[i] = w; }
};

struct AddToThree {
  void operator()(std::uint32_t i, const Tally& sums) const {
    sums.add(i % 3, i);
    sums.add(2, ~std::uint64_t{0});  // sums are modulo 2⁶⁴
  }
};

/// Rows of nx values: 1 in the middle, 2 at both ends.
struct MarkRow {
  std::uint32_t nx;
  std::uint8_t* marks;
  std::uint8_t* row(std::uint32_t r) const { return marks + std::size_t{r} * nx; }
  void at(std::uint8_t* row, std::uint32_t x) const { row[x] = static_cast<std::uint8_t>(row[x] + 1); }
  void edge(std::uint8_t* row, std::uint32_t x) const { row[x] = static_cast<std::uint8_t>(row[x] + 2); }
};

}  // namespace

TEST_CASE("for_each visits every index once") {
  for_every_execution([](HostExecutor& executor, std::uint32_t n) {
    std::vector<std::uint32_t> visits(n, 0);
    executor.for_each(n, CountVisits{visits.data()});
    REQUIRE(visits == std::vector<std::uint32_t>(n, 1));
  });
}

TEST_CASE("for_each_drawn hands each lane the words of its site, and skips lanes without one") {
  const std::uint64_t keys[] = {replicate_key(7, 0), replicate_key(7, 1)};
  const Lattice lattice = make_lattice({79, 64, 1}, 10, Boundary::closed, Neighbourhood::moore, 2);
  const Draws draws{keys, Step{12}, 34, 1};
  REQUIRE(lattice.world_sites() > sizes[std::size(sizes) - 1]);
  for_every_execution([&](HostExecutor& executor, std::uint32_t n) {
    std::vector<RandomWords> words(n);
    std::vector<std::uint32_t> visits(n, 0);
    const RecordWords record{n, words.data(), visits.data()};
    executor.for_each_drawn(n, lattice, draws, record);
    bool right = true;
    for (std::uint32_t i = 0; i < n; ++i) {
      const SiteIndex s = record.draw_site(i);
      right = right && visits[i] == (s == no_site ? 0u : 1u);
      if (s == no_site) continue;
      const Position p = lattice.locate(s);
      const RandomWords expected = draws.at(p.local, p.replicate);
      for (int k = 0; k < 4; ++k) right = right && words[i][k] == expected[k];
    }
    REQUIRE(right);
  });
}

TEST_CASE("a kernel may pass over sites of one replicate and is called for the others") {
  const std::uint64_t keys[] = {replicate_key(7, 0), replicate_key(7, 1), replicate_key(7, 2)};
  const Lattice lattice = make_lattice({53, 64, 1}, 10, Boundary::closed, Neighbourhood::moore, 3);
  const Draws draws{keys, Step{12}, 34, 1};
  REQUIRE(lattice.world_sites() > sizes[std::size(sizes) - 1]);
  for_every_execution([&](HostExecutor& executor, std::uint32_t n) {
    std::vector<RandomWords> words(n);
    std::vector<int> passed_over(n, 0);
    executor.for_each_drawn(n, lattice, draws, PassOver{words, passed_over});
    bool right = true;
    std::uint32_t in_passing = 0;
    for (std::uint32_t i = 0; i < n; ++i) {
      const Position p = lattice.locate(SiteIndex{i});
      const RandomWords expected = draws.at(p.local, p.replicate);
      for (int k = 0; k < 4; ++k) right = right && words[i][k] == expected[k];
      right = right && passed_over[i] <= (expected[0] & 1 ? 0 : 1);
      in_passing += passed_over[i] != 0;
    }
    REQUIRE(right);
    if (n > 8000) REQUIRE(in_passing > n / 4);
  });
}

TEST_CASE("for_each_marked visits every marked index once, whatever the mark") {
  for_every_execution([](HostExecutor& executor, std::uint32_t n) {
    std::vector<std::uint8_t> marks(n);
    std::vector<std::uint32_t> visits(n, 0), expected(n);
    for (std::uint32_t i = 0; i < n; ++i) {
      marks[i] = i % 1000 < 300 ? 0 : static_cast<std::uint8_t>(mix64(i));
      expected[i] = marks[i] != 0;
    }
    executor.for_each_marked(n, marks.data(), CountVisits{visits.data()});
    REQUIRE(visits == expected);
  });
}

TEST_CASE("draws of a run of sites are those of each site") {
  const std::uint64_t keys[] = {replicate_key(7, 0)};
  const Draws draws{keys, Step{(1u << 27) - 1}, 0xfedcba98, 31};
  for (const std::uint32_t first : {0u, 5u, 0xffffff00u})
    for (const std::uint32_t count : {1u, 7u, 8u, 250u}) {
      CAPTURE(first, count);
      DrawBlock block;
      block.draw_run(LocalSite{first}, count, keys[0], draws);
      bool right = true;
      for (std::uint32_t k = 0; k < count; ++k) {
        const RandomWords expected = draws.at(LocalSite{first + k}, 0), got = block.words(k);
        for (int i = 0; i < 4; ++i) right = right && got[i] == expected[i];
      }
      CHECK(right);
    }
}

TEST_CASE("a tally sums exactly, modulo 2^64") {
  for_every_execution([](HostExecutor& executor, std::uint32_t n) {
    std::vector<std::uint64_t> expected(3, 0);
    for (std::uint32_t i = 0; i < n; ++i) {
      expected[i % 3] += i;
      expected[2] -= 1;
    }
    REQUIRE(executor.tally(n, 3, AddToThree{}) == expected);
  });
}

TEST_CASE("an exclusive scan gives the sum of all before, and returns the sum of all") {
  for_every_execution([](HostExecutor& executor, std::uint32_t n) {
    std::vector<std::uint32_t> values(n), expected(n);
    std::uint32_t sum = 0;
    for (std::uint32_t i = 0; i < n; ++i) {
      values[i] = i * 2654435761u % 1000;
      expected[i] = sum;
      sum += values[i];
    }
    REQUIRE(executor.exclusive_scan(values.data(), n) == sum);
    REQUIRE(values == expected);
  });
}

TEST_CASE("for_each_row calls edge at both ends and at in between") {
  for (const int threads : thread_counts)
    for (const std::uint32_t nx : {1u, 2u, 3u, 33u, 300u})
      for (const std::uint32_t rows : {1u, 2u, 70u}) {
        CAPTURE(threads, nx, rows);
        HostExecutor executor(threads);
        std::vector<std::uint8_t> marks(std::size_t{rows} * nx, 0), expected(marks.size(), 1);
        for (std::uint32_t r = 0; r < rows; ++r)
          expected[std::size_t{r} * nx] = expected[std::size_t{r + 1} * nx - 1] = 2;
        executor.for_each_row(rows, nx, MarkRow{nx, marks.data()});
        REQUIRE(marks == expected);
      }
}

TEST_CASE("a maximum is the greatest value, wherever it stands") {
  for_every_execution([](HostExecutor& executor, std::uint32_t n) {
    const std::uint32_t at = n / 2;
    const float greatest =
        executor.maximum(n, [&](std::uint32_t i) { return i == at ? 7.5f : static_cast<float>(i % 7); });
    REQUIRE(greatest == (n ? 7.5f : 0.0f));
  });
}

TEST_CASE("blocks are 1 to 256 lanes") {
  CHECK_THROWS_AS(HostExecutor(1, 0), std::invalid_argument);
  CHECK_THROWS_AS(HostExecutor(1, 257), std::invalid_argument);
  CHECK(HostExecutor(3, 8).threads() == 3);
  CHECK(HostExecutor(0).threads() >= 1);
}

}  // namespace tilscape
