// A map of the schedule, read key by key: it knows which keys were asked for, and complains about the others.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "config/read/convert.hpp"
#include "config/read/read_therapy.hpp"

namespace tilscape {

class MapReader {
 public:
  /// @param place  of the map in the configuration: "therapy[1]", or a map in it, "therapy[1].start"
  /// @param problems  get what is wrong with it
  MapReader(const YamlNode& map, std::string place, std::vector<TherapyProblem>& problems)
      : map_(map), place_(std::move(place)), problems_(problems) {}

  const YamlNode& map() const { return map_; }
  /// A map that stands under one of its keys.
  MapReader inside(const YamlNode& map, const std::string& key) const {
    return {map, place_ + "." + key, problems_};
  }

  /// The value of a key, if it is there; the key is known from then on.
  const YamlNode* value_of(const std::string& key);
  void know(const std::string& key) { known_.push_back(key); }

  /// What stands under the key of a row, by its type and range.
  template <class T>
  std::optional<T> read(const Row& row) {
    const YamlNode* node = value_of(row.key);
    return node ? read<T>(row, *node, row.key) : std::nullopt;
  }
  /// The same of a node that stands under a key of another name.
  template <class T>
  std::optional<T> read(const Row& row, const YamlNode& node, const std::string& key) {
    std::vector<Complaint> complaints;
    const auto value = to_value(row, node, complaints);
    for (const Complaint& c : complaints) complain(c.line, key, c.what);
    return value ? std::optional<T>(std::get<T>(*value)) : std::nullopt;
  }
  /// One that must be there. @param expected  what to say where it is not
  template <class T>
  std::optional<T> require(const Row& row, const std::string& expected) {
    const std::optional<T> value = read<T>(row);
    if (!value && !value_of(row.key)) complain(map_.line, row.key, "is missing; expected " + expected);
    return value;
  }

  /// The one among `names`, each with a member `name`, that a node names; else it complains.
  template <class Named>
  const Named* find(const YamlNode& node, const char* key, const std::vector<Named>& names) {
    std::vector<std::string> words;
    for (const Named& name : names) {
      if (node.form == YamlNode::Form::scalar && node.text == name.name) return &name;
      words.emplace_back(name.name);
    }
    complain_about_word(node, key, words);
    return nullptr;
  }

  /// @param key  empty: of the map itself
  void complain(int line, const std::string& key, const std::string& what) {
    problems_.push_back({line, key.empty() ? place_ : place_ + "." + key, what});
  }
  void keep_each_key_once();
  /// @param whose  keys they would be: "nivolumab"; may be empty
  void refuse_the_rest(const std::string& whose = "");

 private:
  void complain_about_word(const YamlNode& node, const char* key, const std::vector<std::string>& words);
  std::vector<std::string> unique_known() const;

  const YamlNode& map_;
  std::string place_;
  std::vector<TherapyProblem>& problems_;
  std::vector<std::string> known_;
};

/// "a, b, c"
std::string joined(const std::vector<std::string>& words);

}  // namespace tilscape
