// A sweep is the sets that a user wrote down, each checked as a run of its own, each problem with its line.
#include "config/read/sweep.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "config/read/read_config.hpp"
#include "core/base/errors.hpp"
#include "tests/catch.hpp"

using namespace tilscape;
using Texts = std::vector<std::string>;

namespace {

Texts sets_of(const std::string& text, const Texts& overrides = {}) {
  Texts texts;
  for (const ParameterSet& set : read_swept_config_text(text, "/data/c.yaml", overrides).sets)
    texts.push_back(text_of(set));
  return texts;
}

Texts keys_of(const SweptRun& run) {
  Texts keys;
  for (const Row* row : run.rows()) keys.push_back(row->key);
  return keys;
}

std::string problems_of(const std::string& text, const Texts& overrides = {}) {
  try {
    read_swept_config_text(text, "c.yaml", overrides);
  } catch (const InputError& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace

TEST_CASE("a map of lists is every combination, the first key varying slowest") {
  const std::string text = R"(replicates: 3
t_cell: {hits_per_h: 7}
sweep:
  t_cell.hits_per_h: [1, 2.5]
  tumour.division.placement: [per_bond, anywhere, free_neighbour]
)";
  CHECK(sets_of(text) == Texts{"t_cell.hits_per_h = 1, tumour.division.placement = per_bond",
                               "t_cell.hits_per_h = 1, tumour.division.placement = anywhere",
                               "t_cell.hits_per_h = 1, tumour.division.placement = free_neighbour",
                               "t_cell.hits_per_h = 2.5, tumour.division.placement = per_bond",
                               "t_cell.hits_per_h = 2.5, tumour.division.placement = anywhere",
                               "t_cell.hits_per_h = 2.5, tumour.division.placement = free_neighbour"});
  const SweptRun run = read_swept_config_text(text, "c.yaml");
  CHECK(keys_of(run) == Texts{"t_cell.hits_per_h", "tumour.division.placement"});
  CHECK(run.base.model.t_cell.hits_per_h == 7);
  const RunParameters fourth = run.parameters(4);
  CHECK(fourth.replicates == 3);
  CHECK(fourth.model.t_cell.hits_per_h == 2.5);
  CHECK(fourth.model.tumour.placement == Placement::anywhere);
}

TEST_CASE("a list of maps is these sets; what one leaves out is the run's own") {
  const std::string text = R"(sweep:
- {t_cell.hits_per_h: 1, antigens.founder_classes: [3, 4]}
- {}
- seed: 9
  fields.oxygen.uptake_per_min: {tumour: 4}
)";
  CHECK(sets_of(text) == Texts{"t_cell.hits_per_h = 1, antigens.founder_classes = [3, 4]", "",
                               "seed = 9, fields.oxygen.uptake_per_min = {tumour: 4}"});
  const SweptRun run = read_swept_config_text(text, "c.yaml");
  CHECK(keys_of(run) ==
        Texts{"t_cell.hits_per_h", "antigens.founder_classes", "seed", "fields.oxygen.uptake_per_min"});
  CHECK(run.parameters(0).model.antigens.founder_classes == std::vector<std::uint32_t>{3, 4});
  CHECK(to_yaml(run.parameters(1)) == to_yaml(run.base));
  CHECK(run.parameters(2).seed == 9);
}

TEST_CASE("without a sweep there is one set that changes nothing; the command line may give one") {
  for (const char* text : {"seed: 3\n", "seed: 3\nsweep: []\n", "seed: 3\nsweep: {}\n"}) {
    CHECK(sets_of(text) == Texts{""});
    CHECK(read_config_text(text, "c.yaml").seed == 3);
  }
  CHECK(sets_of("seed: 3\n", {"sweep={seed: [4, 5]}"}) == Texts{"seed = 4", "seed = 5"});
  CHECK(sets_of("sweep: {seed: [4, 5]}\n", {"sweep=[]"}) == Texts{""});
  CHECK_THROWS_WITH(read_config_text("sweep: {seed: [4, 5]}\n", "c.yaml"), contains("c.yaml:1: sweep: "));
}

TEST_CASE("a swept tissue counts from the file's folder") {
  CHECK(sets_of("sweep: {initial.tissue: [a.csv, /b/c.csv, sub/../d.csv]}\n") ==
        Texts{"initial.tissue = /data/a.csv", "initial.tissue = /b/c.csv", "initial.tissue = /data/d.csv"});
}

TEST_CASE("a sweep varies what the treatments of the schedule say") {
  const SweptRun run = read_swept_config_text(R"(therapy:
- {drug: nivolumab, dose_mg: 240, start: {day: 1}, every_days: 2, doses: 2}
- {procedure: radiation, dose_Gy: 2, start: {volume_mm3: 0.5}}
- {drug: car_t_cells, dose_cells: 1.0e+8, antigen: 3}
- {procedure: stroma_depletion, share: 0.5}
sweep:
  therapy[0].dose_mg: [50, 100]
  therapy[1].dose_Gy: [4]
  therapy[0].start.day: [0, 3]
  therapy[1].start.volume_mm3: [0.25]
  therapy[0].every_days: [1.5]
  therapy[0].doses: [3]
  therapy[2].antigen: [5]
  therapy[2].dose_cells: [2e8]
  therapy[3].share: [0.75]
)",
                                              "c.yaml");
  REQUIRE(run.sets.size() == 4);
  const Therapy base = run.base.model.therapy, third = run.parameters(2).model.therapy;
  CHECK(base[0].dose == 240);
  Therapy expected = base;
  expected[0].dose = 100, expected[0].every_days = 1.5, expected[0].doses = 3, expected[0].start_day = 0;
  expected[1].dose = 4, expected[1].start_volume_mm3 = 0.25;
  expected[2].classes = {5}, expected[2].dose = 2e8;
  expected[3].dose = 0.75;
  CHECK(third == expected);
  expected[0].start_day = 3;
  CHECK(run.parameters(3).model.therapy == expected);
  CHECK(text_of(run.sets[0]).starts_with("therapy[0].dose_mg = 50, therapy[1].dose_Gy = 4, "));
  CHECK(read_config_text(to_yaml(run.parameters(3)), "echo.yaml").model.therapy == expected);
}

TEST_CASE("a sweep may list whole schedules, and paths lead into each") {
  const std::string text = R"(duration_days: 400
sweep:
  therapy[0].start.day: [1, 2]
  therapy:
  - [{drug: nivolumab, dose_mg: 240}]
  - - {regimen: nivolumab_1_ipilimumab_3}
    - {procedure: radiation, dose_Gy: 2}
)";
  const SweptRun run = read_swept_config_text(text, "c.yaml");
  CHECK(sets_of(text)[0] ==
        "therapy = [{drug: nivolumab, dose_mg: 240, start: {day: 0}, doses: 1}], therapy[0].start.day = 1");
  REQUIRE(run.sets.size() == 4);
  std::vector<std::size_t> sizes;
  std::vector<double> days;
  for (std::size_t set = 0; set < 4; ++set) {
    sizes.push_back(run.parameters(set).model.therapy.size());
    days.push_back(run.parameters(set).model.therapy[0].start_day);
  }
  CHECK(sizes == std::vector<std::size_t>{1, 4, 1, 4});
  CHECK(days == std::vector<double>{1, 1, 2, 2});
  const SweptRun arms = read_swept_config_text(
      "sweep:\n- {therapy: []}\n- {therapy: [{drug: nivolumab, dose_mg: 1}]}\n", "c.yaml");
  CHECK(arms.parameters(0).model.therapy.empty());
  CHECK(arms.parameters(1).model.therapy.size() == 1);
}

TEST_CASE("the command line changes a number of a schedule") {
  const std::string text = "therapy: [{drug: nivolumab, dose_mg: 240}]\n";
  const auto with = [&text](const Texts& overrides) {
    return read_config_text(text, "c.yaml", overrides).model.therapy[0];
  };
  CHECK(with({"therapy[0].dose_mg=100", "therapy[0].start.day=4"}).dose == 100);
  CHECK(with({"therapy[0].dose_mg=100", "therapy[0].start.day=4"}).start_day == 4);
  CHECK(with({"therapy=[{procedure: radiation, dose_Gy: 2}]", "therapy[0].dose_Gy=3"}).dose == 3);
  CHECK(problems_of(text, {"therapy[1].dose_mg=100"}) ==
        "--set: therapy[1].dose_mg: there is no such treatment; expected therapy[0]");
  CHECK_THAT(problems_of(text, {"therapy[0].dose_Gy=1"}),
             starts_with("--set: therapy[0].dose_Gy: that treatment has none; expected one of: dose_mg, "));
  CHECK_THAT(problems_of(text, {"therapy[0].dose_mg=-1"}),
             starts_with("--set: therapy[0].dose_mg: -1 is out of range"));
  CHECK_THAT(problems_of(text, {"therapy[0].dos_mg=1"}),
             starts_with("--set: therapy[0].dos_mg: unknown") && contains("did you mean 'dose_mg'?"));
  CHECK_THAT(problems_of(text, {"therapy[00].dose_mg=1"}), contains("unknown"));
  CHECK_THAT(problems_of(text + "sweep: {\"therapy[0].dose_mg\": [1, 2]}\n", {"therapy[0].dose_mg=1"}),
             starts_with("--set: therapy[0].dose_mg: the sweep gives this key its values"));
}

TEST_CASE("what is wrong with a swept schedule is told with its line") {
  const std::string head = "therapy: [{drug: nivolumab, dose_mg: 240}]\nsweep:\n";
  const std::pair<const char*, const char*> wrongs[] = {
      {"  therapy[0].dose_mg: [50, much]\n", "c.yaml:3: sweep.therapy[0].dose_mg: found 'much'"},
      {"  therapy[0].dose_mg: [50, 0]\n", "c.yaml:3: sweep.therapy[0].dose_mg: 0 is out of range"},
      {"  therapy[0].dose: [50]\n", "c.yaml:3: sweep.therapy[0].dose: unknown part of a treatment"},
      {"  therapy[x].dose_mg: [50]\n", "c.yaml:3: sweep.therapy[x].dose_mg: unknown part of a treatment"},
      {"  seed: [1, 2]\n  therapy[3].dose_mg: [50]\n",
       "c.yaml:4: sweep.therapy[3].dose_mg: there is no such treatment; expected therapy[0]"},
      {"  therapy[0].antigen: [3]\n", "c.yaml:3: sweep.therapy[0].antigen: that treatment has none"},
      {"  therapy[0].start.day:\n  - 1\n  - 99\n", "c.yaml:5: therapy[0]: starts on day 99, after the end"},
      {"  therapy[0].doses: [2]\n", "c.yaml:3: therapy[0]: gives a dose every 0 days"},
      {"  therapy:\n  - []\n  - [{drug: nivolumap, dose_mg: 1}]\n",
       "c.yaml:5: sweep.therapy[0].drug: 'nivolumap' is not known"},
      {"  therapy: [{drug: nivolumab, dose_mg: 1}]\n",
       "c.yaml:3: sweep.therapy: found a map; expected a list of treatments"},
      {"  therapy:\n  - []\n  - [{drug: nivolumab, dose_mg: 1, start: {day: 99}}]\n",
       "c.yaml:5: therapy[0]: starts on day 99"},
  };
  for (const auto& [text, begin] : wrongs) {
    INFO(text);
    CHECK_THAT(problems_of(head + text), starts_with(begin));
    CHECK(problems_of(head + text).find('\n') == std::string::npos);
  }
}

TEST_CASE("what is wrong with a sweep is told with its line and its key") {
  struct Wrong {
    const char* text;
    const char* place;
    const char* what;
  };
  const Wrong wrongs[] = {
      {"sweep: 3\n", "c.yaml:1: sweep: ", "found '3'; expected a map"},
      {"sweep:\n", "c.yaml:1: sweep: ", "no value"},
      {"sweep:\n  t_cell.hits_per_h: 3\n",
       "c.yaml:2: sweep.t_cell.hits_per_h: ", "expected a list of values"},
      {"sweep:\n  seed: [1]\n  t_cell.hits_per_h:\n", "c.yaml:3: sweep.t_cell.hits_per_h: ", "no value"},
      {"sweep:\n- seed:\n", "c.yaml:2: sweep.seed: ", "no value"},
      {"sweep:\n  t_cell.hits_per_h: []\n", "c.yaml:2: sweep.t_cell.hits_per_h: ", "an empty list"},
      {"sweep:\n  t_cell.hits_per_h:\n  - 1\n  - many\n", "c.yaml:4: sweep.t_cell.hits_per_h: ", "'many'"},
      {"sweep:\n  t_cell.hits_per_h: [1, -2]\n", "c.yaml:2: sweep.t_cell.hits_per_h: ", "-2 is out of range"},
      {"sweep:\n  tcell.hits_per_h: [1]\n", "c.yaml:2: sweep.tcell.hits_per_h: unknown key",
       "did you mean 't_cell.hits_per_h'?"},
      {"sweep:\n  t_cell: {hits_per_h: [1]}\n", "c.yaml:2: sweep.t_cell: ", "a dotted key such as t_cell."},
      {"sweep:\n  replicates: [1, 2]\n", "c.yaml:2: sweep.replicates: ", "the same for all"},
      {"sweep:\n  execution.host_block: [1, 2]\n", "c.yaml:2: sweep.execution.host_block: ", "the same"},
      {"sweep:\n  seed: [1]\n  seed: [2]\n", "c.yaml:3: sweep.seed: ", "stands twice"},
      {"sweep:\n- seed: 1\n- 5\n", "c.yaml:3: sweep: ", "found '5'; expected a map"},
      {"sweep:\n- seed: 1\n  seed: 2\n", "c.yaml:3: sweep.seed: ", "stands twice"},
      {"sweep:\n- seed: [1]\n", "c.yaml:2: sweep.seed: ", "found a list"},
      {"replicates: 600000\nsweep: {seed: [1, 2]}\n", "c.yaml:2: sweep: ", "1200000 members"},
  };
  for (const Wrong& wrong : wrongs) {
    INFO(wrong.text);
    CHECK_THAT(problems_of(wrong.text), starts_with(wrong.place) && contains(wrong.what));
  }
  CHECK_THAT(problems_of("seed: 1\n", {"sweep={seed: [x]}"}), starts_with("--set: sweep.seed: "));
  CHECK_THAT(problems_of("sweep: {seed: [1]}\n", {"seed=4"}),
             starts_with("--set: seed: the sweep gives this key its values"));
}

TEST_CASE("too large a sweep is refused before it is built") {
  std::string thousand = "[0";
  for (int k = 1; k < 1000; ++k) thousand += ", " + std::to_string(k);
  thousand += "]";
  CHECK_THAT(problems_of("sweep:\n  seed: " + thousand + "\n  t_cell.max_kills: " + thousand + "\n"),
             starts_with("c.yaml:2: sweep: there are 1000000 parameter sets; expected at most 100000"));
}

TEST_CASE("a rule that a set breaks is told once, with the values that break it") {
  const std::string text = R"(time: {base_step_min: 1}
sweep:
  seed: [1, 2]
  time.escape_min: [60, 2.5]
  time.base_step_min: [1, 2]
)";
  const std::string problems = problems_of(text);
  CHECK_THAT(problems, contains("c.yaml:4: time.escape_min: 2.5 min") &&
                           contains("in the sweep's time.escape_min = 2.5, time.base_step_min = 1") &&
                           !contains("seed"));
  const std::string once = "time.escape_min = 2.5, time.base_step_min = 1";
  CHECK(problems.find(once) == problems.rfind(once));
  // The base would break the rule, but no set does.
  CHECK(problems_of("time: {escape_min: 2.5}\nsweep: {time.escape_min: [60]}\n") == "no error");
}

TEST_CASE("a file may list as many sets as a sweep may have") {
  std::string text = "sweep:\n";
  for (std::size_t set = 0; set < most_parameter_sets; ++set)
    text += "  - {seed: " + std::to_string(set) + ", initial.t_cell_fraction: 0.012345678901234567}\n";
  const auto file = std::filesystem::temp_directory_path() / ("tilscape_sweep_" + std::to_string(getpid()));
  std::ofstream(file) << text;
  CHECK(text.size() > 5'000'000);
  CHECK(read_swept_config(file.string()).sets.size() == most_parameter_sets);
  std::filesystem::remove(file);
}
