// The documents name every parameter, and the JSON Schema is JSON that says what the rows say.
#include "config/schema/render.hpp"

#include "config/read/yaml_tree.hpp"
#include "config/schema/schema.hpp"
#include "tests/catch.hpp"

using namespace tilscape;

namespace {

/// The value of a member; JSON is YAML, so the YAML tree holds it.
const YamlNode& member(const YamlNode& object, const std::string& name) {
  for (std::size_t i = 0; i + 1 < object.items.size(); i += 2)
    if (object.items[i].text == name) return object.items[i + 1];
  static const YamlNode none;
  return none;
}

const YamlNode& property(const YamlNode& root, const std::string& key) {
  const YamlNode* node = &root;
  for (std::size_t begin = 0, dot = 0; dot != std::string::npos; begin = dot + 1) {
    dot = key.find('.', begin);
    node = &member(member(*node, "properties"), key.substr(begin, dot - begin));
  }
  return *node;
}

}  // namespace

TEST_CASE("text and Markdown name every key with its unit and source") {
  const std::string text = params_text();
  const std::string markdown = params_markdown();
  for (const Row& row : schema()) {
    INFO(row.key);
    CHECK(text.find("\n" + row.key + " = ") != std::string::npos);
    CHECK(text.find(row.source) != std::string::npos);
    CHECK(markdown.find("\n| `" + row.key + "` | ") != std::string::npos);
    CHECK(row.doc.find('|') == std::string::npos);
    CHECK(row.source.find('|') == std::string::npos);
  }
}

TEST_CASE("the JSON Schema describes every key and allows no other") {
  const YamlNode root = parse_yaml(params_json_schema());
  CHECK(member(root, "$schema").text == "https://json-schema.org/draft/2020-12/schema");
  CHECK(member(root, "additionalProperties").text == "false");
  for (const Row& row : schema()) {
    INFO(row.key);
    const YamlNode& p = property(root, row.key);
    REQUIRE(p.form == YamlNode::Form::map);
    CHECK(member(p, "description").text == row.doc);
    CHECK(member(p, "x-source").text == row.source);
    if (row.kind == Kind::number) {
      CHECK(member(p, "type").text == "number");
      CHECK(member(p, "default").text == value_text(row.default_value));
      CHECK(member(p, "maximum").text == number_text(row.numbers.high));
      CHECK(member(p, row.numbers.low_excluded ? "exclusiveMinimum" : "minimum").text ==
            number_text(row.numbers.low));
    }
    if (row.kind == Kind::choice) CHECK(member(p, "enum").items.size() == row.words.size());
  }
  CHECK(member(property(root, "tumour"), "additionalProperties").text == "false");
}

TEST_CASE("the JSON Schema names every drug and procedure of a schedule") {
  const YamlNode root = parse_yaml(params_json_schema());
  const YamlNode& item = member(member(property(root, "therapy"), "items"), "properties");
  const auto names = [&](const char* key) {
    std::vector<std::string> all;
    for (const YamlNode& name : member(member(item, key), "enum").items) all.push_back(name.text);
    return all;
  };
  const std::vector<std::string> drugs = names("drug");
  REQUIRE(drugs.size() == drug_kinds + 3);
  for (const DrugRecord& record : drug_records) CHECK(drugs[index_of(record.drug)] == record.name);
  CHECK(drugs.back() == "vaccine");
  CHECK(names("procedure") == std::vector<std::string>{"radiation", "surgery", "stroma_depletion"});
}

TEST_CASE("parameters are found by key, beginning and pattern, in the order of the schema") {
  const auto keys = [](const std::vector<std::string>& asked) {
    std::vector<std::string> found;
    for (const Row& row : rows_asked_for(asked)) found.push_back(row.key);
    return found;
  };
  using Keys = std::vector<std::string>;
  CHECK(keys({}).size() == schema().size());
  CHECK(keys({"seed"}) == Keys{"seed"});
  CHECK(keys({"lattice.s"}) == Keys{"lattice.size", "lattice.spacing_um"});
  CHECK(keys({"output.snapshot_every_h", "lattice.size"}) == Keys{"lattice.size", "output.snapshot_every_h"});
  CHECK(keys({"*_every_h"}) ==
        Keys{"output.snapshot_every_h", "output.census_every_h", "output.checkpoint_every_h"});
  CHECK(keys({"therapy[0].dose_mg"}) == Keys{"therapy"});
  CHECK_THROWS_WITH(rows_asked_for({"lattice.siez"}), contains("parameter lattice.siez: there is none") &&
                                                          ends_with("did you mean 'lattice.size'?"));
  CHECK_THROWS_WITH(rows_asked_for({""}), contains("parameter '': there is none"));
  const YamlNode some = parse_yaml(params_json_schema(rows_asked_for({"lattice."})));
  CHECK(member(some, "additionalProperties").text == "true");
  CHECK(member(property(some, "lattice.size"), "type").text == "array");
  CHECK(params_markdown(rows_asked_for({"seed"})).find("lattice") == std::string::npos);
}
