// A record that is taken over cannot make a body read or write outside its lists.
#include "agents/body/body_record.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <type_traits>

#include "agents/body/body.hpp"
#include "agents/parameters/derive.hpp"
#include "core/base/errors.hpp"

namespace tilscape {

namespace {

[[noreturn]] void refuse(const std::string& why) {
  throw OutputError("a state cannot be continued: " + why);
}
constexpr const char* of_another = "its body has other compartments or another therapy";

struct Span {
  std::size_t first, count;
};

/// Where the parts of a list of so many values stand, by name.
std::map<std::string, Span> places_of(const BodyParts& parts, std::size_t values) {
  std::map<std::string, Span> places;
  std::size_t first = 0;
  for (const BodyPart& part : parts) {
    if (part.count > values - first) refuse(of_another);
    if (!places.insert({part.name, {first, part.count}}).second)
      refuse("its body has " + part.name + " twice");
    first += part.count;
  }
  if (first != values) refuse(of_another);
  return places;
}

template <class T>
bool is_neutral(T value) {
  return value == 0 || (std::is_floating_point_v<T> && value == static_cast<T>(-1));
}

/// The parts that a record without names has.
BodyParts before_names(const BodyParts& parts) {
  BodyParts first;
  std::copy_if(parts.begin(), parts.end(), std::back_inserter(first),
               [](const BodyPart& part) { return !part.came_later; });
  return first;
}

}  // namespace

template <class T>
void take_by_name(const BodyParts& parts, std::vector<T>& now, const BodyParts& kept_parts,
                  const std::vector<T>& kept) {
  std::map<std::string, Span> left = places_of(kept_parts, kept.size());
  std::size_t place = 0;
  for (const BodyPart& part : parts) {
    if (const auto found = left.find(part.name); found != left.end()) {
      if (found->second.count != part.count)
        refuse("its body has " + std::to_string(found->second.count) + " values of " + part.name +
               "; expected " + std::to_string(part.count));
      std::copy_n(kept.begin() + static_cast<std::ptrdiff_t>(found->second.first), part.count,
                  now.begin() + static_cast<std::ptrdiff_t>(place));
      left.erase(found);
    } else if (!part.came_later) {
      refuse("its body lacks " + part.name);
    }
    place += part.count;
  }
  for (const auto& [name, span] : left)
    for (std::size_t k = span.first; k < span.first + span.count; ++k)
      if (!is_neutral(kept[k])) refuse("its body has " + name + ", which this version does not know");
}

template void take_by_name(const BodyParts&, std::vector<double>&, const BodyParts&,
                           const std::vector<double>&);
template void take_by_name(const BodyParts&, std::vector<std::uint64_t>&, const BodyParts&,
                           const std::vector<std::uint64_t>&);

BodyRecord Body::record(const KeptBody& body) const {
  return {level_parts(model_), row_parts(),         listens_ ? count_parts() : BodyParts(),
          body.state.levels,   body.state.fraction, body.state.table,
          body.state.told,     body.counts};
}

KeptBody Body::restored(const BodyRecord& record) const {
  KeptBody body{start(), std::vector<std::uint64_t>(listens_ ? body_count::count : 0)};
  const auto take = [&](const BodyParts& parts, auto& now, const BodyParts& kept_parts, const auto& kept) {
    take_by_name(parts, now, record.has_names() ? kept_parts : before_names(parts), kept);
  };
  const BodyParts levels = level_parts(model_), rows = row_parts(),
                  counts = listens_ ? count_parts() : BodyParts();
  take(levels, body.state.levels, record.level_parts, record.levels);
  take(rows, body.state.fraction, record.row_parts, record.fraction);
  take(rows, body.state.table, record.row_parts, record.table);
  take(counts, body.state.told, record.count_parts, record.told);
  take(counts, body.counts, record.count_parts, record.counts);
  for (std::size_t k = 0; at_.count > 0 && k < antigen_classes; ++k)
    if (const CarTCells cells = car_t_cells(body.state.levels, k); cells.began_day >= 0 && cells.given == 0)
      refuse("its CAR T cells are of a version that did not add up their doses");
  require_possible(body);
  return body;
}

void Body::require_possible(const KeptBody& body) const {
  const auto is_level = [](double v) { return v >= -1e15 && v <= 1e30; };  // false for what is no number
  const auto all_below = [](const std::vector<std::uint64_t>& values, std::uint64_t limit) {
    return std::all_of(values.begin(), values.end(), [limit](std::uint64_t v) { return v < limit; });
  };
  constexpr std::uint64_t fraction_limit = std::uint64_t{1} << 32, count_limit = std::uint64_t{1} << 53;
  const BodyState& state = body.state;
  std::uint64_t room = lattice_sites(model_);  // there may have been more vessels than now
  for (std::uint32_t row = 0; row < entry_row::count; ++row) {
    const std::uint64_t sent = state.table[row];
    if (sent > room || (listens_ && state.told[body_count::entered(row)] > sent))
      refuse("more cells entered than its body sent");
    room -= sent;
  }
  if (!std::all_of(state.levels.begin(), state.levels.end(), is_level) ||
      !all_below(state.fraction, fraction_limit) || !all_below(state.told, count_limit) ||
      !all_below(body.counts, count_limit))
    refuse("its body has levels or counts that are out of range or no number");
}

}  // namespace tilscape
