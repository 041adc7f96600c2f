// Names and codes that stand in files of users: tissue tables, configurations, census.csv, snapshots,
// checkpoints. They may be added to, at the end; none of them may ever change.
#include <algorithm>
#include <string>
#include <vector>

#include "agents/kinds/events.hpp"
#include "agents/kinds/substances.hpp"
#include "agents/readouts/census.hpp"
#include "tests/catch.hpp"
#include "tools/run/checkpoint_of.hpp"

using namespace tilscape;

namespace {

using Names = std::vector<std::string>;

/// One name per record, from code 1 on.
template <class Records, class Record>
Names names_of(const Records& records, const char* Record::*name) {
  Names names;
  for (const Record& record : records) names.emplace_back(record.*name);
  return names;
}

/// Does a list begin with what it has always begun with?
void check_begins(const Names& list, const Names& frozen) {
  REQUIRE(list.size() >= frozen.size());
  CHECK(Names(list.begin(), list.begin() + static_cast<std::ptrdiff_t>(frozen.size())) == frozen);
}

const Names event_columns{
    "births_tumour",     "deaths_apoptosis",   "deaths_necrosis",    "kills",
    "corpses_cleared",   "births_cd8",         "deaths_cd8",         "entries_cd8",
    "entries_refused",   "exhaustions_cd8",    "deaths_treatment",   "resected_tumour",
    "deaths_cd4_helper", "deaths_treg",        "deaths_nk",          "deaths_macrophage",
    "kills_nk",          "corpses_eaten",      "entries_cd4_helper", "entries_treg",
    "entries_nk",        "entries_macrophage", "depleted_stroma",    "vessels_collapsed",
    "vessels_sprouted"};

const Names tissue_columns{"tumour_cycling",  "tumour_quiescent", "tumour_hypoxic", "tumour_apoptotic",
                           "tumour_necrotic", "stroma",           "vessels"};

const Names immune_columns{"cd8_searching",
                           "cd8_engaged",
                           "cd8_exhausted",
                           "cd8_activated",
                           "cd8_progenitor_exhausted",
                           "cd8_memory",
                           "cd4_helper",
                           "treg",
                           "nk",
                           "nk_engaged",
                           "macrophage_m1",
                           "macrophage_m2"};

}  // namespace

TEST_CASE("cell types keep their codes, and their names in tissue tables and keys", "[names]") {
  check_begins(names_of(cell_types, &CellTypeRecord::name),
               {"tumour", "stroma", "vessel", "cd8_t_cell", "cd4_helper", "treg", "nk", "macrophage"});
  CHECK(std::string(record_of(CellType::cd8_t_cell).section) == "t_cell");
  CHECK(std::string(record_of(CellType::nk).all_states) == "nk_cell");
}

TEST_CASE("states keep their codes, keys and names", "[names]") {
  check_begins(names_of(tissue_states, &StateRecord<Tissue>::key),
               {"tumour_cycling", "tumour_quiescent", "tumour_hypoxic", "tumour_apoptotic", "tumour_necrotic",
                "stroma", "vessel"});
  check_begins(
      names_of(immune_states, &StateRecord<Immune>::key),
      {"cd8_searching", "cd8_engaged", "cd8_exhausted", "cd8_activated", "cd8_progenitor_exhausted",
       "cd8_memory", "cd4_helper", "treg", "nk_searching", "nk_engaged", "macrophage_m1", "macrophage_m2"});
  check_begins(names_of(tissue_states, &StateRecord<Tissue>::name),
               {"cycling", "quiescent", "hypoxic", "apoptotic", "necrotic", "stroma", "vessel"});
  check_begins(names_of(immune_states, &StateRecord<Immune>::name),
               {"searching", "engaged", "exhausted", "activated", "progenitor_exhausted", "memory",
                "cd4_helper", "treg", "searching", "engaged", "m1", "m2"});
}

TEST_CASE("counts in the census keep their columns", "[names]") {
  check_begins(names_of(tissue_states, &StateRecord<Tissue>::column), tissue_columns);
  check_begins(names_of(immune_states, &StateRecord<Immune>::column), immune_columns);
  check_begins(names_of(event_table, &EventRecord::column), event_columns);
  Names expected{"step", "time_h"};
  for (const Names& list :
       {names_of(tissue_states, &StateRecord<Tissue>::column),
        names_of(immune_states, &StateRecord<Immune>::column), names_of(event_table, &EventRecord::column),
        Names{"clones", "b2m_lost", "hla_lost", "pdl1_high", "pdl1_mean", "tumour_live", "free_sites",
              "jak_lost"}})
    expected.insert(expected.end(), list.begin(), list.end());
  Names columns;
  for (const CensusColumn& column : columns_of(CensusRow{})) columns.push_back(column.name);
  CHECK(columns == expected);
}

TEST_CASE("checkpoints keep their arrays, and digests the names of columns", "[names]") {
  ReplicateState state;
  for (auto& field : state.fields) field = {0.0f};
  Names arrays;
  for (const CheckpointArray& array : arrays_of(std::move(state))) arrays.push_back(array.name);
  const Names frozen{"planes/tissue",
                     "planes/immune",
                     "tumour/site",
                     "tumour/id",
                     "tumour/clone",
                     "tumour/antigens",
                     "tumour/genotype",
                     "tumour/hits",
                     "tumour/last_hit",
                     "tumour/pdl1",
                     "tumour/mhc1",
                     "t_cell/site",
                     "t_cell/id",
                     "t_cell/receptor",
                     "t_cell/heading",
                     "t_cell/target",
                     "t_cell/divisions",
                     "t_cell/kills",
                     "t_cell/until",
                     "t_cell/recognised",
                     "t_cell/divided",
                     "t_cell/pd1",
                     "t_cell/exhaustion",
                     "fields/oxygen",
                     "fields/ifn_gamma",
                     "fields/chemokine",
                     "fields/il2",
                     "fields/tgf_beta",
                     "fields/vegf",
                     "clones/id",
                     "clones/parent",
                     "clones/antigens",
                     "clones/genotype",
                     "clones/kinds",
                     "clones/passengers",
                     "body/levels",
                     "body/fraction",
                     "body/table",
                     "body/told",
                     "body/counts",
                     "counters/clones_reported",
                     "counters/clones_folded",
                     "counters/events",
                     "counters/residual_measured",
                     "counters/residual",
                     "counters/measures_residual",
                     "counters/field_begins_anew"};
  for (const std::string& name : frozen) {
    INFO(name);
    CHECK(std::find(arrays.begin(), arrays.end(), name) != arrays.end());
  }
}

TEST_CASE("what kernels read of the records is what these say", "[names]") {
  for (const auto& state : tissue_states) CHECK(cell_type_of(state.code) == state.type);
  for (const auto& state : immune_states) CHECK(cell_type_of(state.code) == state.type);
  CHECK(cell_type_of(Immune::none) == CellType::none);
  for (std::uint32_t k = 0; k < walker_types.size(); ++k) {
    CHECK(walker_type(k) == walker_types[k]);
    CHECK(walker_index(walker_types[k]) == k);
  }
  for (const EventRecord& e : event_table) {
    if (e.passage == Passage::death) CHECK(death_of(e.type) == e.event);
    if (e.passage == Passage::entry) CHECK(entry_of(e.type) == e.event);
  }
}

TEST_CASE("cells start in the state that their biology begins with", "[names]") {
  CHECK(first_tissue_state(CellType::tumour) == Tissue::tumour_cycling);
  CHECK(first_tissue_state(CellType::vessel) == Tissue::vessel);
  CHECK(first_state(CellType::cd8_t_cell) == Immune::cd8_searching);
  CHECK(first_state(CellType::nk) == Immune::nk_searching);
  CHECK(first_state(CellType::macrophage) == Immune::macrophage_m1);
}

TEST_CASE("a table of bytes keeps what was set, and 0 elsewhere", "[names]") {
  CodeBytes bytes;
  for (const std::uint32_t code : {0u, 7u, 8u, 15u}) bytes.set(code, 0xf0u + code);
  bytes.set(8u, 3u);
  for (std::uint32_t code = 0; code < CodeBytes::codes; ++code) {
    const bool is_set = code % 8 == 0 || code % 8 == 7;
    CHECK(bytes.at<std::uint32_t>(code) == (code == 8 ? 3u : is_set ? 0xf0u + code : 0u));
  }
}
