// What follows from the records of cell types and states: that they are complete, whose a state is, where a
// cell starts; and what kernels ask of a site.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "agents/kinds/cell_records.hpp"
#include "agents/kinds/code_bytes.hpp"
#include "core/base/host_device.hpp"
#include "core/fields/field_spec.hpp"

namespace tilscape {

namespace kinds {

/// Does record k of a table belong to code k + 1, up to the last one?
template <class Code, std::size_t n, class Record>
constexpr bool is_complete(const Record (&table)[n], Code Record::*code) {
  for (std::size_t k = 0; k < n; ++k)
    if (static_cast<std::size_t>(table[k].*code) != k + 1) return false;
  return n + 1 == static_cast<std::size_t>(Code::count);
}
static_assert(is_complete(cell_types, &CellTypeRecord::type),
              "each CellType needs its record in cell_types, in the order of the codes");
static_assert(is_complete(tissue_states, &StateRecord<Tissue>::code),
              "each code of Tissue needs its record in tissue_states, in the order of the codes");
static_assert(is_complete(immune_states, &StateRecord<Immune>::code),
              "each code of Immune needs its record in immune_states, in the order of the codes");
static_assert(static_cast<int>(Tissue::count) <= site_codes && static_cast<int>(Immune::count) <= site_codes,
              "no code is left: the field solver looks codes up in tables of site_codes places");
static_assert(CodeBytes::codes == site_codes && static_cast<int>(CellType::count) <= site_codes,
              "CodeBytes needs a place for each code of a state and of a cell type");

}  // namespace kinds

inline constexpr int immune_state_count = static_cast<int>(Immune::count);

/// @param type  not none
constexpr const CellTypeRecord& record_of(CellType type) {
  return cell_types[static_cast<std::size_t>(type) - 1];
}
/// @param state  not none
constexpr const StateRecord<Tissue>& record_of(Tissue state) {
  return tissue_states[static_cast<std::size_t>(state) - 1];
}
constexpr const StateRecord<Immune>& record_of(Immune state) {
  return immune_states[static_cast<std::size_t>(state) - 1];
}

namespace kinds {

template <class Code, std::size_t n>
constexpr CodeBytes types_by_state(const StateRecord<Code> (&states)[n]) {
  CodeBytes types;
  for (const auto& state : states) types.set(state.code, state.type);
  return types;
}
inline constexpr CodeBytes type_of_tissue = types_by_state(tissue_states),
                           type_of_immune = types_by_state(immune_states);

template <class Code, std::size_t n>
constexpr CodeBytes first_states(const StateRecord<Code> (&states)[n]) {
  CodeBytes first;
  for (std::size_t k = n; k-- > 0;) first.set(states[k].type, states[k].code);
  return first;
}
inline constexpr CodeBytes first_tissue = first_states(tissue_states),
                           first_immune = first_states(immune_states);

constexpr std::size_t count_walkers() {
  std::size_t n = 0;
  for (const CellTypeRecord& record : cell_types) n += record.group == CellGroup::walker;
  return n;
}
constexpr auto list_walkers() {
  std::array<CellType, count_walkers()> types{};
  std::size_t n = 0;
  for (const CellTypeRecord& record : cell_types)
    if (record.group == CellGroup::walker) types[n++] = record.type;
  return types;
}

}  // namespace kinds

/// none: nobody stands there
TILSCAPE_HD constexpr CellType cell_type_of(Tissue state) {
  constexpr CodeBytes types = kinds::type_of_tissue;
  return types.at<CellType>(state);
}
TILSCAPE_HD constexpr CellType cell_type_of(Immune state) {
  constexpr CodeBytes types = kinds::type_of_immune;
  return types.at<CellType>(state);
}

/// The state in which an immune cell starts or enters.
TILSCAPE_HD constexpr Immune first_state(CellType type) {
  constexpr CodeBytes states = kinds::first_immune;
  return states.at<Immune>(type);
}
/// The state in which a cell of the tissue starts.
TILSCAPE_HD constexpr Tissue first_tissue_state(CellType type) {
  constexpr CodeBytes states = kinds::first_tissue;
  return states.at<Tissue>(type);
}

/// All states that an immune cell of a type may come to have, as bits by code.
constexpr std::uint32_t states_of(CellType type) {
  std::uint32_t states = 0;
  for (const auto& state : immune_states)
    if (state.type == type) states |= 1u << static_cast<int>(state.code);
  return states;
}

/// In the order of their codes.
inline constexpr auto walker_types = kinds::list_walkers();

namespace kinds {

constexpr CodeBytes walkers_by_place() {
  CodeBytes types;
  for (std::uint32_t k = 0; k < walker_types.size(); ++k) types.set(k, walker_types[k]);
  return types;
}
constexpr CodeBytes places_of_walkers() {
  CodeBytes places;
  for (std::uint32_t k = 0; k < walker_types.size(); ++k) places.set(walker_types[k], k);
  return places;
}
inline constexpr CodeBytes walker_at = walkers_by_place(), place_of_walker = places_of_walkers();

}  // namespace kinds

/// A walker's place among walker_types.
TILSCAPE_HD constexpr std::uint32_t walker_index(CellType type) {
  constexpr CodeBytes places = kinds::place_of_walker;
  return places.at<std::uint32_t>(type);
}
TILSCAPE_HD constexpr CellType walker_type(std::uint32_t index) {
  constexpr CodeBytes types = kinds::walker_at;
  return types.at<CellType>(index);
}

// --- What kernels ask of a site: comparisons, which compilers turn into vectors of bytes

TILSCAPE_HD constexpr bool is_live_tumour(Tissue t) {
  return t >= Tissue::tumour_cycling && t <= Tissue::tumour_hypoxic;
}
TILSCAPE_HD constexpr bool is_corpse(Tissue t) {
  return t == Tissue::tumour_apoptotic || t == Tissue::tumour_necrotic;
}
TILSCAPE_HD constexpr bool is_tumour(Tissue t) {
  return t >= Tissue::tumour_cycling && t <= Tissue::tumour_necrotic;
}
TILSCAPE_HD constexpr bool is_immune_cell(Immune i) {
  return i != Immune::none;
}
TILSCAPE_HD constexpr bool is_cd8(Immune i) {
  return i >= Immune::cd8_searching && i <= Immune::cd8_memory;
}
TILSCAPE_HD constexpr bool is_nk(Immune i) {
  return i == Immune::nk_searching || i == Immune::nk_engaged;
}
TILSCAPE_HD constexpr bool is_macrophage(Immune i) {
  return i == Immune::macrophage_m1 || i == Immune::macrophage_m2;
}
/// Looks for tumour cells to engage.
TILSCAPE_HD constexpr bool attacks(Immune i) {
  return i == Immune::nk_searching || (is_cd8(i) && i != Immune::cd8_engaged && i != Immune::cd8_exhausted);
}
/// Bound to a target: it does not walk.
TILSCAPE_HD constexpr bool is_engaged(Immune i) {
  return i == Immune::cd8_engaged || i == Immune::nk_engaged;
}
constexpr bool is_immune(CellType t) {
  return t >= CellType::cd8_t_cell;
}

namespace kinds {

/// Is `is_it` true of the states of one type alone?
template <class Code, std::size_t n, class Predicate>
constexpr bool picks(const StateRecord<Code> (&states)[n], CellType type, const Predicate& is_it) {
  for (const auto& state : states)
    if (is_it(state.code) != (state.type == type)) return false;
  return !is_it(Code::none);
}
static_assert(picks(tissue_states, CellType::tumour, is_tumour));
static_assert(picks(immune_states, CellType::cd8_t_cell, is_cd8));
static_assert(picks(immune_states, CellType::nk, is_nk));
static_assert(picks(immune_states, CellType::macrophage, is_macrophage));

/// Has each type a state, and all of them in its layer?
constexpr bool layers_agree() {
  for (const CellTypeRecord& record : cell_types) {
    const bool in_tissue = first_tissue_state(record.type) != Tissue::none,
               in_immune = first_state(record.type) != Immune::none;
    const bool belongs_to_immune = record.layer() == Layer::immune;
    if (in_immune != belongs_to_immune || in_tissue == belongs_to_immune ||
        is_immune(record.type) != belongs_to_immune)
      return false;
  }
  return true;
}
static_assert(layers_agree(), "each CellType needs a state in its layer, and none in the other");

}  // namespace kinds

/// How a cell or a clone came to be: the low 4 bits of its id, layer included.
enum class Birth : std::uint8_t {
  initial_tissue = 0,
  initial_immune = 1,
  entry = 2,
  tumour_division = 3,         // the daughter in the new site; also the clone it may found
  tumour_division_mother = 4,  // the clone founded by the daughter that stays
  t_cell_division = 5,
  vessel = 6,  // a vessel site, where vessels come and go
};

}  // namespace tilscape
