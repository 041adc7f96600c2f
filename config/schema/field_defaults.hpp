// What differs between the fields: a value for each of their keys, with its source.
#pragma once

#include "agents/kinds/substances.hpp"
#include "config/schema/schema.hpp"

namespace tilscape::rows {

struct Sourced {
  Status status;
  const char* source;
};

/// Levels are in the unit of the field; who secretes and who takes up by the names of cells in a map.
struct FieldDefaults {
  bool enabled = true;
  const char* if_off = "A field that is off keeps its initial value everywhere, and costs nothing.";
  bool quasi_steady;
  double diffusivity_um2_per_min;
  Sourced diffusivity;
  double decay_per_min;
  Sourced decay;
  NumberMap secretion_per_min;
  Sourced secretion;
  NumberMap uptake_per_min;
  Sourced uptake;
  double vessel_exchange_per_min;
  double vessel_value;
  Sourced vessel;
  double border_value;
  double most = 1e9;  // of levels
  double initial;
  Sourced levels;
  double reference;
};

FieldDefaults field_defaults(FieldIndex field);

}  // namespace tilscape::rows
