// Text and Markdown are loops over the rows; the JSON Schema nests them by section.
#include "config/schema/render.hpp"

#include <fmt/format.h>
#include <fnmatch.h>

#include <algorithm>
#include <iterator>

#include "config/schema/suggest.hpp"
#include "config/schema/therapy_rows.hpp"
#include "config/schema/treatment_names.hpp"
#include "core/base/errors.hpp"

namespace tilscape {
namespace {

constexpr const char* legend =
    "F a published model's file, P a paper's abstract or excerpt, N computed for this project, M from memory "
    "or an "
    "assumption, S a setting of the run";

std::string default_text(const Row& row) {
  return row.kind == Kind::choice ? std::get<std::string>(row.default_value) : value_text(row.default_value);
}

std::string unit_suffix(const Row& row) {
  return row.unit == "1" ? "" : " " + row.unit;
}

std::string section_of(const Row& row) {
  const std::size_t dot = row.key.find('.');
  return dot == std::string::npos ? "run" : row.key.substr(0, dot);
}

std::string json_string(const std::string& text) {
  return value_text(Value(text));
}

/// What an item of the schedule may say under `drug` or `procedure`.
std::string json_treatments(const char* key) {
  std::vector<std::string> names;
  for (const NamedTreatment& named : treatments_under(key)) names.push_back(json_string(named.name));
  return fmt::format(R"("{}": {{"enum": [{}]}})", key, fmt::join(names, ", "));
}

/// The schema of one value, without braces.
std::string json_type(const Row& row) {
  const NumberRange& n = row.numbers;
  std::string number =
      fmt::format(R"("type": "number", "{}": {}, "maximum": {})",
                  n.low_excluded ? "exclusiveMinimum" : "minimum", number_text(n.low), number_text(n.high));
  std::string integer =
      fmt::format(R"("type": "integer", "minimum": {}, "maximum": {})", row.integers.low, row.integers.high);
  std::vector<std::string> words;
  for (const std::string& word : row.words) words.push_back(json_string(word));
  switch (row.kind) {
    case Kind::boolean:
      return R"("type": "boolean")";
    case Kind::integer:
      return integer;
    case Kind::number:
      return number;
    case Kind::choice:
      return fmt::format(R"("type": "string", "enum": [{}])", fmt::join(words, ", "));
    case Kind::text:
      return R"("type": "string")";
    case Kind::integer_list:
      return fmt::format(
          R"("type": "array", "items": {{{}}}, "minItems": {}, "maxItems": {}, "uniqueItems": {})", integer,
          row.shape.at_least, row.shape.at_most, row.shape.distinct);
    case Kind::number_map:
      return fmt::format(
          R"("type": "object", "propertyNames": {{"enum": [{}]}}, "additionalProperties": {{{}}})",
          fmt::join(words, ", "), number);
    case Kind::therapy:
      return fmt::format(R"("type": "array", "items": {{"type": "object", "properties": {{{}, {}}}}})",
                         json_treatments("drug"), json_treatments("procedure"));
    case Kind::sweep:
      return R"("type": ["object", "array"], "items": {"type": "object"})";
  }
  return {};
}

std::string json_default(const Row& row) {
  const auto* map = std::get_if<NumberMap>(&row.default_value);
  if (!map) return value_text(row.default_value);
  std::vector<std::string> entries;
  for (const auto& [name, number] : *map) entries.push_back(json_string(name) + ": " + number_text(number));
  return fmt::format("{{{}}}", fmt::join(entries, ", "));
}

std::string json_row(const Row& row) {
  return fmt::format(
      R"({{{}, "default": {}, "description": {}, "x-unit": {}, "x-source": {}, "x-status": "{}"}})",
      json_type(row), json_default(row), json_string(row.doc), json_string(row.unit), json_string(row.source),
      static_cast<char>(row.status));
}

/// Of the old name of a row.
std::string json_old_row(const Row& row) {
  return fmt::format(R"({{{}, "description": {}, "deprecated": true}})", json_type(row),
                     json_string("The old name of " + row.key + "."));
}

using RowIterator = std::vector<Row>::const_iterator;

/// The rows from `row` on that share its first `length` characters.
RowIterator end_of_section(RowIterator row, RowIterator end, std::size_t length) {
  const std::string prefix = row->key.substr(0, length);
  return std::find_if(row, end, [&](const Row& r) { return r.key.compare(0, length, prefix) != 0; });
}

/// The object of a section: its rows, and the sections in it. `prefix` is the length of "section.". Of some
/// rows alone it `may_have_others`.
std::string json_object(RowIterator begin, RowIterator end, std::size_t prefix, const std::string& indent,
                        bool may_have_others) {
  std::vector<std::string> members;
  for (RowIterator row = begin; row != end;) {
    const std::size_t dot = row->key.find('.', prefix);
    const std::string name = row->key.substr(prefix, dot - prefix);
    const RowIterator next = dot == std::string::npos ? std::next(row) : end_of_section(row, end, dot + 1);
    const std::string body =
        dot == std::string::npos
            ? json_row(*row)
            : "{" + json_object(row, next, dot + 1, indent + "    ", may_have_others) + "}";
    const auto add = [&](const std::string& member, const std::string& schema_of_it) {
      members.push_back(fmt::format("{}    {}: {}", indent, json_string(member), schema_of_it));
    };
    add(name, body);
    if (dot == std::string::npos && !row->old_key.empty())
      add(row->old_key.substr(prefix), json_old_row(*row));
    row = next;
  }
  return fmt::format(
      "\n{0}  \"type\": \"object\",\n{0}  \"additionalProperties\": {2},\n{0}  \"properties\": {{\n{1}\n"
      "{0}  }}\n{0}",
      indent, fmt::join(members, ",\n"), may_have_others);
}

/// Does `asked` name this row, the beginning of its key, or a pattern that it fits?
bool is_asked_for(const Row& row, const std::string& asked) {
  if (is_therapy_path(asked)) return row.key == "therapy";
  return row.key.starts_with(asked) || &row == find_row(asked) ||
         ::fnmatch(asked.c_str(), row.key.c_str(), 0) == 0;
}

}  // namespace

std::vector<Row> rows_asked_for(const std::vector<std::string>& asked) {
  if (asked.empty()) return schema();
  std::vector<bool> is_wanted(schema().size());
  for (const std::string& one : asked) {
    bool is_any = false;
    for (std::size_t k = 0; k < schema().size(); ++k)
      if (!one.empty() && is_asked_for(schema()[k], one)) is_any = is_wanted[k] = true;
    if (!is_any)
      throw InputError(
          fmt::format("parameter {}: there is none; expected a key, the beginning of one or a pattern "
                      "such as '*_every_h'{}",
                      one.empty() ? "''" : one, suggest_key(one)));
  }
  std::vector<Row> rows;
  for (std::size_t k = 0; k < schema().size(); ++k)
    if (is_wanted[k]) rows.push_back(schema()[k]);
  return rows;
}

std::string params_text(const std::vector<Row>& rows) {
  std::string out = fmt::format("key = default unit   [status]\nstatus: {}\n", legend);
  for (const Row& row : rows)
    out +=
        fmt::format("\n{} = {}{}   [{}]\n  {}\n  Expects {}.\n  Source: {}.\n{}", row.key, default_text(row),
                    unit_suffix(row), static_cast<char>(row.status), row.doc, expectation(row), row.source,
                    row.old_key.empty() ? "" : "  Old name: " + row.old_key + ".\n");
  return out;
}

std::string params_markdown(const std::vector<Row>& rows) {
  std::string out = fmt::format("# Parameters\n\nStatus of a default: {}.\n", legend);
  std::string section;
  for (const Row& row : rows) {
    if (section_of(row) != section) {
      section = section_of(row);
      out += fmt::format(
          "\n## {}\n\n| key | default | unit | expects | meaning | source | status |\n"
          "|---|---|---|---|---|---|---|\n",
          section);
    }
    out += fmt::format("| `{}` | `{}` | {} | {} | {} | {} | {} |\n", row.key, default_text(row),
                       row.unit == "1" ? "" : row.unit, expectation(row), row.doc, row.source,
                       static_cast<char>(row.status));
  }
  return out;
}

std::string params_json_schema(const std::vector<Row>& rows) {
  return fmt::format(
      "{{\n  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n"
      "  \"title\": \"Tilscape configuration\",{}}}\n",
      json_object(rows.begin(), rows.end(), 0, "", rows.size() < schema().size()));
}

}  // namespace tilscape
