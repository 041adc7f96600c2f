// Each warning is said where it is right, with its key, and not where what it asks for is given.
#include "config/schema/warnings.hpp"

#include <algorithm>
#include <functional>

#include "config/read/read_config.hpp"
#include "config/schema/schema.hpp"
#include "tests/catch.hpp"

using namespace tilscape;

namespace {

/// Keys of the warnings about a configuration, each once.
std::vector<std::string> warned(const std::string& text, const InitialTissue* tissue = nullptr) {
  const RunParameters run = read_config_text(text.empty() ? "seed: 1" : text, "run.yaml");
  const Presence start = presence_of(run.model, tissue);
  std::vector<std::string> keys;
  for (const Conflict& warning : find_warnings(run, &start))
    if (std::find(keys.begin(), keys.end(), warning.keys.front()) == keys.end())
      keys.push_back(warning.keys.front());
  return keys;
}

using Keys = std::vector<std::string>;

struct Case {
  std::string key;
  std::string wrong, right;  // configurations
};

}  // namespace

TEST_CASE("the defaults deserve no warning", "[config][warnings]") {
  CHECK(warned("") == Keys{});
}

TEST_CASE("what cannot live, or be meant, is said with its key", "[config][warnings]") {
  const std::string off = "fields: {oxygen: {enabled: false}}\n", ten_days = "duration_days: 10\n";
  const std::string no_entry = "blood: {entry_per_min_per_cm3: 0}\n";
  const Case all[] = {
      {"initial.tumour_radius_um", "initial: {tumour_radius_um: 0}", "initial: {tumour_cells: 1}"},
      {"initial.tumour_radius_um", "initial: {tumour_fraction: 0}", "initial: {tumour_fraction: 0.01}"},
      {"fields.oxygen.enabled", "initial: {vessels_per_mm2: 0}\n" + no_entry,
       "initial: {vessels_per_mm2: 0}\nfields: {oxygen: {border: fixed_value}}\n" + no_entry},
      {"fields.oxygen.enabled", "fields: {oxygen: {vessel_exchange_per_min: 0}}",
       "fields: {oxygen: {vessel_exchange_per_min: 1}}"},
      {"fields.oxygen.enabled", "fields: {oxygen: {vessel_mmHg: 0}}", "fields: {oxygen: {enabled: false}}"},
      {"tumour.oxygen_hypoxia_mmHg", "fields: {oxygen: {vessel_mmHg: 5}}",
       "fields: {oxygen: {vessel_mmHg: 45}}"},
      {"tumour.oxygen_hypoxia_mmHg", "fields: {oxygen: {enabled: false, initial_mmHg: 1}}", off},
      {"initial.tumour_radius_um", "lattice: {size: [30, 30]}",
       "lattice: {size: [30, 30]}\ninitial: {tumour_radius_um: 150}"},
      {"initial.tumour_radius_um", "initial: {tumour_cells: 50, tumour_radius_um: 100}",
       "initial: {tumour_cells: 50}"},
      {"initial.vessels_per_mm2", "initial: {vessels_per_mm2: 0}\n" + off,
       "initial: {vessels_per_mm2: 0}\nblood: {entry_route: anywhere}\n" + off},
      {"initial.vessels_per_mm2", "initial: {vessels_per_mm2: 0}\n" + off,
       "initial: {vessels_per_mm2: 0}\n" + off + no_entry},
      {"blood.adhesion", "blood: {adhesion: 0}\nfields: {chemokine: {enabled: false}}",
       "blood: {adhesion: 0}"},
      {"vessels.collapse", "vessels: {collapse: true}\ninitial: {vessels_per_mm2: 0}\n" + off + no_entry,
       "vessels: {collapse: true}"},
      {"blood.cd8_cells", "blood: {cd8_cells: {63: 1.0e+6}}",
       "blood: {cd8_cells: {63: 1.0e+6}}\ncompartments: {enabled: true}"},
      {"antigens.founder_classes", "antigens: {founder_classes: []}", "antigens: {founder_classes: [63]}"},
      {"t_cell.recognition_per_min", "t_cell: {recognition_per_min: 0}",
       "t_cell: {recognition_per_min: 0.01}"},
      {"nk.licensed_mhc1", "initial: {nk_fraction: 0.01}\nnk: {licensed_mhc1: 0}",
       "initial: {nk_fraction: 0.01}\nnk: {licensed_mhc1: 0.1}"},
      {"nk.recognition_per_min", "initial: {nk_fraction: 0.01}\nnk: {recognition_per_min: 0}",
       "initial: {nk_fraction: 0.01}"},
      {"nk.hits_per_h", "nk: {hits_per_h: 1}", "nk: {hits_per_h: 1}\ninitial: {nk_fraction: 0.01}"},
      {"macrophage.contact_drive", "macrophage: {contact_drive: 0.1}",
       "macrophage: {contact_drive: 0.1}\nblood: {monocytes: 1.0e+6}"},
      {"t_cell.hits_per_h", "t_cell: {hits_per_h: 1}\ninitial: {t_cell_fraction: 0}\n" + no_entry,
       "t_cell: {hits_per_h: 1}"},
      {"fields.vegf.enabled",
       "fields: {vegf: {enabled: true, secretion_ng_per_ml_per_min: {}}}\nvessels: {sprouting: true}",
       "fields: {vegf: {enabled: true}}\nvessels: {sprouting: true}"},
      {"fields.vegf.enabled", "fields: {vegf: {enabled: true}}",
       "fields: {vegf: {enabled: true}}\nvessels: {sprouting: true}"},
      {"fields.il2.enabled", "fields: {il2: {enabled: true}}",
       "fields: {il2: {enabled: true}}\nt_cell: {il2_dependence: 0.5}"},
      {"fields.tgf_beta.enabled", "fields: {tgf_beta: {enabled: true}}",
       "fields: {tgf_beta: {enabled: true}}\ninitial: {macrophage_fraction: 0.01}"},
      {"t_cell.il2_dependence", "t_cell: {il2_dependence: 0.5}",
       "t_cell: {il2_dependence: 0.5}\nfields: {il2: {enabled: true}}"},
      {"fields.oxygen.decay_per_min", "fields: {oxygen: {enabled: false, decay_per_min: 1}}",
       "fields: {oxygen: {decay_per_min: 1}}"},
      {"compartments.generations", "compartments: {generations: 3}",
       "compartments: {generations: 3, enabled: true}"},
      {"compartments.tumour_diameter_mm",
       "lattice: {size: [100, 100, 100], spacing_um: 10}\ncompartments: {enabled: true, tumour_diameter_mm: "
       "1.2}",
       "lattice: {size: [100, 100, 100], spacing_um: 10}\ncompartments: {enabled: true, tumour_diameter_mm: "
       "1.3}"},
      {"compartments.tumour_diameter_mm",
       "compartments: {enabled: true, tumour_diameter_mm: 20, tumour_fraction: 0.001}",
       "compartments: {enabled: true, tumour_diameter_mm: 20}"},
      {"compartments.tumour_fraction",
       "lattice: {size: [100, 100, 100], spacing_um: 10}\ncompartments: {enabled: true, tumour_fraction: "
       "7.0e-8}",
       "lattice: {size: [100, 100, 100], spacing_um: 10}\ncompartments: {enabled: true, tumour_fraction: "
       "7.2e-8}"},
      {"duration_days", "duration_days: 0.0003", "duration_days: 0.0007"},
      {"output.census_every_h", "duration_days: 1\noutput: {census_every_h: 25}",
       "duration_days: 1\noutput: {census_every_h: 24}"},
      {"output.snapshot_every_h", "duration_days: 1\noutput: {snapshot_every_h: 25}",
       "duration_days: 1\noutput: {snapshot_every_h: 1000000}"},
      {"time.escape_min", "duration_days: 0.1\ntime: {escape_min: 720}",
       "duration_days: 0.5\ntime: {escape_min: 720}"},
      {"readouts.recist_baseline_day", "duration_days: 3\nreadouts: {recist_baseline_day: 4}",
       "duration_days: 4\nreadouts: {recist_baseline_day: 4}"},
      {"therapy[0]", ten_days + "therapy: [{drug: nivolumab, dose_mg: 240, start: {day: 10}}]",
       ten_days + "therapy: [{drug: nivolumab, dose_mg: 240, start: {day: 9}}]"},
      {"therapy[0]", "therapy: [{procedure: radiation, dose_Gy: 2, start: {volume_mm3: 200}}]",
       "therapy: [{procedure: radiation, dose_Gy: 2, start: {volume_mm3: 0.1}}]"},
      {"therapy[0]", "therapy: [{drug: car_t_cells, dose_cells: 1.0e+6, antigen: 5}]",
       "therapy: [{drug: car_t_cells, dose_cells: 1.0e+6, antigen: 0}]"},
      {"therapy[0]",
       "compartments: {enabled: true}\ntherapy: [{drug: vaccine, dose_cells: 1.0e+6, classes: [0, 5]}]",
       "compartments: {enabled: true}\ntherapy: [{drug: vaccine, dose_cells: 1.0e+6, classes: [0]}]"},
      {"therapy[0]", "therapy: [{drug: aldesleukin, dose_mg: 1}]",
       "compartments: {enabled: true}\ntherapy: [{drug: aldesleukin, dose_mg: 1}]"},
      {"therapy[0]", "therapy: [{drug: ipilimumab, dose_mg: 1}]",
       "initial: {treg_fraction: 0.1}\ntherapy: [{drug: ipilimumab, dose_mg: 1}]"},
      {"therapy[0]", "initial: {t_cell_fraction: 0}\ntherapy: [{drug: nivolumab, dose_mg: 1}]\n" + no_entry,
       "therapy: [{drug: nivolumab, dose_mg: 1}]"},
      {"therapy[0]", "initial: {stroma_fraction: 0}\ntherapy: [{procedure: stroma_depletion, share: 0.5}]",
       "therapy: [{procedure: stroma_depletion, share: 0.5}]"},
      {"fields.antibody_penetration.enabled",
       "fields: {antibody_penetration: {enabled: true}}\ntherapy: [{drug: nab_paclitaxel, dose_mg: 1}]",
       "fields: {antibody_penetration: {enabled: true}}\ntherapy: [{drug: nivolumab, dose_mg: 1}]"},
  };
  for (const Case& c : all) {
    INFO(c.wrong << "\n--- " << c.right);
    const Keys wrong = warned(c.wrong), right = warned(c.right);
    CHECK(std::find(wrong.begin(), wrong.end(), c.key) != wrong.end());
    CHECK(right == Keys{});
  }
}

TEST_CASE("a duration that is no whole number of steps is said", "[config][warnings]") {
  const std::string coarse =
      "time: {base_step_min: 60, surveillance_min: 60, tumour_turnover_min: 60, entry_min: 60, fields_min: "
      "60}\n"
      "initial: {t_cell_fraction: 0}\nblood: {entry_per_min_per_cm3: 0}\n";
  CHECK(warned(coarse + "duration_days: 0.06") == Keys{"duration_days"});  // 86 min: one step
  CHECK(warned(coarse + "duration_days: 0.0833333") == Keys{});
}

TEST_CASE("a table and its lattice are held against each other", "[config][warnings]") {
  const std::string text = "lattice: {size: [100, 50]}\ninitial: {tissue: t.csv}\n";
  const auto site = [](std::uint32_t x, std::uint32_t y) { return LocalSite{x + 100 * y}; };
  InitialTissue tissue{{site(0, 0), CellType::tumour}, {site(95, 45), CellType::vessel}};
  CHECK(warned(text, &tissue) == Keys{});
  tissue[1].site = site(95, 20);
  CHECK(warned(text, &tissue) == Keys{"lattice.size"});
  tissue[1] = {site(95, 45), CellType::stroma};
  CHECK(warned(text, &tissue) == Keys{"fields.oxygen.enabled", "initial.tissue"});
  tissue = {{site(95, 45), CellType::vessel}};
  CHECK(warned(text, &tissue) == Keys{"initial.tissue"});
  CHECK(warned("lattice: {size: [100, 50]}\ninitial: {tissue: t.csv, tile: [2, 1]}\n",
               &(tissue = {{site(1, 1), CellType::tumour}, {site(49, 49), CellType::vessel}})) == Keys{});
  CHECK(warned("lattice: {size: [100, 50]}\ninitial: {tissue: t.csv, t_cell_fraction: 0.1}\n",
               &(tissue = {{site(1, 1), CellType::tumour}, {site(99, 49), CellType::vessel}})) ==
        Keys{"initial.t_cell_fraction"});
}

TEST_CASE("what a regimen gives after the end is left out, and said once", "[config][warnings][therapy]") {
  const auto warnings_of = [](const std::string& items) {
    const RunParameters run = read_config_text("duration_days: 10\ntherapy: [" + items + "]", "run.yaml");
    // Its echo says the same.
    const RunParameters echo = read_config_text(to_yaml(run), "run.yaml");
    CHECK(echo.model.therapy == run.model.therapy);
    const auto found = therapy_warnings(echo, nullptr);
    CHECK(found.size() == therapy_warnings(run, nullptr).size());
    return found;
  };
  const auto found = warnings_of("{regimen: radiation_2Gy_x30}");
  REQUIRE(found.size() == 1);
  CHECK(found[0].keys.front() == "therapy[2]");
  CHECK(found[0].what.find("radiation_2Gy_x30 goes on with from day 14") != std::string::npos);
  CHECK(warnings_of("{regimen: radiation_8Gy_x3}").empty());
  CHECK_THROWS(warnings_of("{regimen: radiation_8Gy_x3, start: {day: 11}}"));  // all of it
  CHECK_THROWS(warnings_of("{drug: nivolumab, dose_mg: 240, start: {day: 11}}"));
}

TEST_CASE("of a start that nobody knows nothing is said", "[config][warnings]") {
  const RunParameters run =
      read_config_text("initial: {tumour_radius_um: 0, vessels_per_mm2: 0}", "run.yaml");
  CHECK(find_warnings(run, nullptr).empty());
}
