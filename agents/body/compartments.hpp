// The cancer-immunity cycle outside the tissue, steps 2 to 4: dendritic cells that take up antigen, priming
// in the lymph node per antigen class, and the blood. Ordinary differential equations of the whole patient;
// the lattice is compartments.tumour_fraction of the tumour.
#pragma once

#include <array>
#include <cstddef>
#include <span>

#include "agents/kinds/cell_types.hpp"
#include "agents/kinds/genotype.hpp"
#include "agents/parameters/compartment_parameters.hpp"

namespace tilscape {

namespace compartments {

/// Where each quantity stands among the values of a patient.
namespace at {
inline constexpr std::size_t classes = antigen_classes;
inline constexpr std::size_t antigen = 0;                   // released, not yet taken up; dead cells' worth
inline constexpr std::size_t maturing = antigen + classes;  // mature dendritic cells in the tumour
inline constexpr std::size_t presenting = maturing + classes;  // … in the lymph node
inline constexpr std::size_t naive = presenting + classes;     // CD8 T cells of the class
inline constexpr std::size_t activated = naive + classes;      // dividing
inline constexpr std::size_t effector = activated + classes;   // in the lymph node
inline constexpr std::size_t blood = effector + classes;
inline constexpr std::size_t danger = blood + classes;  // immunogenic deaths not yet taken up
inline constexpr std::size_t immature = danger + 1;     // dendritic cells in the tumour
inline constexpr std::size_t treg = immature + 1;       // regulatory T cells in blood and lymph node
inline constexpr std::size_t il2_nM = treg + 1;         // in the lymph node
inline constexpr std::size_t count = il2_nM + 1;
// Only where priming needs help:
inline constexpr std::size_t naive_helper = count;       // CD4 T cells that know any tumour antigen
inline constexpr std::size_t helper = naive_helper + 1;  // activated ones, in the lymph node
inline constexpr std::size_t helped_count = helper + 1;

/// All of them in their order, as checkpoints name them.
struct Name {
  const char* name;
  std::size_t count;
};
inline constexpr Name names[] = {{"antigen", classes},
                                 {"maturing_dendritic", classes},
                                 {"presenting_dendritic", classes},
                                 {"naive_cd8", classes},
                                 {"activated_cd8", classes},
                                 {"effector_cd8", classes},
                                 {"blood_cd8", classes},
                                 {"danger", 1},
                                 {"immature_dendritic", 1},
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

/// Whose compartments these are.
struct PatientRates {
  CompartmentParameters rates;
  double tumour_mm3 = 0;
  std::array<double, antigen_classes> blood_cells{};  // CD8 T cells per class before the tumour's antigen
};

/// Values of a patient without tumour antigen, count_of() of them: the rates of change are all 0 there.
void set_baseline(const PatientRates& patient, std::span<double> x);

/// d/dt in 1/day. Conserves: an antigen taken up is gone, a cell that moves on has left.
/// Source of the structure: QSPIO-TNBC (Wang 2021). Test: tests/agents/compartments_test.cpp
void rates_of_change(const PatientRates& patient, const DrugLevels& drugs, std::span<const double> x,
                     std::span<double> rate);

}  // namespace compartments
}  // namespace tilscape
