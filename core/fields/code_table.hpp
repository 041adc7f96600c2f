// Values that two byte codes per site look up in two tables of 16: the one loop of the field solver that no
// compiler vectorises well.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/base/instruction_set.hpp"
#include "core/fields/field_spec.hpp"

namespace tilscape {

/// out[x] = a[a_code[x]] + b[b_code[x]] for x in [0, n); every code is below site_codes. On machines with
/// AVX-512 a table is one register and a look-up one shuffle. Test: tests/fields/code_table_test.cpp
void look_up(const float (&a)[site_codes], const std::uint8_t* a_code, const float (&b)[site_codes],
             const std::uint8_t* b_code, std::size_t n, float* out, InstructionSet set = instruction_set());

}  // namespace tilscape
