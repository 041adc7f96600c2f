// The cancer-immunity cycle outside the tissue, steps 2 to 4: dendritic cells that take up antigen, priming
// in the lymph nodes per antigen class, the blood, and the periphery that it exchanges cells with. Ordinary
// differential equations of the whole patient; the lattice is a share of the tumour.
#pragma once

#include <array>
#include <cstddef>
#include <span>

#include "agents/kinds/cell_types.hpp"
#include "agents/kinds/genotype.hpp"
#include "agents/parameters/compartment_parameters.hpp"

namespace tilscape {

namespace compartments {

/// Where each quantity stands among the values of a patient. Antigen is counted in dead cells' worth.
namespace at {
inline constexpr std::size_t classes = antigen_classes;
inline constexpr std::size_t antigen = 0;                    // released, not yet taken up
inline constexpr std::size_t held = antigen + classes;       // in immature dendritic cells
inline constexpr std::size_t carried = held + classes;       // by mature ones in the tumour
inline constexpr std::size_t presented = carried + classes;  // by those in the lymph nodes
inline constexpr std::size_t naive = presented + classes;    // CD8 T cells of the class, in the nodes
inline constexpr std::size_t naive_blood = naive + classes;  // … in the blood
inline constexpr std::size_t naive_periphery = naive_blood + classes;  // … elsewhere
inline constexpr std::size_t activated = naive_periphery + classes;    // dividing, in the nodes
inline constexpr std::size_t effector = activated + classes;           // in the nodes
inline constexpr std::size_t blood = effector + classes;               // effectors in the blood
inline constexpr std::size_t periphery = blood + classes;              // … elsewhere
inline constexpr std::size_t danger = periphery + classes;  // immunogenic deaths whose alarm still sounds
inline constexpr std::size_t immature = danger + 1;         // dendritic cells in the tumour
inline constexpr std::size_t maturing = immature + 1;       // mature ones that are still there
inline constexpr std::size_t presenting = maturing + 1;     // … in the lymph nodes
inline constexpr std::size_t treg = presenting + 1;         // regulatory T cells in blood and lymph nodes
inline constexpr std::size_t il2_nM = treg + 1;             // in the lymph nodes
inline constexpr std::size_t count = il2_nM + 1;
// Only where priming needs help:
inline constexpr std::size_t naive_helper = count;       // CD4 T cells that know any tumour antigen
inline constexpr std::size_t helper = naive_helper + 1;  // activated ones, in the lymph nodes
inline constexpr std::size_t helped_count = helper + 1;

/// All of them in their order, as checkpoints name them.
struct Name {
  const char* name;
  std::size_t count;
};
inline constexpr Name names[] = {{"antigen", classes},
                                 {"held_antigen", classes},
                                 {"carried_antigen", classes},
                                 {"presented_antigen", classes},
                                 {"node_naive_cd8", classes},
                                 {"blood_naive_cd8", classes},
                                 {"periphery_naive_cd8", classes},
                                 {"activated_cd8", classes},
                                 {"effector_cd8", classes},
                                 {"blood_cd8", classes},
                                 {"periphery_cd8", classes},
                                 {"danger", 1},
                                 {"immature_dendritic", 1},
                                 {"mature_dendritic", 1},
                                 {"node_dendritic", 1},
                                 {"treg", 1},
                                 {"il2_nM", 1},
                                 {"naive_helper", 1},
                                 {"helper", 1}};
static_assert([] {
  std::size_t values = 0;
  for (const Name& name : names) values += name.count;
  return values == helped_count;
}());
}  // namespace at

/// Values of a patient.
inline std::size_t count_of(const CompartmentParameters& p) {
  return p.needs_help() ? at::helped_count : at::count;
}

/// What drugs do there: 0–1 or nM.
struct DrugLevels {
  double ctla4_blocked = 0;
  double il2_nM = 0;
};

/// Co-stimulation left by CTLA-4, which regulatory T cells bring: 1 without it or with all of it blocked.
double costimulation(const CompartmentParameters& p, double treg_cells, double ctla4_blocked);

/// Divisions that an activated T cell goes through.
double generations(const CompartmentParameters& p, double costimulation, double il2_nM);

/// Share of the full rate at which dendritic cells prime CD8 T cells where so many activated helpers license
/// them (CD40: Ridge, Bennett, Schoenberger 1998, doi:10.1038/30989, 30996, 31002): the unhelped share
/// without any, 1 where they abound.
double help(const CompartmentParameters& p, double helper_cells);

/// Naive cells of a class where nothing primes them, and how many are made in a day: born in the thymus and
/// of divisions outside the nodes. Within the nodes they divide.
struct NaiveAtRest {
  double node = 0, blood = 0, periphery = 0;
  double made_per_day = 0;
};
/// Cells of each place in balance with the others. A number below 0 says that there is no such balance.
NaiveAtRest naive_at_rest(const CompartmentParameters& p);

/// Effectors of the periphery in balance with so many in the blood.
double periphery_at_rest(const CompartmentParameters& p, double blood_cells);

/// Whose compartments these are.
struct PatientRates {
  PatientRates() = default;
  PatientRates(const CompartmentParameters& parameters, double tumour_volume_mm3,
               const std::array<double, antigen_classes>& cd8_cells);

  CompartmentParameters rates;
  double tumour_mm3 = 0;
  std::array<double, antigen_classes> blood_cells{};  // CD8 T cells per class before the tumour's antigen
  NaiveAtRest naive;                                  // of a class
};

/// Values of a patient without tumour antigen, count_of() of them: nothing changes there.
void set_baseline(const PatientRates& patient, std::span<double> x);

/// d/dt in 1/day of all that is slow beside a minute; what is not is in exchange.hpp. Conserves: an antigen
/// taken up is gone, a cell that moves on has left.
/// Source of the structure: QSPIO-TNBC (Wang 2021). Test: tests/agents/compartments_test.cpp
void rates_of_change(const PatientRates& patient, const DrugLevels& drugs, std::span<const double> x,
                     std::span<double> rate);

}  // namespace compartments
}  // namespace tilscape
