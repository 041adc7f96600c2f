// YAML as a plain tree that remembers its lines, keeps duplicate keys and holds no cycles. The only place
// that knows yaml-cpp is yaml_tree.cpp.
#pragma once

#include <string>
#include <vector>

namespace tilscape {

struct YamlNode {
  enum class Form { null, scalar, list, map };
  Form form = Form::null;
  int line = 1;
  std::string text;             // scalar
  bool is_quoted = false;       // scalar: written in quotes, so never a number
  std::vector<YamlNode> items;  // list: its items; map: key, value, key, value …
};

/// What parse_yaml() throws: the first thing that is not YAML, or a feature of YAML that is not accepted here
/// (aliases, anchors, tags, a second document, nesting deeper than 16).
struct YamlError {
  int line;
  std::string what;
};

/// The tree of one document; a null node for a text that holds none.
/// Test: tests/config/bad_config_test.cpp
YamlNode parse_yaml(const std::string& text);

}  // namespace tilscape
