// Cuts a CSV text into lines and fields without copying it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tilscape {

/// Goes through the lines of a text, with or without carriage returns and a byte-order mark.
class LineCursor {
 public:
  explicit LineCursor(std::string_view text);

  /// The next line, without its end; false after the last one.
  bool next(std::string_view& line);
  /// Of the line that next() gave, from 1.
  int number() const { return number_; }

 private:
  std::string_view rest_;
  int number_ = 0;
};

/// The fields of a line, trimmed of blanks; quotes around a field are taken off, "" inside one is a quote.
/// @param unquoted  holds the fields that had a doubled quote; must outlive `fields`
/// @returns what is wrong with the quotes, or nothing
/// Test: tests/config/table_lines_test.cpp
std::optional<std::string> split_fields(std::string_view line, std::vector<std::string_view>& fields,
                                        std::string& unquoted);

bool is_blank(std::string_view line);
std::string_view trimmed(std::string_view text);

}  // namespace tilscape
