// The readers of text: configurations, tissue tables, imports.
#include <algorithm>
#include <cstdio>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "agents/parameters/derive.hpp"
#include "agents/simulation.hpp"
#include "config/read/read_config.hpp"
#include "config/read/tissue_table.hpp"
#include "core/base/text_rows.hpp"
#include "core/io/run/read_run.hpp"
#include "core/io/run/run_folder.hpp"
#include "tests/fuzz/harness.hpp"
#include "tools/tissue/import_tissue.hpp"

namespace tilscape::fuzz {

namespace {

constexpr std::uint32_t few_sites = 300;

std::uint64_t sites_of(const RunParameters& run) {
  const auto& size = run.model.lattice.size;
  return std::uint64_t{size[0]} * size[1] * size[2];
}

/// What the schema and the rules between parameters let pass can be derived and stepped.
void simulate(RunParameters run) {
  derive_rules(run.model, run.seed, 0);
  derive_periods(run.model.time);
  if (!run.model.initial.tissue.empty() || sites_of(run) > few_sites) return;
  run.replicates = 1;
  std::unique_ptr<Simulation> simulation;
  if (!accepts([&] { simulation = make_host_simulation(make_start(run, nullptr), 1); })) return;
  simulation->advance(3);
  require(simulation->broken_invariants().empty(), "a configuration that was accepted keeps the invariants");
}

void require_echo(const RunParameters& run) {
  const std::string echo = to_yaml(run);
  require(to_yaml(read_config_text(echo, "/echo.yaml")) == echo,
          "a configuration reads back to the same bits");
}

/// The part before the next line `%%`, which is taken off `bytes`.
std::string take_part(std::string_view& bytes) {
  constexpr std::string_view end = "\n%%\n";
  const std::size_t at = bytes.find(end);
  const std::string part(bytes.substr(0, at));
  bytes.remove_prefix(at == std::string_view::npos ? bytes.size() : at + end.size());
  return part;
}

std::vector<std::string> lines_of(std::string_view bytes) {
  std::vector<std::string> lines;
  std::istringstream text{std::string(bytes)};
  for (std::string line; std::getline(text, line);) lines.push_back(line);
  return lines;
}

void require_readable(const ImportOptions& options, const ImportReport& report) {
  if (std::uint64_t{report.nx} * report.ny > 1u << 20) return;
  const Lattice lattice = make_lattice({report.nx, report.ny, 1}, static_cast<float>(options.spacing_um),
                                       Boundary::closed, Neighbourhood::moore);
  std::size_t written = 0;
  for (const auto& [type, cells] : report.written) written += cells;
  require(read_initial_tissue(options.out, lattice).size() == written,
          "what an import writes is a tissue table");
}

}  // namespace

void config(std::string_view bytes) {
  const std::string text = take_part(bytes);
  const std::vector<std::string> overrides = lines_of(bytes);
  SweptRun run;
  if (!accepts([&] { run = read_swept_config_text(text, "/fuzz.yaml", overrides); })) return;
  constexpr std::size_t enough = 3;
  for (std::size_t set = 0; set < std::min(enough, run.sets.size()); ++set) {
    require_echo(run.parameters(set));
    simulate(run.parameters(set));
  }
}

void tissue(std::string_view bytes) {
  const std::size_t end = std::min(bytes.find('\n'), bytes.size());
  unsigned size[3] = {6, 5, 1}, tile[3] = {1, 1, 1}, spacing_um = 10;
  std::sscanf(std::string(bytes.substr(0, end)).c_str(), "%3u %3u %3u %3u %3u %3u %4u", &size[0], &size[1],
              &size[2], &tile[0], &tile[1], &tile[2], &spacing_um);
  for (unsigned& axis : size) axis = std::clamp(axis, 1u, 64u);
  const Lattice lattice =
      make_lattice({size[0], size[1], size[2]}, static_cast<float>(std::clamp(spacing_um, 1u, 1000u)),
                   Boundary::closed, Neighbourhood::moore);
  const std::string table(bytes.substr(std::min(end + 1, bytes.size())));
  InitialTissue cells;
  if (!accepts([&] {
        cells = read_initial_tissue_text(table, "/fuzz.csv", lattice, {tile[0], tile[1], tile[2]});
      }))
    return;
  std::set<std::pair<bool, std::uint32_t>> taken;
  for (const PlacedCell& cell : cells) {
    require(cell.site.value < lattice.sites(), "a cell stands on the lattice");
    require(taken.emplace(cell.type == CellType::cd8_t_cell, cell.site.value).second,
            "a layer has one cell per site");
    require(cell.pdl1 == -1 || (cell.pdl1 >= 0 && cell.pdl1 <= 1e6f), "PD-L1 is in range");
    require(cell.pd1 == -1 || (cell.pd1 >= 0 && cell.pd1 <= 1), "PD-1 is in range");
  }
}

void text_rows(std::string_view bytes) {
  if (bytes.size() < 2) return;
  const RowCutter cutter(bytes[0] == '"' || bytes[0] == '\n' || bytes[0] == '\r' ? ',' : bytes[0]);
  const std::size_t piece = std::size_t{static_cast<unsigned char>(bytes[1])} + 1;
  const std::string_view text = bytes.substr(2);
  RowCutter of_whole = cutter, of_pieces = cutter;
  TextRow whole, part;
  std::string_view rest = text;
  std::size_t taken = 0, arrived = 0;  // by the cutter of pieces
  for (;;) {
    const RowCutter::Found expected = of_whole.cut(rest, false, whole);
    RowCutter::Found found = RowCutter::Found::unfinished;
    while (found == RowCutter::Found::unfinished) {
      std::string_view here = text.substr(taken, arrived - taken);
      found = of_pieces.cut(here, arrived < text.size(), part);
      taken = arrived - here.size();
      if (found == RowCutter::Found::unfinished) arrived = std::min(text.size(), arrived + piece);
    }
    require(found == expected, "pieces have as many rows as the whole");
    if (found == RowCutter::Found::end) return;
    require(part.line == whole.line && part.fields == whole.fields && part.problem == whole.problem,
            "a row in pieces is the row of the whole");
    require(!whole.problem.empty() || whole.fields.size() > 0, "a row has a field");
  }
}

void tissue_import(std::string_view bytes) {
  ImportOptions options;
  std::istringstream(take_part(bytes)) >> options.preset >> options.spacing_um >> options.vessels_per_mm2;
  const std::string map = take_part(bytes);
  options.table = scratch() / "table.csv";
  options.out = scratch() / "tissue.csv";
  if (!map.empty()) options.map = scratch() / "map.yaml";
  write_file(scratch() / "map.yaml", map);
  write_file(options.table, bytes);
  ImportReport report;
  if (!accepts([&] { report = import_tissue(options); })) return;
  require(!to_text(report).empty(), "an import has a report");
  require_readable(options, report);
}

void series(std::string_view bytes) {
  write_file(scratch() / run_files::run_series, bytes);
  accepts([] { list_snapshots(scratch()); });
}

}  // namespace tilscape::fuzz
