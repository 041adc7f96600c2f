// Options of `tilscape import-tissue`, and the call behind them.
#include "tools/import_command.hpp"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "tools/import_tissue.hpp"
#include "tools/option_checks.hpp"

namespace tilscape {

void add_import_command(CLI::App& app) {
  CLI::App* command =
      app.add_subcommand("import-tissue", "Turn a table of imaged cells into an initial tissue");
  const auto options = std::make_shared<ImportOptions>();
  command->add_option("TABLE", options->table, "Table of cells (tab- or comma-separated)")->required();
  command->add_option("--preset", options->preset, "Program that wrote it: " + preset_names())
      ->capture_default_str();
  command->add_option("--map", options->map, "YAML file: columns, um_per_unit, cell types");
  command->add_option("--spacing-um", options->spacing_um, "Lattice spacing in um")->capture_default_str();
  command
      ->add_option("--vessels-per-mm2", options->vessels_per_mm2, "Vessels to place when the table has none")
      ->capture_default_str();
  command->add_option("--seed", options->seed, "Seed of those vessels")
      ->check(wrong_with_whole_number)
      ->capture_default_str();
  command->add_option("--out", options->out, "Tissue table to write")->required();
  command->callback([options] { std::fputs(to_text(import_tissue(*options)).c_str(), stdout); });
}

}  // namespace tilscape
