// Random words for runs of sites and for scattered ones, against Philox one by one.
#include "core/base/instruction_set.hpp"
#include "core/execution/draw_block.hpp"
#include "tests/wide/holding.hpp"

namespace tilscape::testing {

namespace {

using Words = std::vector<std::uint32_t>;

void append(Words& all, const RandomWords& words) {
  for (int w = 0; w < 4; ++w) all.push_back(words[w]);
}

}  // namespace

void hold_draws(Holding& holding) {
  constexpr std::uint32_t awkward_sites[] = {0, 1, 0x7fffffffu, 0x80000000u, 0xfffffffeu};
  for (std::uint32_t n = 0; n <= DrawBlock::max_lanes; n += n < largest_size ? 1 : 31)
    for (const std::uint64_t key : {std::uint64_t{0}, ~std::uint64_t{0}, replicate_key(3, 1)}) {
      const Draws draws{&key, Step{(1u << 27) - 1}, 31, 31};
      const std::string where = "size " + std::to_string(n) + ", key " + std::to_string(key);
      const std::uint32_t first = 0xffffffffu - n - 3;
      Words of_run, of_block;
      for (std::uint32_t k = 0; k < n; ++k) append(of_run, draws.at(LocalSite{first + k}, 0));
      for (std::uint32_t k = 0; k < n; ++k)
        append(of_block, draws.at(LocalSite{awkward_sites[k % 5] - k}, 0));
      holding.hold_to("draws of a run of sites", where, of_run, [&] {
        DrawBlock block;
        block.draw_run(LocalSite{first}, n, key, draws);
        Words words;
        for (std::uint32_t k = 0; k < n; ++k) append(words, block.words(k));
        return words;
      });
      holding.hold_to("draws of scattered sites", where, of_block, [&] {
        DrawBlock block;
        for (std::uint32_t k = 0; k < n; ++k)
          block.local_site[k] = awkward_sites[k % 5] - k, block.key[k] = key;
        block.draw(n, draws);
        Words words;
        for (std::uint32_t k = 0; k < n; ++k) append(words, block.words(k));
        return words;
      });
    }
}

}  // namespace tilscape::testing
