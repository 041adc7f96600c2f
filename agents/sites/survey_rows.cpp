// The survey of all sites on the host. The rows around a row are added up first, then three neighbours in x:
// a tenth of the reads of going site by site, and 16 sites at a time.
#include <algorithm>
#include <array>
#include <cstring>

#include "agents/sites/survey.hpp"
#include "core/execution/host_executor.hpp"

namespace tilscape {

namespace {

constexpr std::uint32_t lanes = 16, chunk = 512;
// Vectors of the compiler's own: what it makes of a loop over bytes depends on where the loop is inlined.
using Bytes [[gnu::vector_size(lanes)]] = std::uint8_t;

/// Entry k is a site; n of them, and room for whole vectors behind.
using Counts = std::array<std::uint8_t, chunk + 2 + lanes>;

/// The first n of 16 bytes. A length that the compiler knows is one instruction; others go through memory.
Bytes load(const std::uint8_t* from, std::uint32_t n = lanes) {
  Bytes bytes = {};
  std::memcpy(&bytes, from, n);
  return bytes;
}

void store(std::uint8_t* to, Bytes bytes, std::uint32_t n = lanes) {
  std::memcpy(to, &bytes, n);
}

/// Solid sites in the low four bits, free ones in the high four: at most nine of each are added up.
Bytes counts_of(Bytes tissue, Bytes immune, std::uint8_t immune_mask) {
  constexpr auto none = static_cast<std::uint8_t>(Tissue::none),
                 vessel = static_cast<std::uint8_t>(Tissue::vessel);
  const auto solid = (tissue != none) & (tissue != vessel);
  const auto free = (tissue | (immune & immune_mask)) == 0;
  return reinterpret_cast<Bytes>(solid & 1) + reinterpret_cast<Bytes>(free & 16);
}

/// The rows around and in a row that exist and hold neighbours, its own first.
struct Around {
  const std::uint8_t *tissue[9], *immune[9];
  std::uint32_t count = 0;
  std::uint8_t immune_mask;  // 0 where daughters share a site with an immune cell

  Around(const WorldView& w, const Position& start);

  /// Adds n sites of row k from x on.
  void add(std::uint32_t k, std::uint32_t x, std::uint32_t n, std::uint8_t* counts) const {
    const std::uint8_t *const t = tissue[k] + x, *const i = immune[k] + x;
    std::uint32_t j = 0;
    for (; j + lanes <= n; j += lanes)
      store(counts + j, load(counts + j) + counts_of(load(t + j), load(i + j), immune_mask));
    if (j < n)
      store(counts + j, load(counts + j) + counts_of(load(t + j, n - j), load(i + j, n - j), immune_mask),
            n - j);
  }
};

/// The coordinate one step on, or one that is not below n behind a closed border.
std::uint32_t beside(const Lattice& l, std::uint32_t i, int step, std::uint32_t n) {
  const std::uint32_t to = i + static_cast<std::uint32_t>(step);
  if (to < n || l.boundary == Boundary::closed) return to;
  return step < 0 ? n - 1 : 0;
}

Around::Around(const WorldView& w, const Position& start)
    : immune_mask(w.rules_at(start).shares_site ? 0x00 : 0xff) {
  const Lattice& l = w.lattice;
  const auto take = [&](std::uint32_t first) {
    tissue[count] = reinterpret_cast<const std::uint8_t*>(w.tissue.data) + first;
    immune[count++] = reinterpret_cast<const std::uint8_t*>(w.immune.data) + first;
  };
  take(start.site.value);
  const int reach_z = l.is_2d() ? 0 : 1;
  for (int dz = -reach_z; dz <= reach_z; ++dz)
    for (int dy = -1; dy <= 1; ++dy) {
      const int steps = (dy != 0) + (dz != 0);
      const std::uint32_t y = beside(l, start.y, dy, l.ny), z = beside(l, start.z, dz, l.nz);
      const bool counts = steps == 1 || (steps == 2 && l.neighbourhood == Neighbourhood::moore);
      if (counts && y < l.ny && z < l.nz) take(start.site.value - start.local.value + l.nx * (y + l.ny * z));
    }
}

/// One row of sites.
struct SurveyRow {
  WorldView w;
  bool tumour_rows_only;

  void operator()(std::uint32_t r) const {
    const Position start = w.lattice.locate(SiteIndex{r * w.lattice.nx});
    if (tumour_rows_only && !has_tumour(start.site.value)) return;
    const Around around(w, start);
    for (std::uint32_t x = 0; x < w.lattice.nx; x += chunk)
      survey(around, x, std::min(chunk, w.lattice.nx - x), w.surroundings.data + start.site.value + x);
  }

 private:
  bool has_tumour(std::uint32_t first) const {
    const Tissue* const row = w.tissue.data + first;
    std::uint8_t any = 0;  // a loop over bools stays scalar
    for (std::uint32_t x = 0; x < w.lattice.nx; ++x) any |= is_tumour(row[x]) ? 1 : 0;
    return any != 0;
  }

  /// n sites from x on. Entry k of the counts is the site x + k − 1; the first and the last lie beside the
  /// chunk.
  void survey(const Around& around, std::uint32_t x, std::uint32_t n, std::uint8_t* out) const {
    Counts all, own;
    std::memset(all.data(), 0, n + 2);
    std::memset(own.data(), 0, n + 2);
    const auto add = [&](std::uint32_t k, std::uint32_t from, std::uint32_t count) {
      if (from >= w.lattice.nx) return;
      around.add(0, from, count, own.data() + k);
      for (std::uint32_t row = 0; row < around.count; ++row) around.add(row, from, count, all.data() + k);
    };
    add(1, x, n);
    if (n < w.lattice.nx) {
      add(0, beside(w.lattice, x, -1, w.lattice.nx), 1);
      add(n + 1, beside(w.lattice, x + n - 1, 1, w.lattice.nx), 1);
    } else if (w.lattice.boundary == Boundary::periodic) {  // both sites beside the chunk are in it
      all[0] = all[n], own[0] = own[n];
      all[n + 1] = all[1], own[n + 1] = own[1];
    }
    const Counts& sides = w.lattice.neighbourhood == Neighbourhood::moore ? all : own;
    const auto surveyed = [&](std::uint32_t k) {
      const Bytes before = load(&sides[k]), behind = load(&sides[k + 2]),
                  middle = load(&all[k + 1]) - load(&own[k + 1]);
      const Bytes solids = (before & 15) + (middle & 15) + (behind & 15);
      const auto any_free = ((before | middle | behind) & 0xf0) != 0;
      return solids + (reinterpret_cast<Bytes>(any_free) & surroundings::room);
    };
    std::uint32_t k = 0;
    for (; k + lanes <= n; k += lanes) store(out + k, surveyed(k));
    if (k < n) store(out + k, surveyed(k), n - k);
  }
};

}  // namespace

void survey_rows(HostExecutor& executor, const WorldView& w, bool tumour_rows_only) {
  executor.for_each(w.lattice.world_sites() / w.lattice.nx, SurveyRow{w, tumour_rows_only});
}

}  // namespace tilscape
