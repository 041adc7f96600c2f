// A world has one lattice, one clock, one operator per field and one way to move and to divide.
#include "agents/common_parameters.hpp"

namespace tilscape {

namespace {

/// A field begins where its replicate says; everything else about it is the solver's, which has one of each.
bool solved_alike(FieldSpec a, const FieldSpec& b) {
  a.initial = b.initial;
  return a == b;
}

}  // namespace

std::string first_in_the_way(const ModelParameters& a, const ModelParameters& b) {
  if (a.lattice != b.lattice) return "lattice";
  if (a.time != b.time) return "time";
  if (a.immune.mixing != b.immune.mixing) return "immune.mixing";
  if (a.tumour.placement != b.tumour.placement) return "tumour.division.placement";
  for (std::size_t f = 0; f < field_count; ++f)
    if (!solved_alike(a.fields[f], b.fields[f])) return "fields." + a.fields[f].name;
  return {};
}

}  // namespace tilscape
