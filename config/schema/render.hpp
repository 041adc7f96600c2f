// The schema as documents: what `tilscape params` prints.
#pragma once

#include <string>
#include <vector>

#include "config/schema/schema.hpp"

namespace tilscape {

/// The rows that any of these asks for, in the order of the schema: by its key ("tumour.division_per_day"),
/// of today or old, the beginning of one ("tumour.division", "therapy[0].dose_mg" for what stands in the
/// schedule), or a pattern of whole keys ("*_every_h", `*` and `?`). Every row if nothing is asked for.
/// @throws InputError "parameter X: …; did you mean …" for one that asks for no row
std::vector<Row> rows_asked_for(const std::vector<std::string>& asked);

/// One block per parameter, for a terminal.
std::string params_text(const std::vector<Row>& rows = schema());
/// One table per section.
std::string params_markdown(const std::vector<Row>& rows = schema());
/// JSON Schema, draft 2020-12, for editors that check YAML as it is typed.
/// @param rows  in the order of the schema
/// Test: tests/config/render_test.cpp
std::string params_json_schema(const std::vector<Row>& rows = schema());

}  // namespace tilscape
