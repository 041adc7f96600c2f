#include "tools/run/run_warnings.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "config/schema/warnings.hpp"
#include "core/base/errors.hpp"
#include "core/io/run/run_folder.hpp"

namespace tilscape {

namespace {

std::string place_of(const SweptRun& run, const Conflict& conflict, std::size_t set) {
  return run.places.text(run.places.line_of(conflict.keys, run.sets[set]));
}

/// Of what was found, the key that the user gave, if any: the first one may be a default.
std::vector<RunWarning> with_places(const SweptRun& run, std::size_t set,
                                    const std::vector<Conflict>& found) {
  std::vector<RunWarning> warnings;
  for (const KeyRemark& r : run.remarks) warnings.push_back({run.places.text(r.line), r.key, r.what});
  for (const Conflict& w : found) warnings.push_back({place_of(run, w, set), w.keys.front(), w.what});
  return warnings;
}

void refuse(const SweptRun& run, std::size_t set, const std::vector<Conflict>& conflicts) {
  std::string text;
  for (const Conflict& c : conflicts)
    text +=
        fmt::format("{}{}: {}: {}", text.empty() ? "" : "\n", place_of(run, c, set), c.keys.front(), c.what);
  if (!text.empty()) throw InputError(text);
}

/// A key's first warning, and the sets that have one.
struct OfKey {
  const RunWarning* first;
  std::vector<std::size_t> sets;
};

std::string whose(const SweptRun& run, const OfKey& warning) {
  if (run.sets.size() == 1) return {};
  if (warning.sets.size() == run.sets.size()) return " (every parameter set)";
  const std::string first = run_files::member(warning.sets.front() * run.base.replicates);
  return warning.sets.size() == 1
             ? fmt::format(" ({})", first)
             : fmt::format(" ({}, and {} more parameter sets)", first, warning.sets.size() - 1);
}

}  // namespace

std::string RunWarning::line() const {
  return fmt::format("{}: warning: {}: {}", place, key, what);
}

std::vector<RunWarning> StartInspector::look(std::size_t set, const InitialTissue* tissue) {
  const RunParameters parameters = run_.parameters(set);
  auto start = tables_.find(tissue);
  if (!tissue || start == tables_.end())
    start = tables_.insert_or_assign(tissue, present_at_start(parameters.model, tissue)).first;
  const Presence cells = with_comers(start->second, parameters.model);
  refuse(run_, set, cell_conflicts(parameters, cells));
  return with_places(run_, set, find_warnings(parameters, &cells));
}

std::vector<RunWarning> warnings_without_cells(const SweptRun& run, std::size_t set) {
  return with_places(run, set, find_warnings(run.parameters(set), nullptr));
}

std::string warning_text(const SweptRun& run, const RunWarnings& warnings) {
  using Nth = std::pair<std::string, int>;  // of the warnings that a set has of a key
  std::vector<Nth> order;
  std::map<Nth, OfKey> by_key;
  for (const auto& [set, of_set] : warnings) {
    std::map<std::string, int> so_far;
    for (const RunWarning& w : of_set) {
      const Nth nth{w.key, so_far[w.key]++};
      const auto [found, is_new] = by_key.try_emplace(nth, OfKey{&w, {}});
      if (is_new) order.push_back(nth);
      found->second.sets.push_back(set);
    }
  }
  std::string text;
  for (const Nth& nth : order) text += by_key.at(nth).first->line() + whose(run, by_key.at(nth)) + "\n";
  return text;
}

}  // namespace tilscape
