// A patient whose treatment is changed: what of the old body the new one goes on with, level by level. That
// an arm is the run bit by bit is tested in tests/determinism/branch_test.cpp.
#include "agents/body/body.hpp"
#include "agents/parameters/derive.hpp"
#include "config/schema/schema.hpp"
#include "tests/catch.hpp"

using namespace tilscape;

namespace {

constexpr std::uint32_t antigen_class = 5;

/// Ten T cells of a million enter in each update.
ModelParameters model() {
  ModelParameters m = default_parameters().model;
  m.compartments.tumour_fraction = 0.5;
  m.compartments.effector_death_per_day = m.compartments.effector_to_periphery_per_min = 0;
  m.lattice.size = {50, 50, 50};
  m.blood.cd8_cells = {};
  m.blood.cd8_cells[antigen_class] = 1e6;
  m.blood.entry_per_min_per_cm3 = 10 / (lattice_mm3(m) * 1e-3 * 1e6 * m.time.entry_min);
  return m;
}

}  // namespace

TEST_CASE("cells that entered before anybody counted them do not come back to the blood", "[agents][body]") {
  const ModelParameters constant_blood = model();
  ModelParameters with_compartments = constant_blood;
  with_compartments.compartments.enabled = true;
  const Body before(constant_blood, 1, 0, 100), after(with_compartments, 1, 0, 100);
  const BodyState then = before.next(before.start(), 1, 0);
  const std::uint64_t sent = then.table[entry_row::cd8 + antigen_class];
  REQUIRE((sent == 10 || sent == 11));
  BodyState state = after.adopt(then, before);
  CHECK(after.blood_cells(state, antigen_class) == 1e6);
  state = after.next(state, 2, 0);
  const auto leave = static_cast<double>(state.table[entry_row::cd8 + antigen_class]);
  CHECK(after.blood_cells(state, antigen_class) == Approx(1e6 - 2 * leave).epsilon(1e-12));
}
