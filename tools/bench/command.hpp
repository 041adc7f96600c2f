// `tilscape bench`: fixed cases, timed.
#pragma once

namespace CLI {
class App;
}

namespace tilscape {

void add_bench_command(CLI::App& app);

}  // namespace tilscape
