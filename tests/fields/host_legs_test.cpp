// The legs of a CPU, wavefronts through tiles, against the plain passes that define the solver: every bit.
#include <cstring>
#include <memory>
#include <random>

#include "tests/catch.hpp"
#include "tests/fields/field_case.hpp"

namespace tilscape::testing {

namespace {

using PlainSolver = FieldSolver<HostExecutor, PlainLegs<HostExecutor>>;
using HostSolver = FieldSolver<HostExecutor, HostLegs>;

/// Sites of a lattice at random: cells, vessels, secreting immune cells; and values to start from.
struct Start {
  SiteCodes codes;
  std::vector<float> u;
  Start(const Lattice& lattice, unsigned seed) : codes(lattice), u(lattice.world_sites()) {
    std::mt19937 random(seed);
    for (std::uint8_t& code : codes.tissue) code = random() % 30 == 0 ? vessel_code : random() % 2;
    for (std::uint8_t& code : codes.immune) code = random() % 10 == 0;
    for (float& value : u) value = static_cast<float>(random() % 1000) * 0.1f;
  }
};

/// Solves of several fields in one workspace, one after the other: each one's values and residuals.
template <class Solver>
std::vector<float> solved(Solver& solver, const Lattice& lattice, const Start& start, FieldBorder border) {
  std::vector<float> all;
  for (const int cycles : {1, 2})
    for (FieldSpec spec : {oxygen(), cytokine()}) {
      spec.cycles = cycles, spec.border = border, spec.border_value = 3;
      std::vector<float> u = start.u;
      solver.advance(spec, start.codes.tissue.data(), start.codes.immune.data(), u.data(), 5);
      all.insert(all.end(), u.begin(), u.end());
      for (const float residual : solver.residuals()) all.push_back(residual);
    }
  CHECK(solver.bytes() >= 12 * lattice.world_sites());
  return all;
}

std::vector<float> solved_plainly(const Lattice& lattice, const Start& start, FieldBorder border) {
  HostExecutor executor(1);
  PlainSolver solver(executor, lattice);
  return solved(solver, lattice, start, border);
}
std::vector<float> solved_in_tiles(const Lattice& lattice, const Start& start, FieldBorder border,
                                   int threads, const TileLimits& limits) {
  HostExecutor executor(threads);
  HostSolver solver(executor, lattice, HostLegs(executor, limits));
  return solved(solver, lattice, start, border);
}

bool same_bits(const std::vector<float>& a, const std::vector<float>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0;
}

TileLimits pieces(std::uint32_t y, std::uint32_t z) {
  TileLimits limits;
  limits.serial_below = 0, limits.y_pieces = y, limits.z_pieces = z;
  return limits;
}
TileLimits streamed(TileLimits limits) {
  limits.streamed_above = 0;
  return limits;
}

constexpr std::uint32_t as_many_as_can_be = 1000;

/// Whether there is such a lattice: a periodic one needs three sites per axis, but may be flat.
bool exists(const Size& size, Boundary boundary) {
  return boundary == Boundary::closed || (size[0] > 2 && size[1] > 2 && size[2] != 2);
}

void check_all_cuts(const Lattice& lattice, unsigned seed) {
  const Start start(lattice, seed);
  for (const FieldBorder border : {FieldBorder::no_flux, FieldBorder::fixed_value}) {
    const std::vector<float> plain = solved_plainly(lattice, start, border);
    CHECK(same_bits(plain, solved_in_tiles(lattice, start, border, 1, {})));
    CHECK(same_bits(plain, solved_in_tiles(lattice, start, border, 1, pieces(1, 1))));
    CHECK(same_bits(plain, solved_in_tiles(lattice, start, border, 2, pieces(0, 0))));
    CHECK(same_bits(plain, solved_in_tiles(lattice, start, border, 3, pieces(3, 2))));
    CHECK(same_bits(plain, solved_in_tiles(lattice, start, border, 2, streamed(pieces(2, 2)))));
    CHECK(same_bits(
        plain, solved_in_tiles(lattice, start, border, 5, pieces(as_many_as_can_be, as_many_as_can_be))));
  }
}

}  // namespace

TEST_CASE("wavefronts have the bits of plain passes on lattices of every shape", "[fields]") {
  const Size size = GENERATE(Size{1, 1, 1}, Size{2, 1, 1}, Size{1, 2, 1}, Size{1, 1, 2}, Size{2, 2, 2},
                             Size{7, 1, 1}, Size{1, 17, 1}, Size{1, 1, 13}, Size{1, 5, 3}, Size{16, 4, 1},
                             Size{31, 29, 1}, Size{13, 11, 7}, Size{23, 2, 9}, Size{2, 31, 5}, Size{48, 3, 2},
                             Size{17, 16, 33}, Size{64, 33, 6}, Size{3, 3, 3}, Size{5, 7, 1}, Size{47, 5, 4});
  const Boundary boundary = GENERATE(Boundary::closed, Boundary::periodic);
  if (!exists(size, boundary)) return;
  CAPTURE(text_of(size), boundary == Boundary::periodic);
  check_all_cuts(lattice_of(size, boundary), 7);
}

TEST_CASE("wavefronts have the bits of plain passes in a world of several replicates", "[fields]") {
  const Size size = GENERATE(Size{1, 1, 1}, Size{19, 14, 9}, Size{33, 18, 1});
  const Boundary boundary = GENERATE(Boundary::closed, Boundary::periodic);
  if (!exists(size, boundary)) return;
  CAPTURE(text_of(size), boundary == Boundary::periodic);
  check_all_cuts(lattice_of(size, boundary, 3), 8);
}

TEST_CASE("a tile's planes may be cut to fit any cache", "[fields]") {
  const Lattice lattice = lattice_of({40, 61, 23});
  const Start start(lattice, 9);
  const std::vector<float> plain = solved_plainly(lattice, start, FieldBorder::no_flux);
  for (const std::size_t cache_bytes : {1, 50'000, 200'000}) {
    TileLimits limits = pieces(0, 0);
    limits.cache_bytes = cache_bytes;
    CHECK(same_bits(plain, solved_in_tiles(lattice, start, FieldBorder::no_flux, 2, limits)));
  }
}

TEST_CASE("a team may change its size from pass to pass of a solve", "[fields]") {
  const Size size = GENERATE(Size{40, 61, 23}, Size{64, 33, 1});
  const Lattice lattice = lattice_of(size);
  const Start start(lattice, 11);
  const std::vector<float> plain = solved_plainly(lattice, start, FieldBorder::no_flux);
  for (const std::size_t cache_bytes : {20'000, 1'400'000}) {
    HostExecutor executor(
        std::make_shared<HostTeam>(5, [](std::uint64_t pass) { return 1 + static_cast<int>(pass * 7 % 5); }));
    TileLimits limits = pieces(0, 0);
    limits.cache_bytes = cache_bytes;
    HostSolver solver(executor, lattice, HostLegs(executor, limits));
    CHECK(same_bits(plain, solved(solver, lattice, start, FieldBorder::no_flux)));
  }
}

TEST_CASE("a field that is nowhere and has no source is left alone, with the bits that cycles would give",
          "[fields]") {
  const Lattice lattice = lattice_of({40, 30, 35});  // enough for several threads
  Start start(lattice, 10);
  HostExecutor executor(2);
  HostSolver solver(executor, lattice);
  solved(solver, lattice, start, FieldBorder::no_flux);  // so that the workspace is full of other values
  start.codes.immune.assign(start.codes.immune.size(), 0);
  const auto advance = [&](float value) {
    start.u.assign(start.u.size(), 0.0f);
    start.u[12'345] = value;
    const std::uint64_t before = solver.compulsory_bytes();
    solver.advance(cytokine(), start.codes.tissue.data(), start.codes.immune.data(), start.u.data(), 5);
    return solver.compulsory_bytes() - before;
  };
  const std::vector<float> nothing(start.u.size(), 0.0f);
  const std::uint64_t bytes_of_nothing = advance(0.0f);
  CHECK(same_bits(start.u, nothing));
  CHECK(solver.residuals() == std::vector<float>{0});
  CHECK(bytes_of_nothing < 15 * lattice.world_sites());

  // -0 is something: a sweep makes it +0.
  CHECK(advance(-0.0f) > 5 * bytes_of_nothing);
  CHECK(same_bits(start.u, nothing));
  CHECK(advance(1e-3f) > 5 * bytes_of_nothing);
  CHECK(start.u[12'346] > 0);
}

TEST_CASE("a steady state without any sink keeps its values whatever was solved before", "[fields]") {
  const Lattice lattice = lattice_of({9, 8, 7});
  const Start start(lattice, 11);
  const SiteCodes empty(lattice);
  HostExecutor executor(1);
  HostSolver tiles(executor, lattice);
  PlainSolver plain(executor, lattice);
  solved(tiles, lattice, start, FieldBorder::no_flux);
  solved(plain, lattice, start, FieldBorder::no_flux);
  const std::vector<float> before(lattice.sites(), 38.0f);
  std::vector<float> u = before;
  tiles.advance(oxygen(), empty.tissue.data(), empty.immune.data(), u.data(), 0);
  CHECK(u == before);
  plain.advance(oxygen(), empty.tissue.data(), empty.immune.data(), u.data(), 0);
  CHECK(u == before);
}

TEST_CASE("bytes are those that the passes have to move", "[fields]") {
  const Lattice lattice = lattice_of({4, 4, 4});  // levels of 64, 8 and 1 cells
  const Start start(lattice, 12);
  FieldSpec spec = oxygen();
  spec.cycles = 1;
  HostExecutor executor(1);
  HostSolver tiles(executor, lattice);
  PlainSolver plain(executor, lattice);
  std::vector<float> u = start.u;
  tiles.advance(spec, start.codes.tissue.data(), start.codes.immune.data(), u.data(), 0);
  // Codes to c and f, with the sinks of level 1; those of level 2 from level 1.
  const std::uint64_t filling = 64 * (2 + 8) + 8 * 4 + (8 + 1) * 4;
  // u, f, c and the new u, with f of level 1 on the way down and u of level 1 on the way up; u = 0 is not
  // read.
  const std::uint64_t finest = 2 * (4 * 64 * 4 + 8 * 4), below = 3 * 8 * 4 + 4 + 4 * 8 * 4 + 4;
  CHECK(tiles.compulsory_bytes() == filling + finest + below);

  u = start.u;
  plain.advance(spec, start.codes.tissue.data(), start.codes.immune.data(), u.data(), 0);
  const std::uint64_t plain_filling = 64 * (6 + 8) + 3 * (64 + 8) * 4 + (8 + 1) * 4;
  // Two sweeps; a defect, which is read again to be averaged; an interpolation; two sweeps.
  const std::uint64_t plain_finest = 64 * 4 * (8 + 5 + 2 + 8) + 2 * 8 * 4;
  const std::uint64_t plain_below = 8 * 4 * (3 + 4 + 5 + 2 + 8) + 2 * 4;
  CHECK(plain.compulsory_bytes() == plain_filling + plain_finest + plain_below);
}

}  // namespace tilscape::testing
