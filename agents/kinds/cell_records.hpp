// Cell types and the states they may be in, one record each: whatever names, counts, draws or sorts cells
// derives it from here. The tissue byte of a site holds a cell's type and state in one code, the immune byte
// likewise: a state is stored once, at the site. Codes are written to files and never renumbered, and names,
// keys and columns never change either: tests/agents/frozen_names_test.cpp
#pragma once

#include <cstdint>

namespace tilscape {

/// Tissue layer: at most one of these per site.
enum class Tissue : std::uint8_t {
  none = 0,
  tumour_cycling = 1,
  tumour_quiescent = 2,
  tumour_hypoxic = 3,
  tumour_apoptotic = 4,  // corpse
  tumour_necrotic = 5,   // corpse
  stroma = 6,
  vessel = 7,
  count
};

/// Immune layer: at most one of these per site.
enum class Immune : std::uint8_t {
  none = 0,
  cd8_searching = 1,
  cd8_engaged = 2,
  cd8_exhausted = 3,
  cd8_activated = 4,  // searching again and still secreting IFN-γ after recognition
  cd8_progenitor_exhausted = 5,
  cd8_memory = 6,
  cd4_helper = 7,
  treg = 8,
  nk_searching = 9,
  nk_engaged = 10,
  macrophage_m1 = 11,
  macrophage_m2 = 12,
  count
};

/// As written to snapshots, beside the code of the state.
enum class CellType : std::uint8_t {
  none = 0,
  tumour = 1,
  stroma = 2,
  vessel = 3,
  cd8_t_cell = 4,
  cd4_helper = 5,
  treg = 6,
  nk = 7,
  macrophage = 8,
  count
};

/// Layers, as draws and ids name them.
enum class Layer : std::uint8_t { tissue = 0, immune = 1 };

/// Walkers are the immune cells other than CD8 T cells. They enter, walk and die by parameters of one shape;
/// whatever else one of them does is a rule of its own.
enum class CellGroup : std::uint8_t { tissue, cd8, walker };

struct CellTypeRecord {
  CellType type;
  const char* name;   // of tissue tables, maps and keys
  const char* label;  // that people read
  CellGroup group;
  double radius_sites;            // of a cell as it is drawn
  const char* section = name;     // of its own keys in a configuration
  const char* all_states = name;  // all of its states that live, as keys of fields say it

  constexpr Layer layer() const { return group == CellGroup::tissue ? Layer::tissue : Layer::immune; }
};

inline constexpr CellTypeRecord cell_types[] = {
    {CellType::tumour, "tumour", "tumour", CellGroup::tissue, 0.5},
    {CellType::stroma, "stroma", "stroma", CellGroup::tissue, 0.4},
    {CellType::vessel, "vessel", "vessel", CellGroup::tissue, 0.5},
    {CellType::cd8_t_cell, "cd8_t_cell", "CD8+ T cell", CellGroup::cd8, 0.35, "t_cell"},
    {CellType::cd4_helper, "cd4_helper", "CD4+ helper T cell", CellGroup::walker, 0.35},
    {CellType::treg, "treg", "regulatory T cell", CellGroup::walker, 0.35},
    {CellType::nk, "nk", "NK cell", CellGroup::walker, 0.35, "nk", "nk_cell"},
    {CellType::macrophage, "macrophage", "macrophage", CellGroup::walker, 0.45},
};

/// The first of a type's states is the one in which it starts or enters.
template <class Code>
struct StateRecord {
  Code code;
  CellType type;
  const char* key;             // in a configuration
  const char* name;            // within its type
  const char* label;           // that people read
  const char* colour;          // on a light ground; those of Okabe and Ito, and of Tol
  const char* colour_on_dark;  // on a dark ground
  const char* column = key;    // of the census
};

inline constexpr StateRecord<Tissue> tissue_states[] = {
    {Tissue::tumour_cycling, CellType::tumour, "tumour_cycling", "cycling", "tumour, cycling", "#E69F00",
     "#E69F00"},
    {Tissue::tumour_quiescent, CellType::tumour, "tumour_quiescent", "quiescent", "tumour, quiescent",
     "#D55E00", "#D55E00"},
    {Tissue::tumour_hypoxic, CellType::tumour, "tumour_hypoxic", "hypoxic", "tumour, hypoxic", "#D55E00",
     "#D55E00"},
    {Tissue::tumour_apoptotic, CellType::tumour, "tumour_apoptotic", "apoptotic", "tumour, apoptotic",
     "#6B5B53", "#705E57"},
    {Tissue::tumour_necrotic, CellType::tumour, "tumour_necrotic", "necrotic", "tumour, necrotic", "#6B5B53",
     "#705E57"},
    {Tissue::stroma, CellType::stroma, "stroma", "stroma", "stroma", "#9AA3AB", "#5A6570"},
    {Tissue::vessel, CellType::vessel, "vessel", "vessel", "vessel", "#CC79A7", "#CC79A7", "vessels"},
};

/// Macrophages arrive unpolarised, which counts as M1.
inline constexpr StateRecord<Immune> immune_states[] = {
    {Immune::cd8_searching, CellType::cd8_t_cell, "cd8_searching", "searching", "CD8+ T cell, searching",
     "#0072B2", "#56B4E9"},
    {Immune::cd8_engaged, CellType::cd8_t_cell, "cd8_engaged", "engaged", "CD8+ T cell, engaged", "#0072B2",
     "#56B4E9"},
    {Immune::cd8_exhausted, CellType::cd8_t_cell, "cd8_exhausted", "exhausted", "CD8+ T cell, exhausted",
     "#111111", "#F0E442"},
    {Immune::cd8_activated, CellType::cd8_t_cell, "cd8_activated", "activated", "CD8+ T cell, activated",
     "#009E73", "#00B885"},
    {Immune::cd8_progenitor_exhausted, CellType::cd8_t_cell, "cd8_progenitor_exhausted",
     "progenitor_exhausted", "CD8+ T cell, progenitor exhausted", "#111111", "#F0E442"},
    {Immune::cd8_memory, CellType::cd8_t_cell, "cd8_memory", "memory", "CD8+ T cell, memory", "#56B4E9",
     "#FFFFFF"},
    {Immune::cd4_helper, CellType::cd4_helper, "cd4_helper", "cd4_helper", "CD4+ helper T cell", "#332288",
     "#8888EE"},
    {Immune::treg, CellType::treg, "treg", "treg", "regulatory T cell", "#882255", "#CC4477"},
    {Immune::nk_searching, CellType::nk, "nk_searching", "searching", "NK cell, searching", "#F0E442",
     "#99DDFF", "nk"},
    {Immune::nk_engaged, CellType::nk, "nk_engaged", "engaged", "NK cell, engaged", "#F0E442", "#99DDFF"},
    {Immune::macrophage_m1, CellType::macrophage, "macrophage_m1", "m1", "macrophage, M1", "#44AA99",
     "#44AA99"},
    {Immune::macrophage_m2, CellType::macrophage, "macrophage_m2", "m2", "macrophage, M2", "#AA4499",
     "#AA4499"},
};

}  // namespace tilscape
