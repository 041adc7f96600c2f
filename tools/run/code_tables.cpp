#include "tools/run/code_tables.hpp"

#include <cstdint>
#include <string>

#include "agents/kinds/cell_types.hpp"

namespace tilscape {

namespace {

using Numbers = std::vector<std::uint8_t>;
using Texts = std::vector<std::string>;

template <class Code>
std::uint8_t number(Code code) {
  return static_cast<std::uint8_t>(code);
}

CodeTable cell_type_table() {
  Numbers code;
  Texts name, label, layer;
  for (const CellTypeRecord& type : cell_types) {
    code.push_back(number(type.type));
    name.emplace_back(type.name);
    label.emplace_back(type.label);
    layer.emplace_back(type.layer() == Layer::tissue ? "tissue" : "immune");
  }
  return {"cell_types", {{"code", code}, {"name", name}, {"label", label}, {"layer", layer}}};
}

CodeTable state_table() {
  Numbers cell_type, code;
  Texts name, label, column, colour, colour_on_dark;
  std::vector<double> radius;
  const auto add = [&](const auto& states) {
    for (const auto& state : states) {
      cell_type.push_back(number(state.type));
      code.push_back(number(state.code));
      name.emplace_back(state.name);
      label.emplace_back(state.label);
      column.emplace_back(state.column);
      colour.emplace_back(state.colour);
      colour_on_dark.emplace_back(state.colour_on_dark);
      radius.push_back(record_of(state.type).radius_sites);
    }
  };
  add(tissue_states);
  add(immune_states);
  return {"states",
          {{"cell_type", cell_type},
           {"code", code},
           {"name", name},
           {"label", label},
           {"column", column},
           {"colour", colour},
           {"colour_on_dark", colour_on_dark},
           {"radius_sites", radius}}};
}

}  // namespace

std::vector<CodeTable> code_tables() {
  return {cell_type_table(), state_table()};
}

}  // namespace tilscape
