// The schema as documents: what `tilscape params` prints.
#pragma once

#include <string>

namespace tilscape {

/// One block per parameter, for a terminal.
std::string params_text();
/// One table per section.
std::string params_markdown();
/// JSON Schema, draft 2020-12, for editors that check YAML as it is typed.
/// Test: tests/config/render_test.cpp
std::string params_json_schema();

}  // namespace tilscape
