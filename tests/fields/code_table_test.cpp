// Rows of look-ups, whole vectors and what is left over.
#include "core/fields/code_table.hpp"

#include <vector>

#include "tests/catch.hpp"

namespace tilscape::testing {

TEST_CASE("two codes look up the sum of two values", "[fields]") {
  float a[site_codes], b[site_codes];
  for (int k = 0; k < site_codes; ++k) a[k] = static_cast<float>(k), b[k] = static_cast<float>(100 * k);
  for (const std::size_t n : {0, 1, 15, 16, 17, 32, 100}) {
    std::vector<std::uint8_t> tissue(n), immune(n);
    std::vector<float> expected(n), out(n + 1, -1.0f);
    for (std::size_t x = 0; x < n; ++x) {
      tissue[x] = x % 16, immune[x] = (x + x / 16 + 3) % 16;
      expected[x] = static_cast<float>(tissue[x] + 100 * immune[x]);
    }
    look_up(a, tissue.data(), b, immune.data(), n, out.data());
    CHECK(out.back() == -1.0f);  // nothing is written behind the row
    out.pop_back();
    CHECK(out == expected);
  }
}

}  // namespace tilscape::testing
