// Rows of a run as a whole: seed, length, lattice, periods and the tissue it starts from; output and
// execution.
#include "config/schema/earlier_defaults.hpp"
#include "config/schema/rows.hpp"

namespace tilscape::rows {
namespace {

constexpr const char* project = "setting of this project";
constexpr std::uint64_t max_axis = 4294967294u;  // 2^32 − 2, the number of sites a world can hold

void add_lattice(std::vector<Row>& rows) {
  using L = LatticeParameters;
  Section lattice(
      rows, "lattice.", [](auto& r) -> auto& { return r.model.lattice; });
  lattice.integer_list("size", &L::size, {200, 200}, {1, max_axis}, {2, 3},
                       {"sites", "Sites per axis: two for a 2-D lattice, three for 3-D.", S, project});
  // A lattice one layer thick is written with two axes, as most users write it.
  rows.back().get = [](const RunParameters& r) -> Value {
    const auto& size = r.model.lattice.size;
    return IntegerList(size.begin(), size.end() - (size[2] == 1 ? 1 : 0));
  };
  lattice.number("spacing_um", &L::spacing_um, 15, {1, 1000},
                 {"um", "Distance between sites. 15 um suits synthetic tumours, 10 um tissue from images.", N,
                  "at 15 um, one cell per site displaces 57 % of cells in a section of 9500 cells/mm2"});
  lattice.choice("boundary", &L::boundary, Boundary::closed,
                 {{"closed", Boundary::closed}, {"periodic", Boundary::periodic}},
                 {"1", "What lies behind the last site of an axis: a wall, or the first site.", S, project});
  lattice.choice("neighbourhood", &L::neighbourhood, Neighbourhood::moore,
                 {{"von_neumann", Neighbourhood::von_neumann}, {"moore", Neighbourhood::moore}},
                 {"1", "4 or 8 neighbours in 2-D, 6 or 26 in 3-D.", S, project});
}

void add_time(std::vector<Row>& rows) {
  using T = TimeParameters;
  Section time(
      rows, "time.", [](auto& r) -> auto& { return r.model.time; });
  const NumberRange period = above(0, 1e5);
  time.number("base_step_min", &T::base_step_min, 1, {0.001, 60},
              {"min", "The step: one move of every immune cell. The other periods are whole multiples of it.",
               S, project});
  time.number("surveillance_min", &T::surveillance_min, 5, period,
              {"min", "Period of recognition, engagement and hits.", S, project});
  time.number("escape_min", &T::escape_min, 60, period,
              {"min", "Period of PD-L1 and MHC-I regulation.", S, project});
  time.number("tumour_turnover_min", &T::tumour_turnover_min, 30, period,
              {"min", "Period of tumour division, death and mutation.", S, project});
  time.number(
      "immune_turnover_min", &T::immune_turnover_min, 60, period,
      {"min", "Period of the division and death of immune cells.", S, project, "t_cell_turnover_min"});
  time.number("entry_min", &T::entry_min, 10, period,
              {"min", "Period of the entry of immune cells from the blood at vessels.", S, project});
  time.number("fields_min", &T::fields_min, 10, period, {"min", "Period of the fields.", S, project});
  time.number("vessels_min", &T::vessels_min, 60, period,
              {"min", "Period of the collapse and sprouting of vessels.", S, project});
}

void add_initial(std::vector<Row>& rows) {
  using I = InitialParameters;
  Section initial(
      rows, "initial.", [](auto& r) -> auto& { return r.model.initial; });
  initial.text(
      "tissue", &I::tissue,
      {"1",
       "Path of a tissue table (CSV: x_um,y_um[,z_um],type[,pdl1,pd1]), relative to this file. Empty: a "
       "synthetic tumour, described by the other keys of this section.",
       S, project});
  initial.integer_list(
      "tile", &I::tile, {1, 1, 1}, {1, 100000}, {2, 3},
      {"1",
       "Copies of the tissue table along each axis; the table takes lattice.size / tile sites of "
       "each.",
       S, project});
  initial.choice(
      "tumour_arrangement", &I::tumour_arrangement, Arrangement::ball,
      {{"ball", Arrangement::ball}, {"scattered", Arrangement::scattered}},
      {"1",
       "Where the cells of the synthetic tumour lie. ball: within tumour_radius_um of the middle. scattered: "
       "at random sites of the whole lattice.",
       S, project});
  initial.number("tumour_radius_um", &I::tumour_radius_um, 450, {0, 1e7},
                 {"um", "Radius of the ball (3-D) or disc (2-D).", S, project});
  initial.number(
      "tumour_fraction", &I::tumour_fraction, 1, {0, 1},
      {"1", "Share of the sites within the radius that hold a tumour cell; of all sites if scattered.", S,
       project});
  initial.integer("tumour_cells", &I::tumour_cells, 0, {0, max_axis},
                  {"cells",
                   "If above 0: exactly this many cells, nearest to the centre or scattered, instead of a "
                   "radius and a share.",
                   S, project});
  initial.number("stroma_fraction", &I::stroma_fraction, 0.3, {0, 1},
                 {"1", "Share of the sites outside the ball, or beside scattered cells, that hold stroma.", M,
                  "assumption: loose stroma"});
  initial.number("vessels_per_mm2", &I::vessels_per_mm2, 15, {0, 1e6},
                 {"1/mm2", "Vessels per area of section; in 3-D they run straight along z.", F,
                  "SPQSP_PDAC, QSPIO-TNBC: 10 to 20 /mm2"});
  initial.number("t_cell_fraction", &I::t_cell_fraction, 0.005, {0, 1},
                 {"1",
                  "Share of the sites that hold a CD8 T cell at the start; of those left free where "
                  "immune.shares_site is false.",
                  M, "assumption: about 20 cells/mm2 at 15 um"});
  for (const CellType type : walker_types) {
    Section walker(
        rows, "initial.", [type](auto& r) -> auto& { return r.model.initial.walker_fraction[type]; });
    walker.element((std::string(record_of(type).name) + "_fraction").c_str(), 0, {0, 1},
                   {"1", "The same of cells of this kind; all shares add up to 1 at most.", S, project});
  }
}

}  // namespace

void add_run_rows(std::vector<Row>& rows) {
  using R = RunParameters;
  Section run(
      rows, "", [](auto& r) -> auto& { return r; });
  Row defaults = describe("defaults", Kind::choice,
                          {"1",
                           "Version of the model whose defaults stand where a key is not given: those of an "
                           "earlier one, as far as their laws "
                           "are still there. At the top of the file alone.",
                           S, project});
  defaults.words = default_versions();
  defaults.default_value = default_versions().front();
  defaults.get = [](const RunParameters& r) -> Value { return r.defaults; };
  defaults.set = [](RunParameters& r, const Value& v) { r.defaults = std::get<std::string>(v); };
  rows.push_back(defaults);
  run.integer(
      "seed", &R::seed, 1, {0, ~std::uint64_t{0}},
      {"1", "Seed of every random number. A seed and a configuration determine every bit of the result.", S,
       project});
  run.integer("replicates", &R::replicates, 1, {1, 1000000},
              {"1", "How often to run, each time with random numbers of its own; they advance together.", S,
               project});
  Row sweep = describe(
      "sweep", Kind::sweep,
      {"1",
       "Parameter sets, each of which runs with every replicate. A map of dotted keys to lists of values is "
       "every combination, its first key varying slowest; a list of maps is these sets. Keys may be "
       "`therapy`, "
       "for whole schedules, and paths into the schedule such as \"therapy[0].dose_mg\". Sets share their "
       "random numbers: each gives what it would give alone.",
       S, project});
  sweep.default_value = IntegerList{};
  sweep.get = [](const RunParameters&) -> Value { return IntegerList{}; };
  sweep.set = [](RunParameters&, const Value&) {};
  rows.push_back(sweep);
  run.number("duration_days", &R::duration_days, 10, {0, 100000}, {"day", "Simulated time.", S, project});
  add_lattice(rows);
  add_time(rows);
  add_initial(rows);
}

void add_output_rows(std::vector<Row>& rows) {
  Row therapy = describe(
      "therapy", Kind::therapy,
      {"1",
       "Treatments, any number in any combination. An item has `drug` (of drugs.*, or adoptive_t_cells, "
       "car_t_cells, "
       "vaccine) or `procedure` (radiation, surgery, stroma_depletion); its dose with the unit in the key "
       "(dose_mg, "
       "dose_mg_per_kg, "
       "dose_million_IU_per_kg, dose_cells, dose_Gy; of stroma_depletion the `share` of the stroma that a "
       "dose takes); `start: {day: D}` (else day 0) or `start: {volume_mm3: "
       "V}`, when "
       "the tumour on the lattice reaches it; `every_days` and `doses`. Cells take `antigen` (the class "
       "their receptor "
       "binds), a vaccine `classes`, surgery `sphere: {centre_um, radius_um}` or `box: {from_um, to_um}`. Or "
       "an "
       "item is `regimen`, with its `start` alone: published doses by name, such as pembrolizumab_200_q3w; "
       "config/README.md lists them. Its later items are marked `of_regimen` in run.yaml: these, like doses "
       "of "
       "any item, may come after the end of the run, which leaves them out.",
       S, project});
  therapy.default_value = Therapy{};
  therapy.get = [](const RunParameters& r) -> Value { return r.model.therapy; };
  therapy.set = [](RunParameters& r, const Value& v) { r.model.therapy = std::get<Therapy>(v); };
  rows.push_back(therapy);

  using O = OutputParameters;
  Section output(
      rows, "output.", [](auto& r) -> auto& { return r.output; });
  output.choice(
      "snapshots", &O::snapshots, KeptSnapshots::automatic,
      {{"auto", KeptSnapshots::automatic},
       {"all", KeptSnapshots::all},
       {"last", KeptSnapshots::last},
       {"none", KeptSnapshots::none}},
      {"1",
       "Which snapshots are kept. all: one every snapshot_every_h, and the end. last: that of the end. none: "
       "no "
       "snapshot and no clone log, only the census and the summary. auto: all of a run by itself, the last "
       "of "
       "each of several (replicates, a sweep), whose folders then hold at most 8 files each. Never changes a "
       "result.",
       S, project});
  output.number("snapshot_every_h", &O::snapshot_every_h, 6, above(0, 1e6),
                {"h", "Time between snapshots of all cells and fields.", S, project});
  output.number("census_every_h", &O::census_every_h, 1, above(0, 1e6),
                {"h", "Time between lines of the census (counts per type and state).", S, project});
  output.number(
      "checkpoint_every_h", &O::checkpoint_every_h, 24, {0, 1e6},
      {"h",
       "Time between checkpoints, from which `tilscape resume` goes on; the last two are kept. 0: only "
       "when the run is stopped on request.",
       S, project});

  using E = ExecutionParameters;
  Section execution(
      rows, "execution.", [](auto& r) -> auto& { return r.execution; });
  execution.integer(
      "batch", &E::batch, 0, {0, 1000000},
      {"1",
       "How many members of the run (replicates of parameter sets) advance together; 0: as many as keep the "
       "machine busy and fit its memory. Never changes a result.",
       S, project});
  execution.integer(
      "host_block", &E::host_block, 256, {1, 256},
      {"1", "Lanes that one block of the CPU executor works on. Never changes a result.", S, project});
  execution.integer(
      "reorder_every_steps", &E::reorder_every_steps, 16, {0, 1u << 27},
      {"steps",
       "How often agents are sorted by site, which also frees the memory of dead ones; 0: never. Never "
       "changes a result.",
       S, project});
}

}  // namespace tilscape::rows
