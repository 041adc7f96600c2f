// The command line of `tilscape import-tissue`.
#pragma once

namespace CLI {
class App;
}

namespace tilscape {

/// Adds the subcommand. Parsing it imports the table and prints the report.
/// @throws what import_tissue throws, out of CLI::App::parse
void add_import_command(CLI::App& app);

}  // namespace tilscape
