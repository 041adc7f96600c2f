// The model that every case of the bench and of gpu-check starts from: each parameter as it is on record, so
// that a later change of a default changes none of them. Needs the standard library alone, as the cases do.
#pragma once

#include <string>
#include <vector>

#include "config/schema/schema.hpp"

namespace tilscape {

struct RecordedValue {
  const char* key;  // of a row
  Value value;
};

/// The record: recorded_defaults.inc, which `tilscape bench --record-defaults` writes.
/// Test: tests/tools/recorded_model_test.cpp
const std::vector<RecordedValue>& recorded_values();

/// A run with every parameter as it is on record. @throws Defect when a key on record is no row any more
RunParameters recorded_parameters();

/// The text of recorded_defaults.inc: every row of the schema in its order, with the value on record, or with
/// its default where it has none yet.
std::string render_recorded_values();

}  // namespace tilscape
