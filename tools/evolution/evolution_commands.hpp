// The commands that read evolution off a run: sequence, phylogeny.
#pragma once

namespace CLI {
class App;
}

namespace tilscape {

void add_evolution_commands(CLI::App& app);

}  // namespace tilscape
