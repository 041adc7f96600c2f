// The three Es, and what is none of them, of balances written by hand.
#include "agents/readouts/fate.hpp"

#include "tests/catch.hpp"
#include "tests/readouts/readout_fixture.hpp"

using namespace tilscape;
using namespace tilscape::readout_test;

namespace {

/// A window that began as the run did.
FateEntry entry(const Balance& balance, double full_share = 0.1) {
  return {balance, balance, true, full_share};
}

Fate fate_at(const FateEntry& e) {
  ReadoutParameters p = all_readouts();
  p.fate_change = 0.25;
  p.fate_full_share = 0.9;
  return fate_of(e, p);
}

// before, now, births, immune kills, treated
Fate fate(const Balance& b) {
  return fate_at(entry(b));
}

}  // namespace

TEST_CASE("a tumour that is gone was eliminated, or died of itself", "[readouts][fate]") {
  CHECK(fate({100, 0, 20, 60, 0}) == Fate::elimination);     // half of 120 losses
  CHECK(fate({100, 0, 20, 59, 0}) == Fate::no_immune_fate);  // necrosis
  CHECK(fate({100, 0, 20, 0, 120}) == Fate::elimination);    // chemotherapy
  CHECK(fate({100, 0, 20, 30, 30}) == Fate::elimination);
  CHECK(fate({100, 0, 0, 0, 0}) == Fate::no_immune_fate);
  FateEntry early = entry({100, 0, 0, 100, 0});
  early.has_window = false;
  CHECK(fate_at(early) == Fate::elimination);  // gone is gone at once
}

TEST_CASE("no tumour at the start is no fate, and a window has to pass", "[readouts][fate]") {
  CHECK(fate({0, 0, 0, 0, 0}) == Fate::no_immune_fate);
  FateEntry early = entry({100, 1000, 900, 0, 0});
  early.has_window = false;
  CHECK(fate_at(early) == Fate::none);
}

TEST_CASE("a tumour that shrinks is eliminated only by kills or treatment", "[readouts][fate]") {
  CHECK(fate({100, 79, 10, 31, 0}) == Fate::elimination);
  CHECK(fate({100, 79, 10, 15, 0}) == Fate::no_immune_fate);  // 15 of 31
  CHECK(fate({100, 79, 10, 0, 20}) == Fate::elimination);
  CHECK(fate({100, 79, 0, 0, 0}) == Fate::no_immune_fate);
}

TEST_CASE("equilibrium needs immune kills that match the births", "[readouts][fate]") {
  CHECK(fate({100, 100, 40, 40, 0}) == Fate::equilibrium);
  CHECK(fate({100, 110, 50, 40, 0}) == Fate::equilibrium);     // births exceed kills by a quarter
  CHECK(fate({100, 111, 51, 40, 0}) == Fate::no_immune_fate);  // and by more
  CHECK(fate({100, 100, 40, 19, 0}) == Fate::no_immune_fate);  // most die of something else
  CHECK(fate({100, 100, 0, 0, 0}) == Fate::no_immune_fate);    // nothing happens
  CHECK(fate({100, 100, 40, 0, 40}) == Fate::no_immune_fate);  // a drug holds it
}

TEST_CASE("a tumour escapes fast, or slowly since the start", "[readouts][fate]") {
  CHECK(fate({100, 126, 126, 100, 0}) == Fate::escape);
  FateEntry slow = entry({100, 105, 5, 0, 0});
  CHECK(fate_at(slow) == Fate::no_immune_fate);
  slow.since_start.before = 80;
  CHECK(fate_at(slow) == Fate::escape);
  FateEntry held = entry({100, 105, 45, 40, 0});
  held.since_start.before = 10;  // it grew, and then immunity held it
  CHECK(fate_at(held) == Fate::equilibrium);
}

TEST_CASE("a full lattice is no equilibrium", "[readouts][fate]") {
  FateEntry full = entry({900, 900, 40, 40, 0}, 0.9);
  CHECK(fate_at(full) == Fate::no_immune_fate);  // from the start
  full.since_start.before = 50;
  CHECK(fate_at(full) == Fate::escape);
  full.full_share = 0.89;
  CHECK(fate_at(full) == Fate::equilibrium);
}
