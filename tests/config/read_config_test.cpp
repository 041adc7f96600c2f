// What a good configuration becomes, where overrides and paths count from, and what is too large for a world.
#include "config/read/read_config.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "config/schema/schema.hpp"
#include "core/base/errors.hpp"
#include "tests/catch.hpp"

using namespace tilscape;
namespace fs = std::filesystem;

TEST_CASE("keys that are left out take their defaults") {
  CHECK(to_yaml(read_config_text("{}", "run.yaml")) == to_yaml(default_parameters()));
  CHECK(to_yaml(read_config_text("tumour:\n  # nothing\n", "run.yaml")) == to_yaml(default_parameters()));
}

TEST_CASE("every kind of value is read") {
  const RunParameters run = read_config_text(R"(
seed: 18446744073709551615
duration_days: +1.5e1
lattice: {size: [30, 40, 50], spacing_um: 20., boundary: periodic, neighbourhood: "von_neumann"}
tumour:
  division:
    placement: per_bond
immune:
  shares_site: false
fields:
  oxygen:
    uptake_per_min: {tumour: 7, tumour_hypoxic: 2, cd8_t_cell: .5}
blood:
  cd8_cells: {3: 1e6, 63: 5}
antigens: {founder_classes: [4, 2]}
therapy: []
)",
                                             "run.yaml");
  CHECK(run.seed == 18446744073709551615u);
  CHECK(run.duration_days == 15);
  CHECK(run.model.lattice.size == std::array<std::uint32_t, 3>{30, 40, 50});
  CHECK(run.model.lattice.spacing_um == 20);
  CHECK(run.model.lattice.boundary == Boundary::periodic);
  CHECK(run.model.lattice.neighbourhood == Neighbourhood::von_neumann);
  CHECK(run.model.tumour.placement == Placement::per_bond);
  CHECK_FALSE(run.model.immune.shares_site);
  const FieldSpec& oxygen = run.model.fields[oxygen_field];
  CHECK(oxygen.tissue_uptake_per_min[1] == 7);
  CHECK(oxygen.tissue_uptake_per_min[3] == 2);  // a state overrules its group
  CHECK(oxygen.tissue_uptake_per_min[6] == 0);  // the default's stroma is gone with the map
  CHECK(oxygen.immune_uptake_per_min[4] == 0.5);
  CHECK(run.model.blood.cd8_cells[3] == 1e6);
  CHECK(run.model.blood.cd8_cells[0] == 0);
  CHECK(run.model.antigens.founder_classes == std::vector<std::uint32_t>{4, 2});
}

TEST_CASE("a state overrules its group in either order") {
  for (const char* map : {"{tumour: 7, tumour_hypoxic: 2}", "{tumour_hypoxic: 2, tumour: 7}"}) {
    const RunParameters run =
        read_config_text("{}", "run.yaml", {std::string("fields.oxygen.uptake_per_min=") + map});
    CHECK(run.model.fields[oxygen_field].tissue_uptake_per_min[1] == 7);
    CHECK(run.model.fields[oxygen_field].tissue_uptake_per_min[3] == 2);
  }
}

TEST_CASE("the old name of a state is taken for today's, with a remark") {
  const SweptRun run = read_swept_config_text(
      "fields:\n  ifn_gamma:\n    secretion_ng_per_ml_per_min: {nk_engaged: 2, nk: 0.5}\n", "c.yaml");
  const FieldSpec& field = run.base.model.fields[ifn_gamma_field];
  CHECK(field.immune_source_per_min[static_cast<std::size_t>(Immune::nk_searching)] == 0.5);
  CHECK(field.immune_source_per_min[static_cast<std::size_t>(Immune::nk_engaged)] == 2);
  REQUIRE(run.remarks.size() == 1);
  CHECK(run.remarks[0].line == 3);
  CHECK(run.remarks[0].what ==
        "'nk' is the old name of nk_searching and taken for it; expected nk_searching");
  const std::string twice = "fields: {il2: {uptake_per_min: {nk_searching: 1, nk: 1}}}\n";
  CHECK_THROWS_WITH(read_swept_config_text(twice, "c.yaml"), contains("stands twice"));
  const SweptRun swept = read_swept_config_text("sweep: {fields.il2.uptake_per_min: [{nk: 1}]}\n", "c.yaml");
  REQUIRE(swept.remarks.size() == 1);
  CHECK(swept.remarks[0].key == "sweep.fields.il2.uptake_per_min");
  const RunParameters set = swept.parameters(0);
  const FieldSpec& il2 = set.model.fields[il2_field];
  CHECK(il2.immune_uptake_per_min[static_cast<std::size_t>(Immune::nk_searching)] == 1);
}

TEST_CASE("overrides come after the file, and the last of several holds") {
  const RunParameters run =
      read_config_text("seed: 5\nduration_days: 3\n", "run.yaml",
                       {"seed=7", "seed=8", "lattice.size=[64, 64]", "lattice.boundary=periodic"});
  CHECK(run.seed == 8);
  CHECK(run.duration_days == 3);
  CHECK(run.model.lattice.size == std::array<std::uint32_t, 3>{64, 64, 1});
}

TEST_CASE("minus zero is stored as zero") {
  const RunParameters run = read_config_text("tumour: {death_per_day: -0.0}", "run.yaml");
  CHECK_FALSE(std::signbit(run.model.tumour.death_per_day));
}

TEST_CASE("a tissue's path counts from the configuration, or from here with --set") {
  const auto tissue = [](const std::string& text, const std::string& name,
                         std::vector<std::string> overrides = {}) {
    return read_config_text(text, name, overrides).model.initial.tissue;
  };
  CHECK(tissue("initial: {tissue: ../t.csv}", "/data/runs/run.yaml") == "/data/t.csv");
  CHECK(tissue("initial: {tissue: t.csv}", "run.yaml") == (fs::current_path() / "t.csv").string());
  CHECK(tissue("initial: {tissue: /x/t.csv}", "/data/run.yaml") == "/x/t.csv");
  CHECK(tissue("{}", "/data/run.yaml", {"initial.tissue=t.csv"}) == (fs::current_path() / "t.csv").string());
  CHECK(tissue("initial: {tissue: t.csv}", "/data/run.yaml", {"initial.tissue="}).empty());
}

TEST_CASE("a run.yaml that a run has left finds its tissue beside it or in the folder above") {
  const fs::path group = fs::temp_directory_path() / ("tilscape_group_" + std::to_string(::getpid()));
  const std::string member = (group / "member_0001" / "run.yaml").string();
  const auto tissue = [&](const std::string& text) {
    return read_config_text(text, member).model.initial.tissue;
  };
  const std::string of_a_run = "# version: 0.1.0\ninitial: {tissue: t.csv}", own = "initial: {tissue: t.csv}";
  const fs::path beside = group / "member_0001" / "t.csv", above = group / "t.csv";
  fs::create_directories(beside.parent_path());
  CHECK(tissue(of_a_run) == beside.string());  // where it is missed
  std::ofstream(above) << "x_um";
  CHECK(tissue(of_a_run) == above.string());
  CHECK(tissue(own) == beside.string());
  std::ofstream(beside) << "x_um";
  CHECK(tissue(of_a_run) == beside.string());
  fs::remove_all(group);
}

TEST_CASE("random numbers survive the echo bit for bit") {
  std::uint64_t state = 1;
  for (int i = 0; i < 2000; ++i) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    RunParameters run = default_parameters();
    run.seed = state;
    run.model.initial.t_cell_fraction = static_cast<double>(state >> 11) * 0x1p-53;
    run.model.fields[oxygen_field].diffusivity_um2_per_min = 1e9 * run.model.initial.t_cell_fraction;
    const RunParameters again = read_config_text(to_yaml(run), "run.yaml");
    REQUIRE(again.seed == run.seed);
    REQUIRE(again.model.initial.t_cell_fraction == run.model.initial.t_cell_fraction);
    REQUIRE(again.model.fields[oxygen_field].diffusivity_um2_per_min ==
            run.model.fields[oxygen_field].diffusivity_um2_per_min);
  }
}

TEST_CASE("a lattice above 2^32 - 2 sites is a matter of memory, not of spelling") {
  for (const char* text :
       {"lattice: {size: [100000, 100000, 100000]}", "\n\nlattice: {size: [40000000, 25000000]}",
        "sweep: {lattice.size: [[100, 100], [65536, 65536]]}"}) {
    INFO(text);
    try {
      read_swept_config_text(text, "big.yaml");
      FAIL("no error");
    } catch (const DeviceError& error) {
      CHECK(error.exit_code() == 4);
      CHECK_THAT(error.what(), contains("big.yaml:") && contains("lattice.size") && contains("bytes") &&
                                   contains("4294967294"));
    }
  }
  try {
    read_config_text("lattice: {size: [100000, 100000, 100000]}", "big.yaml");
  } catch (const DeviceError& error) {
    CHECK_THAT(error.what(), contains("1e+15 sites") && contains("4.2e+16 bytes") && contains("37.3 PiB"));
  }
  CHECK_NOTHROW(read_config_text("lattice: {size: [65536, 65535]}\nreplicates: 2", "big.yaml"));
}

TEST_CASE("a file is read from the disk") {
  const fs::path path = fs::temp_directory_path() / "tilscape_read_config_test.yaml";
  std::ofstream(path) << "seed: 12\n";
  CHECK(read_config(path.string(), {"replicates=2"}).seed == 12);
  fs::remove(path);
  CHECK_THROWS_AS(read_config(path.string()), InputError);
  CHECK_THROWS_WITH(read_config(path.string()), contains(path.string()) && contains("No such file"));
  CHECK_THROWS_WITH(read_config(fs::temp_directory_path().string()), contains("is a directory"));
}
