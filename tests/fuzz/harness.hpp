// One function per reader of a user's file: it takes any bytes, reads them as the program would, and goes on
// from what was accepted as a run would. libFuzzer calls them (libfuzzer/entry.cpp), and so does the ordinary
// test (corpus_test.cpp).
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "core/base/errors.hpp"

namespace tilscape::fuzz {

/// A configuration in YAML. What is accepted echoes to a text that reads back to the same, and runs.
void config(std::string_view bytes);
/// `nx ny nz tile_x tile_y tile_z spacing_um`, a line end, and a native tissue table.
void tissue(std::string_view bytes);
/// A byte for the separator, one for the size of pieces, and delimited text: it has the same rows in pieces
/// as whole.
void text_rows(std::string_view bytes);
/// An import: `preset spacing_um vessels_per_mm2`, then the map and the table, each behind a line `%%`. What
/// it writes is a native tissue table that reads back.
void tissue_import(std::string_view bytes);
/// The HDF5 part of a checkpoint file: its last line is added here, so that it passes the checksum. A first
/// byte `=` takes the rest as the whole file.
void checkpoint_file(std::string_view bytes);
/// A program of edits (checkpoint_edits.hpp) to a well-formed checkpoint, which a run folder then goes on
/// from.
void checkpoint_content(std::string_view bytes);
/// The list of snapshots of a run folder.
void series(std::string_view bytes);

/// What must hold whatever the bytes are. @throws std::logic_error
void require(bool holds, const char* what);

/// Runs `action`, and says whether it went without one of the errors that a user may see.
/// Every such error has a text.
template <class Action>
bool accepts(const Action& action) {
  try {
    action();
    return true;
  } catch (const Defect&) {
    throw;
  } catch (const Error& error) {
    require(std::string_view(error.what()).size() > 10, "an error says what is wrong");
    return false;
  }
}

/// A folder for this process that goes away with it; in memory where the system has such a place.
const std::filesystem::path& scratch();
void write_file(const std::filesystem::path& path, std::string_view bytes);

}  // namespace tilscape::fuzz
