// Values are on record as C++, so that each has the type of its row and nothing has to be parsed.
#include "tools/bench/recorded_model.hpp"

#include <algorithm>
#include <variant>

#include "core/base/errors.hpp"

namespace tilscape {

namespace {

/// A whole number has to read as a double.
std::string cpp_number(double x) {
  const std::string text = number_text(x);
  return text.find('.') == std::string::npos ? text + ".0" : text;
}

struct ToCpp {
  std::string operator()(bool b) const { return b ? "true" : "false"; }
  std::string operator()(std::uint64_t n) const { return std::to_string(n) + "u"; }
  std::string operator()(double x) const { return cpp_number(x); }
  std::string operator()(const std::string& s) const { return value_text(s); }
  std::string operator()(const IntegerList& list) const {
    std::string items;
    for (const std::uint64_t n : list) items += (items.empty() ? "" : ", ") + std::to_string(n);
    return "IntegerList{" + items + "}";
  }
  std::string operator()(const NumberMap& map) const {
    std::string items;
    for (const auto& [name, x] : map)
      items += (items.empty() ? "{\"" : ", {\"") + name + "\", " + cpp_number(x) + "}";
    return "NumberMap{" + items + "}";
  }
  std::string operator()(const Therapy& therapy) const {
    if (!therapy.empty()) throw Defect("a treatment among the defaults; expected none");
    return "Therapy{}";
  }
};

const Value* recorded_value(const Row& row) {
  const auto& all = recorded_values();
  const auto found =
      std::find_if(all.begin(), all.end(), [&row](const auto& r) { return find_row(r.key) == &row; });
  return found == all.end() ? nullptr : &found->value;
}

}  // namespace

const std::vector<RecordedValue>& recorded_values() {
  static const std::vector<RecordedValue> rows = {
#include "tools/bench/recorded_defaults.inc"
  };
  return rows;
}

RunParameters recorded_parameters() {
  RunParameters run = unset_parameters();
  for (const RecordedValue& recorded : recorded_values()) {
    const Row* row = find_row(recorded.key);
    if (!row) throw Defect(std::string(recorded.key) + ": is on record, but no parameter");
    row->set(run, recorded.value);
  }
  return run;
}

std::string render_recorded_values() {
  std::string text =
      "// Key, value. Written by `tilscape bench --record-defaults`; tools/bench/README.md says when.\n";
  for (const Row& row : schema()) {
    const Value* recorded = recorded_value(row);
    text += "{\"" + row.key + "\", " + std::visit(ToCpp{}, recorded ? *recorded : row.default_value) + "},\n";
  }
  return text;
}

}  // namespace tilscape
