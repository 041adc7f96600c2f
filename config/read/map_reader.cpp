// A key that nobody asked for is refused with those that would do.
#include "config/read/map_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "config/read/text_file.hpp"
#include "config/schema/suggest.hpp"

namespace tilscape {

std::string joined(const std::vector<std::string>& words) {
  return fmt::format("{}", fmt::join(words, ", "));
}

const YamlNode* MapReader::value_of(const std::string& key) {
  know(key);
  for (std::size_t i = 0; i + 1 < map_.items.size(); i += 2)
    if (map_.items[i].form == YamlNode::Form::scalar && map_.items[i].text == key) return &map_.items[i + 1];
  return nullptr;
}

void MapReader::complain_about_word(const YamlNode& node, const char* key,
                                    const std::vector<std::string>& words) {
  const std::string hint = node.form == YamlNode::Form::scalar ? did_you_mean(node.text, words) : "";
  complain(node.line, key, shown(node) + " is not known; expected one of: " + joined(words) + hint);
}

void MapReader::keep_each_key_once() {
  std::vector<std::string> seen;
  for (std::size_t i = 0; i + 1 < map_.items.size(); i += 2) {
    const YamlNode& key = map_.items[i];
    if (std::find(seen.begin(), seen.end(), key.text) != seen.end())
      complain(key.line, excerpt(key.text), "stands twice; expected each key once");
    seen.push_back(key.text);
  }
}

void MapReader::refuse_the_rest(const std::string& whose) {
  for (std::size_t i = 0; i + 1 < map_.items.size(); i += 2) {
    const YamlNode& key = map_.items[i];
    if (std::find(known_.begin(), known_.end(), key.text) != known_.end()) continue;
    complain(key.line, excerpt(key.text),
             "unknown key" + (whose.empty() ? "" : " of " + whose) +
                 "; expected one of: " + joined(unique_known()) + did_you_mean(key.text, known_));
  }
}

/// `dose` alone is asked for to say that it lacks its unit.
std::vector<std::string> MapReader::unique_known() const {
  std::vector<std::string> keys;
  for (const std::string& key : known_)
    if (key != "dose" && std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(key);
  return keys;
}

}  // namespace tilscape
