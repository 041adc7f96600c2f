// Edits of the values of a checkpoint, through the types of the product.
#include "tests/fuzz/checkpoint_edits.hpp"

#include <bit>
#include <cstring>
#include <iterator>
#include <limits>

namespace tilscape::fuzz {

namespace {

constexpr std::size_t most_values = 4096;

template <class T>
void set_bits(T& value, std::uint64_t bits) {
  std::memcpy(&value, &bits, sizeof value);
}

void set_value(Program& program, CheckpointValues& values) {
  std::visit(
      [&](auto& v) {
        if (!v.empty()) set_bits(v[program.below(v.size())], program.number());
      },
      values);
}

void resize(Program& program, CheckpointValues& values) {
  std::visit(
      [&](auto& v) {
        const std::size_t sizes[] = {0, v.size() / 2, v.size() + 1, 2 * v.size(),
                                     program.number() % most_values};
        v.resize(sizes[program.below(std::size(sizes))]);
      },
      values);
}

/// The same number of other values.
void change_type(Program& program, CheckpointValues& values) {
  const std::size_t count = std::visit([](const auto& v) { return v.size(); }, values);
  const CheckpointValues types[] = {std::vector<std::uint8_t>(count),  std::vector<std::uint16_t>(count),
                                    std::vector<std::uint32_t>(count), std::vector<std::uint64_t>(count),
                                    std::vector<std::int64_t>(count),  std::vector<float>(count),
                                    std::vector<double>(count)};
  values = types[program.below(std::size(types))];
}

void edit_header(Program& program, Checkpoint& c) {
  constexpr double steps_per_h = 60;
  switch (program.below(7)) {
    case 0:
      c.step = program.number();
      break;
    case 1:  // a step that its time agrees with
      c.step = program.number() & 0xffffffffu;
      c.time_h = static_cast<double>(c.step) / steps_per_h;
      break;
    case 2:
      set_bits(c.time_h, program.number());
      break;
    case 3:
      c.seed = program.number();
      break;
    case 4:
      c.replicate = static_cast<std::uint32_t>(program.number());
      break;
    case 5:
      c.digest = program.number();
      break;
    default:
      c.folder.census_csv_bytes = program.number();
  }
}

void edit_times(Program& program, std::vector<double>& times_h) {
  const std::size_t at = program.below(times_h.size() + 1);
  if (at == times_h.size()) times_h.push_back(0);
  set_bits(times_h[at], program.number());
}

void edit_config(Program& program, std::string& config) {
  const std::string text = program.text();
  const std::size_t at = program.below(config.size() + 1);
  if (program.byte() % 2)
    config.insert(at, text);
  else
    config.replace(at, text.size(), text);
}

void edit_table(Program& program, Table& table) {
  if (table.empty()) return;
  Column& column = table[program.below(table.size())];
  switch (program.below(4)) {
    case 0:
      column.name = "x" + std::to_string(program.byte());
      break;
    case 1:
      column.units = program.text();
      break;
    case 2:
      column.values = std::vector<double>(row_count(table), std::numeric_limits<double>::quiet_NaN());
      break;
    default:
      table.erase(table.begin() + static_cast<std::ptrdiff_t>(program.below(table.size())));
  }
}

}  // namespace

std::uint64_t Program::number() {
  const std::uint64_t borders[] = {0xff,
                                   0xffff,
                                   0x7fffffff,
                                   0x80000000,
                                   0xffffffff,
                                   0x7fffffffffffffff,
                                   0x8000000000000000,
                                   0xffffffffffffffff,
                                   1u << 27,
                                   std::bit_cast<std::uint32_t>(std::numeric_limits<float>::quiet_NaN()),
                                   std::bit_cast<std::uint32_t>(std::numeric_limits<float>::infinity()),
                                   std::bit_cast<std::uint32_t>(-1.0f),
                                   std::bit_cast<std::uint32_t>(std::numeric_limits<float>::max()),
                                   std::bit_cast<std::uint32_t>(1e-40f),
                                   std::bit_cast<std::uint64_t>(std::numeric_limits<double>::quiet_NaN()),
                                   std::bit_cast<std::uint64_t>(std::numeric_limits<double>::infinity()),
                                   std::bit_cast<std::uint64_t>(1e300),
                                   std::bit_cast<std::uint64_t>(-1.0)};
  const std::uint8_t kind = byte();
  if (kind < 128) return kind;
  if (kind < 200) return borders[kind % std::size(borders)];
  std::uint64_t bits = 0;
  for (int k = 0; k < (kind < 230 ? 4 : 8); ++k) bits = bits << 8 | byte();
  return bits;
}

void edit_values(Program& program, Checkpoint& c) {
  for (int edits = program.byte() % 16; edits > 0 && !program.is_done(); --edits) {
    const std::uint8_t what = program.byte() % 16;
    const std::size_t at = c.arrays.empty() ? 0 : program.below(c.arrays.size());
    if (what < 10 && c.arrays.empty()) continue;
    if (what < 6) set_value(program, c.arrays[at].values);
    if (what == 6) resize(program, c.arrays[at].values);
    if (what == 7) change_type(program, c.arrays[at].values);
    if (what == 8) c.arrays.erase(c.arrays.begin() + static_cast<std::ptrdiff_t>(at));
    if (what == 9) std::swap(c.arrays[at].name, c.arrays[program.below(c.arrays.size())].name);
    if (what == 10 || what == 11) edit_header(program, c);
    if (what == 12) edit_times(program, c.folder.times_h);
    if (what == 13) edit_config(program, c.config);
    if (what >= 14) edit_table(program, c.folder.clone_rows);
  }
}

}  // namespace tilscape::fuzz
