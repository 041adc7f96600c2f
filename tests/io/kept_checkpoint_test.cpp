// A checkpoint that an earlier version wrote: whatever is changed, its state is read and goes on.
#include <zlib.h>

#include <fstream>

#include "agents/simulation.hpp"
#include "config/read/read_config.hpp"
#include "core/io/run/checkpoint.hpp"
#include "tests/catch.hpp"
#include "tests/io/samples.hpp"
#include "tools/run/checkpoint_of.hpp"

namespace tilscape {

namespace {

namespace fs = std::filesystem;

std::string unpacked(const fs::path& path) {
  gzFile file = gzopen(path.c_str(), "rb");
  REQUIRE(file);
  std::string bytes;
  char piece[4096];
  for (int n = 0; (n = gzread(file, piece, sizeof piece)) > 0;)
    bytes.append(piece, static_cast<std::size_t>(n));
  gzclose(file);
  return bytes;
}

}  // namespace

// 14 × 12 sites at hour 12 of 24: nivolumab, aldesleukin, CAR T cells, a vaccine and radiation
// given, nab-paclitaxel to come; compartments with help, antibodies that diffuse, NK cells in the blood.
TEST_CASE("a checkpoint from before the body's state had names goes on to the end of its run") {
  const ScratchFolder folder("kept_checkpoint");
  const fs::path file = folder / "checkpoint.h5";
  std::ofstream(file, std::ios::binary)
      << unpacked(TILSCAPE_SOURCE_DIR "/tests/io/checkpoint_without_names.h5.gz");
  Checkpoint checkpoint = read_checkpoint(file);
  const RunParameters run = read_config_text(checkpoint.config, "run.yaml");
  const std::uint64_t digest = checkpoint.digest;
  SimulationStart start = make_start(run, nullptr);
  const auto whole = make_host_simulation(start, 1);
  whole->advance(720);
  auto state = std::make_shared<ReplicateState>(state_of(checkpoint));
  CHECK_FALSE(state->body.has_names());
  start.replicates[0].state = state;
  const auto resumed = make_host_simulation(start, 2);
  CHECK(resumed->now().value == 720);
  CHECK(resumed->digest()[0] == digest);
  CHECK(resumed->digest() == whole->digest());  // while no rule of this run changes
  CHECK(resumed->state(0).body.has_names());
  resumed->advance(720), whole->advance(720);
  CHECK(resumed->digest() == whole->digest());
}

}  // namespace tilscape
