// The rows of the field solver's wavefronts, one loop at a time.
#include "core/multigrid/rows.hpp"

#include <algorithm>

#include "core/base/instruction_set.hpp"
#include "core/random/philox.hpp"
#include "tests/wide/holding.hpp"

namespace tilscape::testing {

namespace {

constexpr std::ptrdiff_t most = largest_size, margin = rows::lanes;
constexpr std::ptrdiff_t row_floats = 2 * (most + 4 * rows::lanes) + 2 * margin;

/// Zeros of both signs, tiny and huge values, ordinary ones; no NaN, and no infinity comes of any.
float awkward(std::uint32_t i) {
  constexpr float some[] = {0.0f, -0.0f, 1e-40f, 1e12f, -1e12f, 1.17549435e-38f, 1.0f, -3.5e-7f};
  const std::uint64_t word = mix64(i);
  return word % 3 == 0 ? some[word / 3 % 8] : 1e-5f * static_cast<float>(word % 20000000);
}

/// Rows of such values, and their sizes, as sinks: never negative.
struct Data {
  std::vector<std::vector<float>> rows;
  std::vector<float> positive, weights;
  explicit Data(std::uint32_t seed)
      : rows(16, std::vector<float>(row_floats)), positive(row_floats), weights(row_floats) {
    for (std::uint32_t r = 0; r < rows.size(); ++r)
      for (std::uint32_t x = 0; x < row_floats; ++x) rows[r][x] = awkward(seed + 1000 * r + x);
    for (std::uint32_t x = 0; x < row_floats; ++x) {
      positive[x] = std::max(0.0f, rows[3][x]) + 0.0f;
      weights[x] = static_cast<float>(mix64(x) % 5) * 0.25f;
    }
  }
  const float* row(int r, std::uint32_t offset) const { return rows[r].data() + margin + offset; }
};

/// What a loop writes to a row, and all that it must leave alone.
template <class Write>
std::vector<std::uint32_t> written(std::uint32_t offset, const Write& write) {
  std::vector<float> out(row_floats, -5.0f);
  run_wide([&](std::uint64_t, std::uint64_t) { write(out.data() + margin + offset); }, 0, 1);
  return bits_of_all(out);
}

void hold_simple(Holding& holding, const Data& d, std::ptrdiff_t n, std::uint32_t offset,
                 const std::string& where) {
  const TransferRow transfer{{d.row(0, offset), d.row(1, offset), d.row(2, offset), d.row(4, offset)},
                             {0.25f, 0.5f, 0.0f, 0.25f},
                             d.weights.data(),
                             d.weights.data() + 3,
                             nullptr};
  holding.hold("rows::add", where, [&] {
    return written(offset, [&](float* out) { rows::add(d.row(0, offset), d.row(1, 0), n, out); });
  });
  holding.hold("rows::fill_across", where,
               [&] { return written(offset, [&](float* out) { rows::fill_across(transfer, n, out); }); });
  holding.hold("rows::fill_reached", where, [&] {
    return written(offset,
                   [&](float* out) { rows::fill_reached(d.positive.data() + offset, 0.75f, n, out); });
  });
  holding.hold("rows::spread_out", where, [&] {
    const float* w = d.weights.data();
    return written(offset, [&](float* out) {
      rows::spread_out({w, w + 1, w + 2, w + 3}, d.row(5, offset), n, out);
    });
  });
  holding.hold("rows::average", where, [&] {
    return written(offset, [&](float* out) {
      std::vector<float> temporary(row_floats);
      TransferRow row = transfer;
      row.out = out;
      rows::average(row, n, temporary.data() + margin);
    });
  });
  holding.hold("rows::any_bit", where, [&] {
    std::vector<std::uint32_t> any;
    std::vector<float> values(row_floats, 0.0f);
    const auto ask = [&] {
      run_wide([&](std::uint64_t, std::uint64_t) { any.push_back(rows::any_bit(values.data() + offset, n)); },
               0, 1);
    };
    ask();
    for (std::ptrdiff_t x = 0; x < n; ++x) {
      values[offset + x] = x % 2 ? -0.0f : 1e-45f;
      ask();
      values[offset + x] = 0.0f;
    }
    return any;
  });
}

template <class Formula, bool is_flat, bool has_faces>
void hold_formula(Holding& holding, const char* name, const Data& d, std::ptrdiff_t n, std::uint32_t offset,
                  const std::string& where) {
  rows::EvenRow<is_flat, has_faces> row{
      {d.row(0, offset), d.row(1, offset), d.row(2, offset), d.row(4, offset), d.row(5, offset),
       d.row(6, offset), d.positive.data() + offset, nullptr},
      0.25f,
      d.weights.data() + margin,
      0.5f,
      Flush{-1e-30f, 1e-12f}};
  std::vector<float> damping(row_floats);
  for (std::ptrdiff_t x = 0; x < row_floats; ++x) damping[x] = 0.5f + d.weights[x];
  row.damping_of_cell = damping.data() + margin;
  holding.hold(name, where + (is_flat ? ", flat" : "") + (has_faces ? ", faces" : ""), [&] {
    return written(offset, [&](float* out) {
      row.out = out;
      rows::fill<Formula>(row, d.weights.data() + margin, n, rows::Nothing{});
    });
  });
}

template <bool is_flat, bool has_faces>
void hold_formulas(Holding& holding, const Data& d, std::ptrdiff_t n, std::uint32_t offset,
                   const std::string& where) {
  hold_formula<stencil::Sweep, is_flat, has_faces>(holding, "rows::fill<Sweep>", d, n, offset, where);
  hold_formula<stencil::FirstSweep, is_flat, has_faces>(holding, "rows::fill<FirstSweep>", d, n, offset,
                                                        where);
  hold_formula<stencil::FlushingSweep, is_flat, has_faces>(holding, "rows::fill<FlushingSweep>", d, n, offset,
                                                           where);
  hold_formula<stencil::ReachingDefect, is_flat, has_faces>(holding, "rows::fill<ReachingDefect>", d, n,
                                                            offset, where);
}

}  // namespace

void hold_rows(Holding& holding) {
  for (const std::uint32_t seed : {1u, 77777u}) {
    const Data data(seed);
    for (std::ptrdiff_t n = 0; n <= most; ++n)
      for (const std::uint32_t offset : offsets) {
        const std::string where = at(static_cast<std::uint32_t>(n), offset);
        hold_simple(holding, data, n, offset, where);
        hold_formulas<false, false>(holding, data, n, offset, where);
        hold_formulas<false, true>(holding, data, n, offset, where);
        hold_formulas<true, false>(holding, data, n, offset, where);
        hold_formulas<true, true>(holding, data, n, offset, where);
      }
  }
}

}  // namespace tilscape::testing
