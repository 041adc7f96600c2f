// Walks the sites in order once; then the value of every quantity of a cell is looked up by its slot.
#include "agents/observe/scene.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <type_traits>
#include <utility>

#include "agents/rules/surveillance.hpp"
#include "core/execution/host_team.hpp"
#include "core/lattice/cell_id.hpp"

namespace tilscape {

namespace {

/// Where the values of a cell come from.
struct CellSource {
  std::uint32_t site;  // local
  std::uint32_t slot;  // of the replicate's; 0 for static tissue, which has none
  CellType type;
};

/// The same of all cells, one array each: most quantities need two of them.
struct CellSources {
  std::vector<std::uint32_t> site, slot;
  std::vector<CellType> type;

  explicit CellSources(std::size_t n) : site(n), slot(n), type(n) {}
  std::size_t size() const { return site.size(); }
  CellSource operator[](std::size_t k) const { return {site[k], slot[k], type[k]}; }
  void set(std::size_t k, const CellSource& cell) {
    site[k] = cell.site, slot[k] = cell.slot, type[k] = cell.type;
  }
};

/// The moment and the rules that a scene is made by.
struct Frame {
  Lattice lattice;
  SurveillanceRules rules;  // of the replicate
  Step step;
  double base_step_min;
  std::uint32_t first_tumour, first_immune_cell;  // slots
  bool vessels_come_and_go;
};

/// Values [first, first + count) of a buffer.
template <class T>
struct Part {
  const Buffer<T>* buffer;
  std::size_t first, count;
  HostValues<T> read() const { return buffer->read(first, count); }
  HostValues<T> copy() const { return HostValues<T>(buffer->to_host(first, count)); }
};

template <class T>
Part<T> part(const Buffer<T>& buffer, std::size_t first, std::size_t count) {
  return {&buffer, first, count};
}

/// Everything that a scene shows, one part per column. `Store` is Part, Buffer for a copy in another memory,
/// or HostValues.
template <template <class> class Store>
struct Shown {
  Store<Tissue> tissue;
  Store<Immune> immune;
  Store<AgentIndex> tumour_at, immune_at;
  std::array<Store<float>, field_count> fields;
  Store<std::uint64_t> id, clone, antigens;
  Store<std::uint8_t> hits;
  Store<std::uint32_t> last_hit;
  Store<float> mhc1, pdl1;
  Store<std::uint64_t> t_id;
  Store<std::uint8_t> receptor;
  Store<float> pd1, exhaustion;

  auto all() {
    return std::tuple_cat(
        std::tie(tissue, immune, tumour_at, immune_at),
        std::apply([](auto&... field) { return std::tie(field...); }, fields),
        std::tie(id, clone, antigens, hits, last_hit, mhc1, pdl1, t_id, receptor, pd1, exhaustion));
  }
};

Shown<Part> shown(const World& world, const ReplicatePlace& r) {
  const std::size_t sites = world.lattice().sites(), first = r.number * sites;
  const auto plane = [&](const auto& buffer) { return part(buffer, first, sites); };
  const auto field = [&](std::size_t f) {
    return part(world.field(static_cast<int>(f)), first, world.field(static_cast<int>(f)).size() ? sites : 0);
  };
  const auto fields = [&]<std::size_t... f>(std::index_sequence<f...>) {
    return std::array<Part<float>, field_count>{field(f)...};
  };
  const auto tumour = [&](const auto& column) { return part(column, r.first_tumour, r.tumour_slots); };
  const auto immune_cell = [&](const auto& column) {
    return part(column, r.first_immune_cell, r.immune_slots);
  };
  const auto& c = world.tumour();
  const auto& t = world.immune_cells();
  return {plane(world.tissue()),
          plane(world.immune()),
          plane(world.tumour_at()),
          plane(world.immune_at()),
          fields(std::make_index_sequence<field_count>()),
          tumour(c.id),
          tumour(c.clone),
          tumour(c.antigens),
          tumour(c.hits),
          tumour(c.last_hit),
          tumour(c.mhc1),
          tumour(c.pdl1),
          immune_cell(t.id),
          immune_cell(t.receptor),
          immune_cell(t.pd1),
          immune_cell(t.exhaustion)};
}

/// All columns for the host, each as `get` gives it.
template <template <class> class Store, class Get>
Shown<HostValues> on_host(Shown<Store>& from, const Get& get) {
  Shown<HostValues> to;
  std::apply([&](auto&... x) { std::apply([&](auto&... y) { ((x = get(y)), ...); }, from.all()); }, to.all());
  return to;
}

Frame frame_of(const World& world, Step step, const ReplicatePlace& r, double base_step_min) {
  return {world.lattice(),     world.rules(r.number).surveillance, step, base_step_min, r.first_tumour,
          r.first_immune_cell, world.vessels_come_and_go()};
}

constexpr std::size_t stretch_length = 1 << 15;

std::size_t stretches_of(std::size_t n) {
  return (n + stretch_length - 1) / stretch_length;
}

/// part(number, first, last) for stretches of [0, n), on all threads where there are several.
template <class Function>
void in_stretches(std::size_t n, const Function& part) {
  for_each_part(stretches_of(n),
                [&](std::size_t s) { part(s, s * stretch_length, std::min(n, (s + 1) * stretch_length)); });
}

/// The cells of each stretch of sites are counted, then each stretch knows where its first one goes.
CellSources cells_in_site_order(const Shown<HostValues>& from, const Frame& frame) {
  const auto each_cell = [&](std::size_t first, std::size_t last, auto take) {
    for (auto s = static_cast<std::uint32_t>(first); s < last; ++s) {
      const Tissue tissue = from.tissue[s];
      if (tissue != Tissue::none)
        take(CellSource{s, is_tumour(tissue) ? from.tumour_at[s].value - frame.first_tumour : 0,
                        cell_type_of(tissue)});
      if (from.immune[s] != Immune::none)
        take(CellSource{s, from.immune_at[s].value - frame.first_immune_cell, cell_type_of(from.immune[s])});
    }
  };
  const std::size_t sites = frame.lattice.sites();
  std::vector<std::size_t> first_cell(stretches_of(sites) + 1);
  in_stretches(sites, [&](std::size_t stretch, std::size_t first, std::size_t last) {
    std::size_t count = 0;
    each_cell(first, last, [&count](const CellSource&) { ++count; });
    first_cell[stretch + 1] = count;
  });
  std::partial_sum(first_cell.begin(), first_cell.end(), first_cell.begin());
  CellSources cells(first_cell.back());
  in_stretches(sites, [&](std::size_t stretch, std::size_t first, std::size_t last) {
    each_cell(first, last,
              [&cells, k = first_cell[stretch]](const CellSource& cell) mutable { cells.set(k++, cell); });
  });
  return cells;
}

}  // namespace

struct Scene::Content {
  Shown<HostValues> from;
  Frame frame;
  CellSources cells = cells_in_site_order(from, frame);

  template <class T, class Value>
  void fill(std::size_t first, std::span<T> out, const Value& value) const {
    for (std::size_t k = 0; k < out.size(); ++k) out[k] = static_cast<T>(value(cells[first + k]));
  }
  /// 0 for cells of another layer's population. Without a branch, which would be guessed wrongly wherever
  /// types mix: slot 0 is there if a cell of the population is.
  /// @param belongs  is a cell of this type of the population that has the column?
  template <class T, class Column, class Belongs>
  void fill_of(std::size_t first, std::span<T> out, const Column& column, const Belongs& belongs) const {
    if (column.empty()) {
      std::ranges::fill(out, T{0});
      return;
    }
    const CellType* types = &cells.type[first];
    const std::uint32_t* slots = &cells.slot[first];
    for (std::size_t k = 0; k < out.size(); ++k) {
      const std::uint32_t is_of_type = belongs(types[k]);
      const T value = static_cast<T>(column[slots[k] & -is_of_type]);
      out[k] = is_of_type ? value : T{0};
    }
  }
  template <class T, class Column>
  void fill_of_tumour(std::size_t first, std::span<T> out, const Column& column) const {
    fill_of(first, out, column, [](CellType type) { return type == CellType::tumour; });
  }
  template <class T, class Column>
  void fill_of_immune(std::size_t first, std::span<T> out, const Column& column) const {
    fill_of(first, out, column, [](CellType type) { return is_immune(type); });
  }
  std::uint64_t id_of(const CellSource& c) const {
    if (c.type == CellType::tumour) return from.id[c.slot];
    if (is_immune(c.type)) return from.t_id[c.slot];
    const bool is_new = c.type == CellType::vessel && frame.vessels_come_and_go;  // of a cell that was there
    return make_id(Step{0}, LocalSite{c.site},
                   static_cast<std::uint32_t>(is_new ? Birth::vessel : Birth::initial_tissue));
  }
};

Scene::Scene(std::unique_ptr<Content> content) : content_(std::move(content)) {}
Scene::Scene(const World& world, Step step, const ReplicatePlace& replicate, double base_step_min,
             Source source) {
  Shown<Part> parts = shown(world, replicate);
  const Frame frame = frame_of(world, step, replicate, base_step_min);
  content_.reset(source == Source::in_place
                     ? new Content{on_host(parts, [](const auto& part) { return part.read(); }), frame}
                     : new Content{on_host(parts, [](const auto& part) { return part.copy(); }), frame});
}
Scene::Scene(Scene&&) noexcept = default;
Scene::~Scene() = default;

std::size_t Scene::cell_count() const {
  return content_->cells.size();
}

void Scene::points_um(std::size_t first, std::span<float> out) const {
  const Lattice& lattice = content_->frame.lattice;
  for (std::size_t k = 0; k < out.size(); k += 3) {
    const Position p = lattice.locate(SiteIndex{content_->cells[(first + k) / 3].site});
    out[k] = (static_cast<float>(p.x) + 0.5f) * lattice.spacing_um;
    out[k + 1] = (static_cast<float>(p.y) + 0.5f) * lattice.spacing_um;
    out[k + 2] = (static_cast<float>(p.z) + 0.5f) * lattice.spacing_um;
  }
}

void Scene::cell_type(std::size_t first, std::span<std::uint8_t> out) const {
  content_->fill(first, out, [](const CellSource& c) { return c.type; });
}

void Scene::state(std::size_t first, std::span<std::uint8_t> out) const {
  const auto& from = content_->from;
  content_->fill(first, out, [&](const CellSource& c) {
    return is_immune(c.type) ? static_cast<std::uint8_t>(from.immune[c.site])
                             : static_cast<std::uint8_t>(from.tissue[c.site]);
  });
}

void Scene::receptor(std::size_t first, std::span<std::uint8_t> out) const {
  content_->fill_of_immune(first, out, content_->from.receptor);
}

/// Hits as they count now: those that the time since the last one has repaired are gone.
void Scene::hits(std::size_t first, std::span<std::uint8_t> out) const {
  const auto& [from, frame, cells] = *content_;
  content_->fill(first, out, [&from = from, &frame = frame](const CellSource& c) {
    return c.type == CellType::tumour
               ? hits_left(frame.rules, from.hits[c.slot], frame.step.value - from.last_hit[c.slot])
               : 0;
  });
}

void Scene::site(std::size_t first, std::span<std::uint32_t> out) const {
  content_->fill(first, out, [](const CellSource& c) { return c.site; });
}

void Scene::cell_id(std::size_t first, std::span<std::int64_t> out) const {
  content_->fill(first, out, [this](const CellSource& c) { return content_->id_of(c); });
}

void Scene::clone_id(std::size_t first, std::span<std::int64_t> out) const {
  content_->fill_of_tumour(first, out, content_->from.clone);
}

void Scene::antigens(std::size_t first, std::span<std::int64_t> out) const {
  content_->fill_of_tumour(first, out, content_->from.antigens);
}

void Scene::mhc1(std::size_t first, std::span<float> out) const {
  content_->fill_of_tumour(first, out, content_->from.mhc1);
}

void Scene::pdl1(std::size_t first, std::span<float> out) const {
  content_->fill_of_tumour(first, out, content_->from.pdl1);
}

void Scene::pd1(std::size_t first, std::span<float> out) const {
  content_->fill_of_immune(first, out, content_->from.pd1);
}

void Scene::exhaustion(std::size_t first, std::span<float> out) const {
  content_->fill_of_immune(first, out, content_->from.exhaustion);
}

void Scene::radius_um(std::size_t first, std::span<float> out) const {
  const float spacing_um = content_->frame.lattice.spacing_um;
  content_->fill(first, out, [spacing_um](const CellSource& c) {
    return static_cast<float>(record_of(c.type).radius_sites) * spacing_um;
  });
}

void Scene::age_h(std::size_t first, std::span<float> out) const {
  const Frame& frame = content_->frame;
  content_->fill(first, out, [&](const CellSource& c) {
    return (frame.step.value - birth_step(content_->id_of(c)).value) * frame.base_step_min / 60;
  });
}

std::span<const float> Scene::field(FieldIndex field) const {
  return content_->from.fields[field].values();
}

CellTable Scene::table() const {
  CellTable table;
  const auto fill = [this](auto& column, auto quantity, std::size_t per_cell = 1) {
    column.resize(cell_count() * per_cell);
    in_stretches(cell_count(), [&](std::size_t, std::size_t first, std::size_t last) {
      (this->*quantity)(first * per_cell,
                        std::span(column).subspan(first * per_cell, (last - first) * per_cell));
    });
  };
  fill(table.points_um, &Scene::points_um, 3);
  fill(table.cell_type, &Scene::cell_type);
  fill(table.state, &Scene::state);
  fill(table.receptor, &Scene::receptor);
  fill(table.hits, &Scene::hits);
  fill(table.site, &Scene::site);
  fill(table.cell_id, &Scene::cell_id);
  fill(table.clone_id, &Scene::clone_id);
  fill(table.antigens, &Scene::antigens);
  fill(table.mhc1, &Scene::mhc1);
  fill(table.pdl1, &Scene::pdl1);
  fill(table.pd1, &Scene::pd1);
  fill(table.exhaustion, &Scene::exhaustion);
  fill(table.radius_um, &Scene::radius_um);
  fill(table.age_h, &Scene::age_h);
  return table;
}

Picture Scene::picture() const {
  Picture picture{table(), {}};
  for (int f = 0; f < field_count; ++f) {
    const auto values = field(static_cast<FieldIndex>(f));
    picture.fields[f].assign(values.begin(), values.end());
  }
  return picture;
}

struct SceneAside::Copies {
  Frame frame;
  Shown<Buffer> shown;
};

SceneAside::SceneAside(Memory& aside, const World& world, Step step, const ReplicatePlace& replicate,
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

SceneAside::~SceneAside() = default;

Scene SceneAside::scene() const {
  auto values = on_host(copies_->shown, [](const auto& buffer) { return HostValues(buffer.to_host()); });
  return Scene(std::unique_ptr<Scene::Content>(new Scene::Content{std::move(values), copies_->frame}));
}

}  // namespace tilscape
