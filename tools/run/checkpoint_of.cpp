// Both directions walk the same list of arrays: whoever adds one adds it to both.
#include "tools/run/checkpoint_of.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>

#include "core/base/errors.hpp"

namespace tilscape {

namespace {

/// The plain integer behind an index or a code; numbers are their own.
template <class T>
struct Plain {
  using type = T;
};
template <class T>
requires std::is_enum_v<T>
struct Plain<T> {
  using type = std::underlying_type_t<T>;
};
template <>
struct Plain<SiteIndex> {
  using type = std::uint32_t;
};

template <class T>
auto plain(const T& value) {
  if constexpr (std::is_same_v<T, SiteIndex>)
    return value.value;
  else
    return static_cast<typename Plain<T>::type>(value);
}

std::string field_array(int f) {
  return std::string("fields/") + field_table[f].name;
}

/// Every array of a state with its name: visit(name, values).
/// @param has_field  has_field(f) says whether field f is on: others have no array
template <template <class> class Store, class HasField, class Visitor>
void walk(ReplicateStateIn<Store>& state, const HasField& has_field, const Visitor& visit) {
  visit("planes/tissue", state.tissue);
  visit("planes/immune", state.immune);
  for (int f = 0; f < field_count; ++f)
    if (has_field(f)) visit(field_array(f), state.fields[f]);
  const auto columns = [&](const std::string& population, auto& set) {
    std::size_t k = 0;
    const auto one = [&](auto& values) { visit(population + "/" + set.info[k++].name, values); };
    std::apply([&](auto&... values) { (one(values), ...); }, set.columns());
  };
  columns("tumour", state.tumour);
  columns("t_cell", state.immune_cells);
}

/// Every list of the body, likewise; then what their values are called.
template <class Record, class Visitor, class PartsVisitor>
void walk_body(Record& body, const Visitor& visit, const PartsVisitor& visit_parts) {
  visit("body/levels", body.levels);
  visit("body/fraction", body.fraction);
  visit("body/table", body.table);
  visit("body/told", body.told);
  visit("body/counts", body.counts);
  visit_parts("body/level_parts", body.level_parts);
  visit_parts("body/row_parts", body.row_parts);
  visit_parts("body/count_parts", body.count_parts);
}

/// Parts as an array of text: a line each, its name and how many values it has.
std::vector<std::uint8_t> text_of(const BodyParts& parts) {
  std::string text;
  for (const BodyPart& part : parts) text += part.name + " " + std::to_string(part.count) + "\n";
  return {text.begin(), text.end()};
}

/// @param name  of the array, for the error
BodyParts parts_of(std::string_view name, const std::vector<std::uint8_t>& bytes) {
  BodyParts parts;
  const std::string text(bytes.begin(), bytes.end());
  for (std::size_t begin = 0, end = 0; begin < text.size(); begin = end + 1) {
    end = std::min(text.find('\n', begin), text.size());
    const std::size_t space = std::min(text.rfind(' ', end), text.size());
    BodyPart part;
    const char* last = text.data() + end;
    const auto number = std::from_chars(std::min(text.data() + space + 1, last), last, part.count);
    if (space <= begin || number.ec != std::errc() || number.ptr != last)
      throw OutputError("its array " + std::string(name) + " is no list of names");
    part.name = text.substr(begin, space - begin);
    parts.push_back(std::move(part));
  }
  return parts;
}

/// Every column of the clone log: visit(name, member of CloneRecord).
template <class Visitor>
void walk_clones(const Visitor& visit) {
  visit("clones/id", &CloneRecord::id);
  visit("clones/parent", &CloneRecord::parent);
  visit("clones/antigens", &CloneRecord::antigens);
  visit("clones/genotype", &CloneRecord::genotype);
  visit("clones/kinds", &CloneRecord::kinds);
  visit("clones/passengers", &CloneRecord::passengers);
}

/// Everything but the columns and planes: small, and copied in any case.
template <template <class> class Store>
void add_the_rest(const ReplicateStateIn<Store>& state, std::vector<CheckpointArray>& arrays) {
  walk_clones([&](const char* name, auto member) {
    std::vector<std::remove_reference_t<decltype(CloneRecord{}.*member)>> column;
    for (const CloneRecord& record : state.clones) column.push_back(record.*member);
    arrays.push_back({name, std::move(column)});
  });
  walk_body(
      state.body,
      [&](const char* name, const auto& values) {
        arrays.push_back({name, values});
      },
      [&](const char* name, const BodyParts& parts) {
        arrays.push_back({name, text_of(parts)});
      });
  std::vector<std::uint8_t> measured;
  std::vector<float> residuals;
  for (const std::optional<float>& residual : state.residuals) {
    measured.push_back(residual.has_value());
    residuals.push_back(residual.value_or(0));
  }
  arrays.push_back({"counters/clones_reported", std::vector<std::uint64_t>{state.clones_reported}});
  arrays.push_back({"counters/clones_folded",
                    std::vector<std::uint64_t>{state.clones_folded.count, state.clones_folded.digest}});
  arrays.push_back({"counters/events", std::vector<std::uint64_t>(state.events.begin(), state.events.end())});
  arrays.push_back({"counters/residual_measured", std::move(measured)});
  arrays.push_back({"counters/residual", std::move(residuals)});
  arrays.push_back({"counters/measures_residual", std::vector<std::uint8_t>{state.measures_residual}});
  arrays.push_back({"counters/field_begins_anew",
                    std::vector<std::uint8_t>(state.begins_anew.begin(), state.begins_anew.end())});
}

/// What is written of a value: a site counts from the first of its replicate.
template <class T>
auto written(const T& value, std::uint32_t) {
  return plain(value);
}
std::uint32_t written(SiteIndex site, std::uint32_t first_site) {
  return site.value - first_site;
}

/// What is written of values that stay where they are.
template <class T>
auto made_of(const HostValues<T>& values, std::uint32_t first_site) {
  using Number = typename Plain<T>::type;
  const std::span<const T> all = values.values();
  return MadeValues<Number>{all.size(), [all, first_site](std::size_t first, std::span<Number> out) {
                              for (std::size_t k = 0; k < out.size(); ++k)
                                out[k] = written(all[first + k], first_site);
                            }};
}

/// The same values, which keep alive what they are made of.
template <class T>
MadeValues<T> keeping(std::shared_ptr<const void> source, MadeValues<T> values) {
  return {values.count,
          [source, make = std::move(values.make)](std::size_t first, std::span<T> out) { make(first, out); }};
}

[[noreturn]] void fail_length(std::string_view name) {
  throw OutputError("its array " + std::string(name) + " has another length");
}

/// Values of an array that must have this many.
template <class T>
const std::vector<T>& values_of(const Checkpoint& checkpoint, std::string_view name, std::size_t count) {
  const std::vector<T>& values = checkpoint.values<T>(name);
  if (values.size() != count) fail_length(name);
  return values;
}

/// Counters of a kind, one each; a version that knew fewer kinds wrote fewer, and the rest have not counted.
template <class T, std::size_t count>
std::array<T, count> counters_of(const Checkpoint& checkpoint, std::string_view name) {
  const std::vector<T>& values = checkpoint.values<T>(name);
  if (values.size() > count) fail_length(name);
  std::array<T, count> counters{};
  std::copy(values.begin(), values.end(), counters.begin());
  return counters;
}

void read_clones(const Checkpoint& checkpoint, std::vector<CloneRecord>& clones) {
  clones.assign(checkpoint.values<std::uint64_t>("clones/id").size(), CloneRecord{});
  walk_clones([&](const char* name, auto member) {
    using T = std::remove_reference_t<decltype(CloneRecord{}.*member)>;
    const std::vector<T>& values = values_of<T>(checkpoint, name, clones.size());
    for (std::size_t k = 0; k < clones.size(); ++k) clones[k].*member = values[k];
  });
}

}  // namespace

std::vector<CheckpointArray> arrays_of(ReplicateState&& state) {
  std::vector<CheckpointArray> arrays;
  const auto has_field = [&state](int f) { return !state.fields[f].empty(); };
  walk(state, has_field, [&](const std::string& name, auto& values) {
    using T = typename std::remove_reference_t<decltype(values)>::value_type;
    if constexpr (std::is_same_v<T, typename Plain<T>::type>) {
      arrays.push_back({name, std::move(values)});
    } else {
      std::vector<typename Plain<T>::type> numbers(values.size());
      for (std::size_t k = 0; k < values.size(); ++k) numbers[k] = plain(values[k]);
      values = {};
      arrays.push_back({name, std::move(numbers)});
    }
  });
  add_the_rest(state, arrays);
  return arrays;
}

std::vector<CheckpointArray> arrays_of(const std::shared_ptr<ReplicateStateInPlace>& state) {
  std::vector<CheckpointArray> arrays;
  const auto has_field = [&state](int f) { return !state->fields[f].empty(); };
  walk(*state, has_field, [&](const std::string& name, const auto& values) {
    arrays.push_back({name, {}, keeping(state, made_of(values, state->first_site))});
  });
  add_the_rest(*state, arrays);
  return arrays;
}

ReplicateState state_of(Checkpoint& checkpoint) {
  ReplicateState state;
  state.step = Step{static_cast<std::uint32_t>(checkpoint.step)};
  const auto has_field = [&checkpoint](int f) { return checkpoint.has(field_array(f)); };
  walk(state, has_field, [&](const std::string& name, auto& values) {
    using T = typename std::remove_reference_t<decltype(values)>::value_type;
    const auto& numbers = checkpoint.values<typename Plain<T>::type>(name);
    values.resize(numbers.size());
    for (std::size_t k = 0; k < numbers.size(); ++k) values[k] = T{numbers[k]};
  });
  walk_body(
      state.body,
      [&](const char* name, auto& values) {
        values = checkpoint.values<typename std::remove_reference_t<decltype(values)>::value_type>(name);
      },
      [&](const char* name, BodyParts& parts) {  // not in files from before the names
        if (checkpoint.has(name)) parts = parts_of(name, checkpoint.values<std::uint8_t>(name));
      });
  read_clones(checkpoint, state.clones);
  state.clones_reported = values_of<std::uint64_t>(checkpoint, "counters/clones_reported", 1)[0];
  const auto& folded = values_of<std::uint64_t>(checkpoint, "counters/clones_folded", 2);
  state.clones_folded = {folded[0], folded[1]};
  state.events = counters_of<std::uint64_t, event_kinds>(checkpoint, "counters/events");
  const auto measured = counters_of<std::uint8_t, field_count>(checkpoint, "counters/residual_measured");
  const auto residuals = counters_of<float, field_count>(checkpoint, "counters/residual");
  for (int f = 0; f < field_count; ++f)
    if (measured[f]) state.residuals[f] = residuals[f];
  state.measures_residual = values_of<std::uint8_t>(checkpoint, "counters/measures_residual", 1)[0] != 0;
  if (checkpoint.has("counters/field_begins_anew")) {  // not in files from before warm solves
    const auto flags = counters_of<std::uint8_t, field_count>(checkpoint, "counters/field_begins_anew");
    std::transform(flags.begin(), flags.end(), state.begins_anew.begin(),
                   [](auto flag) { return flag != 0; });
  }
  checkpoint.arrays.clear();
  return state;
}

}  // namespace tilscape
