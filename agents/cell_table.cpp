// Walks the sites in order once, then gathers column by column, so that only one extra column is in memory at
// a time.
#include "agents/cell_table.hpp"

#include <tuple>
#include <type_traits>

#include "agents/rules.hpp"
#include "core/cell_id.hpp"

namespace tilscape {

namespace {

/// Where the value of a table row comes from.
struct Source {
  std::uint32_t site;  // local
  std::uint32_t slot;  // of the replicate's; 0 for static tissue, which has none
  CellType type;
};

/// The moment and the rules that a table is made by.
struct Frame {
  Lattice lattice;
  SurveillanceRules rules;  // of the replicate
  Step step;
  double base_step_min;
  std::uint32_t first_tumour, first_t_cell;  // slots
};

/// Values [first, first + count) of a buffer.
template <class T>
struct Part {
  const Buffer<T>* buffer;
  std::size_t first, count;
  std::vector<T> to_host() const { return buffer->to_host(first, count); }
};

template <class T>
Part<T> part(const Buffer<T>& buffer, std::size_t first, std::size_t count) {
  return {&buffer, first, count};
}

/// Everything that a table shows, one part per column. `Store` is Part, or Buffer for a copy.
template <template <class> class Store>
struct Shown {
  Store<Tissue> tissue;
  Store<Immune> immune;
  Store<AgentIndex> tumour_at, t_cell_at;
  std::array<Store<float>, field_count> fields;
  Store<std::uint64_t> id, clone, antigens;
  Store<std::uint8_t> hits;
  Store<std::uint32_t> last_hit;
  Store<float> mhc1, pdl1;
  Store<std::uint64_t> t_id;
  Store<std::uint8_t> receptor;
  Store<float> pd1, exhaustion;

  auto all() {
    return std::tie(tissue, immune, tumour_at, t_cell_at, fields[0], fields[1], fields[2], id, clone,
                    antigens, hits, last_hit, mhc1, pdl1, t_id, receptor, pd1, exhaustion);
  }
};

Shown<Part> shown(const World& world, const ReplicatePlace& r) {
  static_assert(field_count == 3);
  const std::size_t sites = world.lattice().sites(), first = r.number * sites;
  const auto plane = [&](const auto& buffer) { return part(buffer, first, sites); };
  const auto tumour = [&](const auto& column) { return part(column, r.first_tumour, r.tumour_slots); };
  const auto t_cell = [&](const auto& column) { return part(column, r.first_t_cell, r.t_cell_slots); };
  const auto& c = world.tumour();
  const auto& t = world.t_cells();
  return {plane(world.tissue()),
          plane(world.immune()),
          plane(world.tumour_at()),
          plane(world.t_cell_at()),
          {plane(world.field(0)), plane(world.field(1)), plane(world.field(2))},
          tumour(c.id),
          tumour(c.clone),
          tumour(c.antigens),
          tumour(c.hits),
          tumour(c.last_hit),
          tumour(c.mhc1),
          tumour(c.pdl1),
          t_cell(t.id),
          t_cell(t.receptor),
          t_cell(t.pd1),
          t_cell(t.exhaustion)};
}

Frame frame_of(const World& world, Step step, const ReplicatePlace& r, double base_step_min) {
  return {world.lattice(), world.rules(r.number).surveillance, step, base_step_min, r.first_tumour,
          r.first_t_cell};
}

template <template <class> class Store>
std::vector<Source> cells_in_site_order(const Shown<Store>& world, const Frame& frame, CellTable& table) {
  const auto tissue = world.tissue.to_host();
  const auto immune = world.immune.to_host();
  const auto tumour_at = world.tumour_at.to_host();
  const auto t_cell_at = world.t_cell_at.to_host();
  const auto sites = static_cast<std::uint32_t>(tissue.size());
  std::size_t n = 0;
  for (std::uint32_t s = 0; s < sites; ++s) n += (tissue[s] != Tissue::none) + (immune[s] != Immune::none);
  std::vector<Source> cells;
  cells.reserve(n);
  table.state.reserve(n);
  for (std::uint32_t s = 0; s < sites; ++s) {
    if (tissue[s] != Tissue::none) {
      const bool is_agent = is_tumour(tissue[s]);
      cells.push_back({s, is_agent ? tumour_at[s].value - frame.first_tumour : 0, cell_type_of(tissue[s])});
      table.state.push_back(static_cast<std::uint8_t>(tissue[s]));
    }
    if (immune[s] != Immune::none) {
      cells.push_back({s, t_cell_at[s].value - frame.first_t_cell, CellType::cd8_t_cell});
      table.state.push_back(static_cast<std::uint8_t>(immune[s]));
    }
  }
  return cells;
}

/// to[k] = column[slot] where the row is of this type; other rows stay as they are.
template <class To, class Column>
void gather(std::vector<To>& to, const std::vector<Source>& cells, CellType type, const Column& column) {
  to.resize(cells.size());
  const auto values = column.to_host();
  for (std::size_t k = 0; k < cells.size(); ++k)
    if (cells[k].type == type) to[k] = static_cast<To>(values[cells[k].slot]);
}

float radius_um(CellType type, float spacing_um) {
  switch (type) {
    case CellType::tumour:
      return 0.5f * spacing_um;
    case CellType::stroma:
      return 0.4f * spacing_um;
    case CellType::vessel:
      return 0.5f * spacing_um;
    case CellType::cd8_t_cell:
      return 0.35f * spacing_um;
  }
  return 0;
}

void fill_places(CellTable& table, const std::vector<Source>& cells, const Lattice& lattice) {
  const std::size_t n = cells.size();
  table.points_um.resize(3 * n);
  table.site.resize(n);
  table.cell_type.resize(n);
  table.radius_um.resize(n);
  table.cell_id.resize(n);
  for (std::size_t k = 0; k < n; ++k) {
    const Position p = lattice.locate(SiteIndex{cells[k].site});
    table.points_um[3 * k] = (static_cast<float>(p.x) + 0.5f) * lattice.spacing_um;
    table.points_um[3 * k + 1] = (static_cast<float>(p.y) + 0.5f) * lattice.spacing_um;
    table.points_um[3 * k + 2] = (static_cast<float>(p.z) + 0.5f) * lattice.spacing_um;
    table.site[k] = cells[k].site;
    table.cell_type[k] = static_cast<std::uint8_t>(cells[k].type);
    table.radius_um[k] = radius_um(cells[k].type, lattice.spacing_um);
    table.cell_id[k] = static_cast<std::int64_t>(
        make_id(Step{0}, LocalSite{cells[k].site}, static_cast<std::uint32_t>(Birth::initial_tissue)));
  }
}

/// Hits as they count now: those that the time since the last one has repaired are gone.
template <template <class> class Store>
void fill_hits(CellTable& table, const std::vector<Source>& cells, const Shown<Store>& world,
               const Frame& frame) {
  std::vector<std::uint32_t> last_hit;
  gather(table.hits, cells, CellType::tumour, world.hits);
  gather(last_hit, cells, CellType::tumour, world.last_hit);
  for (std::size_t k = 0; k < cells.size(); ++k)
    table.hits[k] =
        static_cast<std::uint8_t>(hits_left(frame.rules, table.hits[k], frame.step.value - last_hit[k]));
}

template <template <class> class Store>
CellTable table_of(const Shown<Store>& world, const Frame& frame) {
  CellTable table;
  const std::vector<Source> cells = cells_in_site_order(world, frame, table);
  fill_places(table, cells, frame.lattice);
  gather(table.cell_id, cells, CellType::tumour, world.id);
  gather(table.cell_id, cells, CellType::cd8_t_cell, world.t_id);
  gather(table.clone_id, cells, CellType::tumour, world.clone);
  gather(table.antigens, cells, CellType::tumour, world.antigens);
  fill_hits(table, cells, world, frame);
  gather(table.mhc1, cells, CellType::tumour, world.mhc1);
  gather(table.pdl1, cells, CellType::tumour, world.pdl1);
  gather(table.receptor, cells, CellType::cd8_t_cell, world.receptor);
  gather(table.pd1, cells, CellType::cd8_t_cell, world.pd1);
  gather(table.exhaustion, cells, CellType::cd8_t_cell, world.exhaustion);
  table.age_h.resize(cells.size());
  for (std::size_t k = 0; k < cells.size(); ++k) {
    const Step born = birth_step(static_cast<std::uint64_t>(table.cell_id[k]));
    table.age_h[k] = static_cast<float>((frame.step.value - born.value) * frame.base_step_min / 60);
  }
  return table;
}

}  // namespace

CellTable cell_table(const World& world, Step step, const ReplicatePlace& replicate, double base_step_min) {
  return table_of(shown(world, replicate), frame_of(world, step, replicate, base_step_min));
}

std::vector<float> field_values(const World& world, FieldIndex field, std::uint32_t replicate) {
  const std::size_t sites = world.lattice().sites();
  return world.field(field).to_host(replicate * sites, sites);
}

struct WorldAside::Copies {
  Frame frame;
  Shown<Buffer> shown;
};

WorldAside::WorldAside(Memory& aside, const World& world, Step step, const ReplicatePlace& replicate,
                       double base_step_min)
    : copies_(new Copies{frame_of(world, step, replicate, base_step_min), {}}) {
  const auto copy = [&aside](auto& to, const auto& from) {
    to = std::remove_reference_t<decltype(to)>(aside, from.count);
    if (from.count) aside.copy(to.data(), from.buffer->data() + from.first, to.bytes());
  };
  Shown<Part> from = shown(world, replicate);
  std::apply([&](auto&... to) { std::apply([&](auto&... part) { (copy(to, part), ...); }, from.all()); },
             copies_->shown.all());
}

WorldAside::~WorldAside() = default;

Picture WorldAside::picture() const {
  Picture picture;
  picture.cells = table_of(copies_->shown, copies_->frame);
  for (int f = 0; f < field_count; ++f) picture.fields[f] = copies_->shown.fields[f].to_host();
  return picture;
}

}  // namespace tilscape
