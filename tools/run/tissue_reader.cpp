// A thousand parameter sets of one tissue read its table once.
#include "tools/run/tissue_reader.hpp"

#include "config/read/tissue_table.hpp"
#include "core/base/sha256.hpp"

namespace tilscape {

TissueFile TissueFile::of(std::string text) {
  TissueFile file{text.size(), sha256(text), {}};
  if (text.size() <= most_kept_bytes) file.text = std::move(text);
  return file;
}

std::shared_ptr<const InitialTissue> TissueReader::operator()(const ModelParameters& model) {
  const InitialParameters& initial = model.initial;
  if (initial.tissue.empty()) return nullptr;
  const LatticeParameters& l = model.lattice;
  auto& tissue = tissues_[{initial.tissue, l.spacing_um, l.size, initial.tile}];
  if (tissue) return tissue;
  const auto known = files_.find(initial.tissue);
  const bool is_kept = known != files_.end() && !known->second.text.empty();  // a pipe is read once
  std::string text = is_kept ? known->second.text : read_tissue_text(initial.tissue);
  tissue = std::make_shared<const InitialTissue>(read_initial_tissue_text(
      text, initial.tissue,
      make_lattice(l.size, static_cast<float>(l.spacing_um), l.boundary, l.neighbourhood), initial.tile));
  files_.try_emplace(initial.tissue, TissueFile::of(std::move(text)));
  return tissue;
}

std::map<std::string, std::size_t> TissueReader::tables() const {
  std::map<std::string, std::size_t> tables;
  for (const auto& [key, tissue] : tissues_) tables[std::get<0>(key)] = tissue->size();
  return tables;
}

}  // namespace tilscape
