// The commands that only look: validate, params, info, digest.
#pragma once

namespace CLI {
class App;
}

namespace tilscape {

void add_inspect_commands(CLI::App& app);

}  // namespace tilscape
