// Builds the tree from yaml-cpp's events. Its own node graph would merge duplicate keys and follow cycles.
#include "config/read/yaml_tree.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <sstream>

namespace tilscape {
namespace {

constexpr std::size_t deepest = 16;

/// yaml-cpp counts lines from 0, and has −1 for "unknown".
int line_of(const YAML::Mark& mark) {
  return mark.line < 0 ? 1 : mark.line + 1;
}

class TreeBuilder : public YAML::EventHandler {
 public:
  YamlNode root;

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (documents_++ > 0) throw YamlError{line_of(mark), "a second document begins; expected one"};
  }
  void OnDocumentEnd() override {}
  void OnAnchor(const YAML::Mark& mark, const std::string&) override { refuse_anchor(mark); }

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    if (anchor != 0) refuse_anchor(mark);
    place({YamlNode::Form::null, line_of(mark), {}, false, {}});
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override { refuse_anchor(mark); }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    check(mark, tag, anchor);
    place({YamlNode::Form::scalar, line_of(mark), value, tag == "!", {}});
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    check(mark, tag, anchor);
    open({YamlNode::Form::list, line_of(mark), {}, false, {}});
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    check(mark, tag, anchor);
    open({YamlNode::Form::map, line_of(mark), {}, false, {}});
  }
  void OnMapEnd() override { close(); }

 private:
  [[noreturn]] static void refuse_anchor(const YAML::Mark& mark) {
    throw YamlError{line_of(mark), "an anchor (&) or alias (*) stands here; expected the value itself"};
  }

  static void check(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
    if (anchor != 0) refuse_anchor(mark);
    if (!tag.empty() && tag != "?" && tag != "!")
      throw YamlError{line_of(mark), "the tag '" + tag + "' stands here; expected a plain value"};
  }

  void open(YamlNode node) {
    if (open_.size() >= deepest) throw YamlError{node.line, "nested too deeply; expected at most 16 levels"};
    open_.push_back(std::move(node));
  }

  void close() {
    YamlNode node = std::move(open_.back());
    open_.pop_back();
    place(std::move(node));
  }

  void place(YamlNode node) {
    if (open_.empty()) {
      root = std::move(node);
      return;
    }
    YamlNode& parent = open_.back();
    const bool is_value = parent.form == YamlNode::Form::map && parent.items.size() % 2 == 1;
    // A value that is left out is only noticed further down: it belongs to the line of its key.
    if (is_value && node.form == YamlNode::Form::null) node.line = parent.items.back().line;
    parent.items.push_back(std::move(node));
  }

  std::vector<YamlNode> open_;  // from the root to the innermost open list or map
  int documents_ = 0;
};

/// yaml-cpp takes a tab for an indentation of unclear width.
void refuse_tabs(const std::string& text) {
  int line = 1;
  bool at_start = true;
  for (const char c : text) {
    if (c == '\t' && at_start) throw YamlError{line, "a tab stands in the indentation; expected spaces"};
    at_start = c == '\n' || (at_start && c == ' ');
    line += c == '\n';
  }
}

}  // namespace

YamlNode parse_yaml(const std::string& text) {
  refuse_tabs(text);
  std::istringstream stream(text);
  TreeBuilder builder;
  try {
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const YAML::Exception& error) {
    throw YamlError{line_of(error.mark), "not valid YAML (" + error.msg + "); expected `key: value`"};
  }
  return std::move(builder.root);
}

}  // namespace tilscape
