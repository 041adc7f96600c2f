// What the codes in a snapshot stand for, as the tables that it carries.
#pragma once

#include <vector>

#include "core/io/run/snapshot.hpp"

namespace tilscape {

/// `cell_types` and `states`, from the records of agents/kinds/cell_records.hpp: core/io/README.md has their
/// columns. Test: tests/tools/code_tables_test.cpp
std::vector<CodeTable> code_tables();

}  // namespace tilscape
