// Where the keys of a configuration stand: what problems and warnings begin with.
#pragma once

#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tilscape {

struct SweptValue;

/// Lines of the keys that a user gave, whatever name they were written by. A key that nobody gave stands in
/// the file as a whole.
struct Places {
  static constexpr int whole_file = 0;
  static constexpr int from_override = std::numeric_limits<int>::max();  // sorted last

  std::string file;
  std::map<std::string, int> line_of_key{};

  /// Line of the first of these keys that was given, by the sweep or else by the file or --set.
  int line_of(const std::vector<std::string>& keys, const std::vector<SweptValue>& set) const;
  /// Was any of them given?
  bool has_any(const std::vector<std::string>& keys, const std::vector<SweptValue>& set) const;
  /// "run.yaml:4", "run.yaml", "--set".
  std::string text(int line) const;
};

/// The keys of one map, each of which may stand once, by one of its names.
class KeysOfMap {
 public:
  /// @returns what is wrong with a key that stands in this line: nothing, if it is the first of its row
  std::optional<std::string> add(const std::string& key, int line);

 private:
  struct Written {
    std::string key;
    int line;
  };
  std::map<std::string, Written> first_;  // by the key of today
};

/// The values of a set that concern any of these keys.
std::vector<SweptValue> values_about(const std::vector<std::string>& keys,
                                     const std::vector<SweptValue>& set);

}  // namespace tilscape
