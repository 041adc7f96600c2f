// What a column's name says: its words, and the unit of what stands below it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tilscape {

/// The length that a name states. Programs write it as (µm), [um], _um, .µm., microns, px, (pixels), mm.
enum class LengthUnit { none, nm, um, mm, px };

/// Micrometres per unit; 0 for a pixel and for none.
double um_per(LengthUnit unit);
/// "um", "mm", "px", for messages.
const char* name_of(LengthUnit unit);

/// The unit that a word is; none for any other word.
LengthUnit unit_named(std::string_view word);

/// A name as a list of lower-case words: "CenterX_global_px" → center, x, global, px. µ in either code point,
/// and what a wrong decoding made of it, is u.
std::vector<std::string> words_of(std::string_view name);

/// The words as one: "Image ID", "image_id" and "ImageId" → "imageid". FCS exports double each name (x:x):
/// one half counts.
std::string joined_words(std::string_view name);

LengthUnit unit_in(std::string_view name);
/// The name's words but those of its unit, case kept: "Centroid X µm", "Centroid.X.µm" and "Centroid X [px]"
/// → "Centroid X".
std::string without_unit(std::string_view name);
/// The name's words, case kept, with one space between: R turns "Centroid X µm" into "Centroid.X.µm", and
/// both are "Centroid X um".
std::string plain_name(std::string_view name);

/// The columns of a table by name.
class ColumnNames {
 public:
  static constexpr std::size_t npos = static_cast<std::size_t>(-1);

  ColumnNames() = default;
  /// @param where  how a message about the header begins: "t.csv:1: "
  ColumnNames(std::vector<std::string> names, std::string where);

  std::size_t size() const { return names_.size(); }
  const std::string& operator[](std::size_t column) const { return names_[column]; }
  const std::vector<std::string>& all() const { return names_; }
  const std::string& where() const { return where_; }

  /// The column of this name, or the one whose plain_name is that of `name`; npos when there is none.
  /// @throws InputError when two columns have it
  std::size_t find(std::string_view name) const;
  /// @throws InputError when there is none, with the nearest name
  std::size_t require(std::string_view name) const;
  /// Says that this column is missing. @throws InputError
  [[noreturn]] void refuse(std::string_view name, const std::string& hint) const;
  /// Every column that is `base` but for a unit.
  std::vector<std::size_t> with_base(std::string_view base) const;

 private:
  std::vector<std::string> names_, plain_, bases_;
  std::string where_;
};

}  // namespace tilscape
