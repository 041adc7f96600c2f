// A thousand parameter sets of one tissue read its table once.
#include "tools/tissue_reader.hpp"

#include "config/tissue_table.hpp"

namespace tilscape {

std::shared_ptr<const InitialTissue> TissueReader::operator()(const ModelParameters& model) {
  const InitialParameters& initial = model.initial;
  if (initial.tissue.empty()) return nullptr;
  const LatticeParameters& l = model.lattice;
  auto& tissue = tissues_[{initial.tissue, l.spacing_um, l.size, initial.tile}];
  if (!tissue)
    tissue = std::make_shared<const InitialTissue>(read_initial_tissue(
        initial.tissue, make_lattice(l.size, static_cast<float>(l.spacing_um), l.boundary, l.neighbourhood),
        initial.tile));
  return tissue;
}

std::map<std::string, std::size_t> TissueReader::tables() const {
  std::map<std::string, std::size_t> tables;
  for (const auto& [key, tissue] : tissues_) tables[std::get<0>(key)] = tissue->size();
  return tables;
}

}  // namespace tilscape
