// How the schema_*.cpp files write their rows: a Section joins a key prefix with a part of RunParameters, and
// each of its functions adds one row for a member of that part.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "config/schema/schema.hpp"

namespace tilscape::rows {

inline constexpr Status F = Status::model_file;
inline constexpr Status P = Status::paper;
inline constexpr Status N = Status::computed;
inline constexpr Status M = Status::memory;
inline constexpr Status S = Status::setting;

struct About {
  const char* unit;
  const char* doc;
  Status status;
  const char* source;
  const char* old_name = "";  // of a key that was renamed within its section: it stays accepted
};

/// More than `low`, at most `high`.
inline NumberRange above(double low, double high) {
  return {low, high, true};
}

inline Row describe(std::string key, Kind kind, const About& about) {
  Row row;
  row.key = std::move(key);
  row.kind = kind;
  row.unit = about.unit;
  row.doc = about.doc;
  row.status = about.status;
  row.source = about.source;
  if (*about.old_name) row.old_key = row.key.substr(0, row.key.rfind('.') + 1) + about.old_name;
  return row;
}

template <class E>
using Words = std::vector<std::pair<const char*, E>>;

/// `Lens` maps RunParameters, const or not, to the part that the section's members belong to.
template <class Lens>
class Section {
 public:
  Section(std::vector<Row>& rows, std::string prefix, Lens lens)
      : rows_(rows), prefix_(std::move(prefix)), lens_(lens) {}

  template <class Part>
  void number(const char* name, double Part::*member, double value, NumberRange range, About about) {
    Row row = describe(prefix_ + name, Kind::number, about);
    row.numbers = range;
    add<double>(std::move(row), member, value);
  }

  /// The part itself is the number.
  void element(const char* name, double value, NumberRange range, About about) {
    Row row = describe(prefix_ + name, Kind::number, about);
    row.numbers = range;
    row.default_value = value;
    row.get = [lens = lens_](const RunParameters& r) -> Value { return lens(r); };
    row.set = [lens = lens_](RunParameters& r, const Value& v) { lens(r) = std::get<double>(v); };
    rows_.push_back(std::move(row));
  }

  template <class Integer, class Part>
  void integer(const char* name, Integer Part::*member, std::uint64_t value, IntegerRange range,
               About about) {
    Row row = describe(prefix_ + name, Kind::integer, about);
    row.integers = range;
    add<std::uint64_t>(std::move(row), member, value);
  }

  template <class Part>
  void boolean(const char* name, bool Part::*member, bool value, About about) {
    add<bool>(describe(prefix_ + name, Kind::boolean, about), member, value);
  }

  template <class Part>
  void text(const char* name, std::string Part::*member, About about) {
    add<std::string>(describe(prefix_ + name, Kind::text, about), member, std::string());
  }

  template <class E, class Part>
  void choice(const char* name, E Part::*member, E value, Words<E> words, About about) {
    Row row = describe(prefix_ + name, Kind::choice, about);
    for (const auto& word : words) row.words.emplace_back(word.first);
    const auto word_of = [words](E e) {
      return std::string(
          std::find_if(words.begin(), words.end(), [e](const auto& w) { return w.second == e; })->first);
    };
    row.default_value = word_of(value);
    row.get = [lens = lens_, member, word_of](const RunParameters& r) -> Value {
      return word_of(lens(r).*member);
    };
    row.set = [lens = lens_, member, words](RunParameters& r, const Value& v) {
      for (const auto& word : words)
        if (std::get<std::string>(v) == word.first) lens(r).*member = word.second;
    };
    rows_.push_back(std::move(row));
  }

  /// A list of any container of integers; `shape` says how long it may be.
  template <class Container, class Part>
  void integer_list(const char* name, Container Part::*member, IntegerList value, IntegerRange range,
                    ListShape shape, About about) {
    Row row = describe(prefix_ + name, Kind::integer_list, about);
    row.integers = range;
    row.shape = shape;
    row.default_value = std::move(value);
    row.get = [lens = lens_, member](const RunParameters& r) -> Value {
      const Container& list = lens(r).*member;
      return IntegerList(list.begin(), list.end());
    };
    row.set = [lens = lens_, member](RunParameters& r, const Value& v) {
      assign(std::get<IntegerList>(v), lens(r).*member);
    };
    rows_.push_back(std::move(row));
  }

  const std::string& prefix() const { return prefix_; }
  const Lens& lens() const { return lens_; }
  void add(Row row) { rows_.push_back(std::move(row)); }

 private:
  template <class Stored, class Member, class Part>
  void add(Row row, Member Part::*member, Stored value) {
    row.default_value = value;
    row.get = [lens = lens_, member](const RunParameters& r) -> Value {
      return static_cast<Stored>(lens(r).*member);
    };
    row.set = [lens = lens_, member](RunParameters& r, const Value& v) {
      lens(r).*member = static_cast<Member>(std::get<Stored>(v));
    };
    rows_.push_back(std::move(row));
  }

  static void assign(const IntegerList& from, std::vector<std::uint32_t>& to) {
    to.assign(from.begin(), from.end());
  }
  /// A list shorter than the array leaves the rest at 1: a lattice given by two axes is one layer thick.
  template <std::size_t n>
  static void assign(const IntegerList& from, std::array<std::uint32_t, n>& to) {
    for (std::size_t i = 0; i < n; ++i) to[i] = i < from.size() ? static_cast<std::uint32_t>(from[i]) : 1u;
  }

  std::vector<Row>& rows_;
  std::string prefix_;
  Lens lens_;
};

// The parts of the table, in its order. Each appends its rows.
void add_run_rows(std::vector<Row>& rows);
void add_field_rows(std::vector<Row>& rows);
void add_tumour_rows(std::vector<Row>& rows);
void add_genome_rows(std::vector<Row>& rows);
void add_vessel_rows(std::vector<Row>& rows);
void add_immune_rows(std::vector<Row>& rows);
void add_walkers_in_blood(std::vector<Row>& rows);  // among the rows of immune cells
void add_walker_rows(std::vector<Row>& rows);
void add_body_rows(std::vector<Row>& rows);
void add_treatment_rows(std::vector<Row>& rows);
void add_output_rows(std::vector<Row>& rows);
void add_readout_rows(std::vector<Row>& rows);

}  // namespace tilscape::rows
