// The keyed permutation: a bijection for every size, different for different keys, without a preference.
#include "core/random/permutation.hpp"

#include <cmath>
#include <vector>

#include "tests/catch.hpp"

namespace tilscape {

TEST_CASE("every size is permuted without loss") {
  for (const std::uint32_t n :
       {1u, 2u, 3u, 4u, 5u, 15u, 16u, 17u, 63u, 64u, 65u, 1000u, 4096u, 4097u, 65537u})
    for (const std::uint64_t key : {std::uint64_t{0}, std::uint64_t{1}, ~std::uint64_t{0}}) {
      const Permutation permutation(n, key);
      std::vector<int> hits(n, 0);
      for (std::uint32_t i = 0; i < n; ++i) {
        const std::uint32_t image = permutation(i);
        REQUIRE(image < n);
        REQUIRE(permutation.inverse(image) == i);
        ++hits[image];
      }
      CHECK(hits == std::vector<int>(n, 1));
    }
}

TEST_CASE("the largest worlds are permuted too") {
  const Permutation permutation(4294967294u, 42);
  for (const std::uint32_t i : {0u, 1u, 65535u, 65536u, 4294967293u}) {
    CHECK(permutation(i) < 4294967294u);
    CHECK(permutation.inverse(permutation(i)) == i);
  }
}

// Very small domains have few Feistel permutations and do prefer some images; a lattice is never that small.
TEST_CASE("over many keys a site's image has no preference") {
  constexpr std::uint32_t n = 1000, bins = 10;
  constexpr int keys = 20000;
  std::vector<int> hits(bins, 0);
  for (int key = 0; key < keys; ++key)
    ++hits[Permutation(n, mix64(static_cast<std::uint64_t>(key)))(3) * bins / n];
  const double expected = 1.0 * keys / bins, five_sigma = 5 * std::sqrt(expected * (1 - 1.0 / bins));
  for (const int count : hits) CHECK(std::abs(count - expected) < five_sigma);
}

}  // namespace tilscape
