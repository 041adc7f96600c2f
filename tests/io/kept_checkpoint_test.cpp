// A checkpoint that an earlier version wrote, when the patient was another: its file is read, and what cannot
// be continued is said.
#include <zlib.h>

#include <fstream>

#include "agents/body/body.hpp"
#include "config/read/read_config.hpp"
#include "config/schema/schema.hpp"
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
TEST_CASE("a checkpoint whose body has no names and no periphery is read, and refused by what it is") {
  const ScratchFolder folder("kept_checkpoint");
  const fs::path file = folder / "checkpoint.h5";
  std::ofstream(file, std::ios::binary)
      << unpacked(TILSCAPE_SOURCE_DIR "/tests/io/checkpoint_without_names.h5.gz");
  Checkpoint checkpoint = read_checkpoint(file);
  CHECK_THROWS_WITH(read_config_text(checkpoint.config, "run.yaml"),
                    contains("compartments.danger_half_per_dendritic_cell"));
  const ReplicateState state = state_of(checkpoint);
  CHECK_FALSE(state.body.has_names());
  ModelParameters model = default_parameters().model;
  model.compartments.enabled = true;
  CHECK_THROWS_WITH(Body(model, 1, 0, 10).restored(state.body),
                    contains("its body has other compartments or another therapy"));
}

}  // namespace tilscape
