// A tissue in which nothing divides, dies or moves by itself, for what treatments do to it.
#pragma once

#include "tests/agents/world_fixture.hpp"

namespace tilscape {

inline ModelParameters still_model(std::uint32_t side) {
  ModelParameters m = model_without_fields({side, side, 1});
  m.fields[oxygen_field].initial = 38;
  m.tumour.division_per_day = m.tumour.death_per_day = m.tumour.hypoxic_death_per_day = 0;
  m.t_cell.death_per_day = m.t_cell.speed_um_per_min = m.t_cell.recognition_per_min = 0;
  m.blood.cd8_cells = {};
  return m;
}

}  // namespace tilscape
