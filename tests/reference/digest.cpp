// The digest, summed by its definition: a term for every value that is not neutral, mixed with where it is
// and what it is called.
#include <cstring>
#include <string_view>

#include "core/random/philox.hpp"
#include "tests/reference/world.hpp"

namespace tilscape::reference {

namespace {

/// FNV-1a, 64 bits.
std::uint64_t name_hash(std::string_view name) {
  std::uint64_t hash = 14695981039346656037ull;
  for (const char c : name) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 1099511628211ull;
  }
  return hash;
}

std::uint64_t term(std::uint64_t place, std::uint64_t tag, std::uint64_t bits) {
  return mix64(mix64(place ^ tag) + bits);
}

std::uint64_t float_bits(float value) {
  std::uint32_t bits = 0;
  std::memcpy(&bits, &value, sizeof bits);
  return value == 0 ? 0 : bits;
}

/// Sums the cells of one population, column by column.
class Cells {
 public:
  Cells(std::string population, std::map<std::string, std::uint64_t>& parts)
      : population_(std::move(population)), parts_(parts) {}

  void add(std::size_t site, const char* column, std::uint64_t bits, std::uint64_t neutral = 0) {
    const std::uint64_t tag = name_hash(population_) ^ mix64(name_hash(column));
    if (bits != neutral) parts_[population_ + "." + column] += term(site, tag, bits);
  }
  void add(std::size_t site, const char* column, float value, float neutral) {
    add(site, column, float_bits(value), float_bits(neutral));
  }

 private:
  std::string population_;
  std::map<std::string, std::uint64_t>& parts_;
};

void add_tumour(Cells& cells, std::size_t s, const TumourCell& cell) {
  cells.add(s, "id", cell.id);
  cells.add(s, "clone", cell.clone);
  cells.add(s, "antigens", cell.antigens);
  cells.add(s, "genotype", cell.genotype);
  cells.add(s, "hits", cell.hits);
  cells.add(s, "last_hit", cell.last_hit);
  cells.add(s, "pdl1", cell.pdl1, 1.0f);
  cells.add(s, "mhc1", cell.mhc1, 1.0f);
}

void add_immune_cell(Cells& cells, std::size_t s, const ImmuneCell& cell) {
  cells.add(s, "id", cell.id);
  cells.add(s, "receptor", cell.receptor);
  cells.add(s, "heading", cell.heading);
  cells.add(s, "target", cell.target);
  cells.add(s, "divisions", cell.divisions);
  cells.add(s, "kills", cell.kills);
  cells.add(s, "until", cell.until);
  cells.add(s, "recognised", cell.recognised);
  cells.add(s, "divided", cell.divided);
  cells.add(s, "pd1", cell.pd1, 0.0f);
  cells.add(s, "exhaustion", cell.exhaustion, 0.0f);
}

}  // namespace

std::map<std::string, std::uint64_t> digest_parts(const World& w) {
  std::map<std::string, std::uint64_t> parts;
  parts["step"] = term(0, name_hash("step"), w.step);
  const auto plane = [&](const char* name, std::size_t s, std::uint64_t bits) {
    if (bits != 0) parts[name] += term(s, name_hash(name), bits);
  };
  Cells tumour("tumour", parts), immune_cells("t_cell", parts);
  for (std::size_t s = 0; s < w.grid.sites(); ++s) {
    plane("tissue", s, static_cast<std::uint64_t>(w.tissue(s)));
    plane("immune", s, static_cast<std::uint64_t>(w.immune(s)));
    for (int f = 0; f < field_count; ++f) plane(field_table[f].name, s, float_bits(w.field[f][s]));
    if (w.tumour[s]) add_tumour(tumour, s, *w.tumour[s]);
    if (w.immune_cells[s]) add_immune_cell(immune_cells, s, *w.immune_cells[s]);
  }
  for (const CloneRecord& c : w.clones) {
    const std::uint64_t kind = std::uint64_t{c.passengers} << 32 | std::uint64_t{c.genotype} << 16 | c.kinds;
    parts["clones"] += term(c.id, name_hash("clone.parent"), c.parent) +
                       term(c.id, name_hash("clone.antigens"), c.antigens) +
                       term(c.id, name_hash("clone.kind"), kind);
  }
  const auto list = [&](const char* name, const auto& values) {
    for (std::size_t k = 0; k < values.size(); ++k) {
      std::uint64_t bits = 0;
      std::memcpy(&bits, &values[k], sizeof bits);
      if (values[k] != 0) parts[name] += term(k, name_hash(name), bits);
    }
  };
  for (std::size_t f = 0; f < w.begins_anew.size(); ++f)
    if (w.begins_anew[f]) parts["fields.begins_anew"] += term(f, name_hash("fields.begins_anew"), 1);
  list("body.levels", w.body.levels);
  list("body.fraction", w.body.fraction);
  list("body.table", w.body.table);
  list("body.told", w.body.told);
  list("body.counts", w.told);
  return parts;
}

std::uint64_t digest(const World& w) {
  std::uint64_t sum = 0;
  for (const auto& [name, part] : digest_parts(w)) sum += part;
  return sum;
}

}  // namespace tilscape::reference
