// Optimal string alignment distance (Damerau–Levenshtein without repeated edits), by rows of its table.
#include "config/schema/suggest.hpp"

#include <algorithm>

#include "config/schema/schema.hpp"

namespace tilscape {
namespace {

std::size_t typing_errors(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before_last(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = last[j - 1] + (a[i - 1] != b[j - 1]);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, replaced});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
    before_last.swap(last);
    last.swap(row);
  }
  return last[b.size()];
}

/// Of a number no other is a better guess.
bool has_letter(std::string_view word) {
  return std::any_of(word.begin(), word.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
}

std::string leaf_of(const std::string& key) {
  return key.substr(key.rfind('.') + 1);
}

/// The names that may stand in a section, "" or "tumour.": of its keys and of the sections in it.
std::vector<std::string> names_in(const std::string& section) {
  std::vector<std::string> names;
  for (const Row& row : schema()) {
    if (row.key.compare(0, section.size(), section) != 0) continue;
    const std::string name =
        row.key.substr(section.size(), row.key.find('.', section.size()) - section.size());
    if (names.empty() || names.back() != name) names.push_back(name);
  }
  return names;
}

}  // namespace

std::string nearest_word(std::string_view word, const std::vector<std::string>& candidates) {
  constexpr std::size_t longest_word = 100;
  if (word.size() < 2 || word.size() > longest_word || !has_letter(word)) return {};
  const auto begins = [word](const std::string& c) { return c.compare(0, word.size(), word) == 0; };
  const auto longer = std::find_if(candidates.begin(), candidates.end(), begins);
  if (word.size() >= 4 && longer != candidates.end()) return *longer;
  std::string best;
  std::size_t fewest = std::max<std::size_t>(2, word.size() / 3) + 1;
  for (const std::string& candidate : candidates) {
    const std::size_t errors = typing_errors(word, candidate);
    if (errors >= fewest || errors >= candidate.size()) continue;
    fewest = errors;
    best = candidate;
  }
  return best;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates) {
  const std::string near = nearest_word(word, candidates);
  return near.empty() ? std::string() : "; did you mean '" + near + "'?";
}

std::string suggest_key(const std::string& key) {
  const std::string name = leaf_of(key), section = key.substr(0, key.size() - name.size());
  const std::string near = nearest_word(name, names_in(section));
  if (!near.empty()) return "; did you mean '" + section + near + "'?";
  std::vector<std::string> leaves;
  for (const Row& row : schema()) leaves.push_back(leaf_of(row.key));
  const std::string leaf = nearest_word(name, leaves);
  if (leaf.empty()) return {};
  const auto at = std::find(leaves.begin(), leaves.end(), leaf) - leaves.begin();
  return "; did you mean '" + schema()[static_cast<std::size_t>(at)].key + "'?";
}

}  // namespace tilscape
