// A world has one lattice, one clock, one operator per field and one way to move and to divide.
#include "agents/common_parameters.hpp"

#include <stdexcept>

#include "agents/simulation.hpp"

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
  if (a.vessels.come_and_go() != b.vessels.come_and_go()) return "vessels.collapse or vessels.sprouting";
  for (std::size_t f = 0; f < field_count; ++f)
    if (!solved_alike(a.fields[f], b.fields[f])) return "fields." + a.fields[f].name;
  return {};
}

Lattice lattice_of(const SimulationStart& start) {
  const ModelParameters& first = start.replicates.at(0).model;
  for (const ReplicateStart& other : start.replicates)
    if (const std::string key = first_in_the_way(first, other.model); !key.empty())
      throw std::invalid_argument("world: replicates differ in " + key + ", which they must have in common");
  const LatticeParameters& l = first.lattice;
  return make_lattice(l.size, static_cast<float>(l.spacing_um), l.boundary, l.neighbourhood,
                      static_cast<std::uint32_t>(start.replicates.size()));
}

}  // namespace tilscape
