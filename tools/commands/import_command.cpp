// Options of `tilscape import-tissue`, and the call behind them.
#include "tools/commands/import_command.hpp"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <string>

#include "tools/terminal/option_checks.hpp"
#include "tools/tissue/import_tissue.hpp"
#include "tools/tissue/presets.hpp"
#include "tools/tissue/suggest_map.hpp"

namespace tilscape {

void add_import_command(CLI::App& app) {
  CLI::App* command =
      app.add_subcommand("import-tissue", "Turn a table of imaged cells into an initial tissue");
  const auto options = std::make_shared<ImportOptions>();
  command->add_option("TABLE", options->table, "Table of cells: text, perhaps gzipped")
      ->required()
      ->check(wrong_with_name);
  command->add_option("--preset", options->preset, "Program that wrote it: " + preset_names())
      ->type_name("NAME")
      ->capture_default_str();
  command->add_option("--map", options->map, "YAML file: columns, um_per_unit, cell types")
      ->type_name("FILE")
      ->check(wrong_with_name);
  command->add_option("--spacing-um", options->spacing_um, "Lattice spacing in um")
      ->type_name("UM")
      ->capture_default_str();
  command
      ->add_option("--only", options->choice.only,
                   "Rows of this sample, image or field; may be repeated, * stands for anything")
      ->type_name("COLUMN=VALUE")
      ->allow_extra_args(false);
  command->add_option("--labels", options->choice.labels, "Second table: a label for each cell_id")
      ->type_name("FILE")
      ->check(wrong_with_name);
  command
      ->add_option("--vessels-per-mm2", options->vessels_per_mm2, "Vessels to place when the table has none")
      ->type_name("N")
      ->capture_default_str();
  command->add_option("--seed", options->seed, "Seed of those vessels")
      ->type_name("N")
      ->check(wrong_with_whole_number)
      ->capture_default_str();
  CLI::Option* out = command->add_option("--out", options->out, "Tissue table to write")
                         ->type_name("FILE")
                         ->check(wrong_with_name);
  const auto map_to_write = std::make_shared<std::string>();
  command
      ->add_option("--suggest-map", *map_to_write,
                   "Write a map to edit from the columns and labels found, to a new file, and nothing else")
      ->type_name("FILE")
      ->check(wrong_with_name)
      ->excludes(out);
  command->callback([options, map_to_write] {
    const std::string text = map_to_write->empty() ? to_text(import_tissue(*options))
                                                   : write_suggested_map(*options, *map_to_write);
    std::fputs(text.c_str(), stdout);
  });
}

}  // namespace tilscape
