// The size that a team finds, against machines whose rates are known.
#include "core/execution/team_size.hpp"

#include <algorithm>
#include <functional>
#include <vector>

#include "tests/catch.hpp"

namespace tilscape {

namespace {

/// Members of each of so many stretches, where `rate` says what a size reaches.
std::vector<int> sizes_of(TeamSize& team, int stretches, const std::function<double(int)>& rate) {
  std::vector<int> sizes;
  for (int s = 0; s < stretches; ++s) {
    sizes.push_back(team.members());
    team.note(rate(team.members()));
  }
  return sizes;
}

double share_of(int members, const std::vector<int>& sizes) {
  return static_cast<double>(std::count(sizes.begin(), sizes.end(), members)) /
         static_cast<double>(sizes.size());
}

/// A pair on two cores: alone on the machine, beside one busy process whose core the helper would share, and
/// beside two, where two members get more of the machine than one.
double idle(int members) {
  return members == 2 ? 1.6 : 1.0;
}
double beside_one(int members) {
  return members == 2 ? 0.6 : 0.99;
}
double beside_two(int members) {
  return members == 2 ? 0.75 : 0.65;
}

}  // namespace

TEST_CASE("the rate of a stretch counts what was worked, not what was waited", "[team]") {
  CHECK(rate_of({1, 1, 0, 0}) == 1);             // alone
  CHECK(rate_of({1, 1, 0.125, 0.75}) == 1.625);  // with a helper
  CHECK(rate_of({1, 0.5, 0, 0}) == 0.5);         // another program had the core
}

TEST_CASE("a team that nobody disturbs stays whole", "[team]") {
  for (const double rate : {1.0, 1.3, 2.0}) {
    TeamSize team(2);
    CHECK(share_of(2, sizes_of(team, 1000, [rate](int members) { return members == 2 ? rate : 1.0; })) == 1);
  }
}

TEST_CASE("a team whose members are in each other's way shrinks, and hardly ever tries again", "[team]") {
  TeamSize team(2);
  const std::vector<int> sizes = sizes_of(team, 2000, beside_one);
  CHECK(sizes[0] == 2);
  CHECK(sizes[1] == 1);
  CHECK(share_of(1, {sizes.begin(), sizes.begin() + 20}) >= 0.9);
  CHECK(share_of(1, sizes) >= 0.985);
}

TEST_CASE("a team that is slow, but less so than a smaller one, stays", "[team]") {
  TeamSize team(2);
  CHECK(share_of(2, sizes_of(team, 2000, beside_two)) >= 0.985);
}

TEST_CASE("a team grows again when the machine is left to it", "[team]") {
  TeamSize team(2);
  sizes_of(team, 2000, beside_one);
  const std::vector<int> sizes = sizes_of(team, 300, idle);
  CHECK(std::find(sizes.begin(), sizes.end(), 2) - sizes.begin() <= 128);
  CHECK(share_of(2, {sizes.begin() + 129, sizes.end()}) == 1);
}

TEST_CASE("a large team gives up the cores that others have", "[team]") {
  // Each member beyond the fiftieth finds its core taken, and holds the others up.
  const auto rate = [](int members) { return 0.95 * members / (1 + 0.1 * std::max(0, members - 50)); };
  TeamSize team(64);
  const std::vector<int> sizes = sizes_of(team, 1000, rate);
  CHECK(sizes.back() <= 50);
  CHECK(*std::min_element(sizes.begin(), sizes.end()) >= 40);
}

TEST_CASE("one thread is one thread", "[team]") {
  TeamSize team(1);
  CHECK(share_of(1, sizes_of(team, 100, [](int) { return 0.1; })) == 1);
}

}  // namespace tilscape
