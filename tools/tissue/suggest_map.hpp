// tilscape import-tissue --suggest-map: a map to edit, from what a table holds.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "tools/tissue/import_tissue.hpp"

namespace tilscape {

/// The cell type that a label speaks of by words that pathologists use (CD8, FoxP3, panCK, fibroblast, …);
/// none where no word is known, several disagree, or a minus stands behind it. Test:
/// tests/tools/suggest_map_test.cpp
std::optional<CellType> type_suggested_by(std::string_view label);

struct SuggestedMap {
  std::string text;  // YAML; what is not certain is commented out
  std::string preset;
  std::size_t labels = 0, open_labels = 0;  // met, and left to the user
};

/// Finds preset, columns, unit and labels. The default preset, native, is replaced by the one that fits.
/// @throws InputError for a table that cannot be read
SuggestedMap suggest_map(const ImportOptions& options);

/// Writes it to a new file, and says what to do with it.
/// @throws InputError when the file is there already; OutputError when it cannot be written
std::string write_suggested_map(const ImportOptions& options, const std::string& path);

}  // namespace tilscape
