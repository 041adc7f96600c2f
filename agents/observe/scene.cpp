// The quantities of a scene, one function each, and a scene of a copy set aside.
#include "agents/observe/scene.hpp"

#include <tuple>
#include <type_traits>
#include <utility>

#include "agents/observe/cell_source.hpp"

namespace tilscape {

namespace {

Frame frame_of(const World& world, Step step, const ReplicatePlace& r, double base_step_min) {
  return {world.lattice(),     world.rules(r.number).surveillance, step, base_step_min, r.first_tumour,
          r.first_immune_cell, world.vessels_come_and_go()};
}

}  // namespace

Scene::Scene(std::unique_ptr<CellSource> source) : source_(std::move(source)) {}
Scene::Scene(const World& world, Step step, const ReplicatePlace& replicate, double base_step_min,
             Source source) {
  Rows<Part> parts = rows_of(world, replicate);
  const Frame frame = frame_of(world, step, replicate, base_step_min);
  source_.reset(source == Source::in_place
                    ? new CellSource{on_host(parts, [](const auto& part) { return part.read(); }), frame}
                    : new CellSource{on_host(parts, [](const auto& part) { return part.copy(); }), frame});
}
Scene::Scene(Scene&&) noexcept = default;
Scene::~Scene() = default;

std::size_t Scene::cell_count() const {
  return source_->cells.size();
}

void Scene::points_um(std::size_t first, std::span<float> out) const {
  const Lattice& lattice = source_->frame.lattice;
  for (std::size_t k = 0; k < out.size(); k += 3) {
    const Position p = lattice.locate(SiteIndex{source_->cells[(first + k) / 3].site});
    out[k] = (static_cast<float>(p.x) + 0.5f) * lattice.spacing_um;
    out[k + 1] = (static_cast<float>(p.y) + 0.5f) * lattice.spacing_um;
    out[k + 2] = (static_cast<float>(p.z) + 0.5f) * lattice.spacing_um;
  }
}

void Scene::cell_type(std::size_t first, std::span<std::uint8_t> out) const {
  source_->fill(first, out, [](const CellPlace& c) { return c.type; });
}

void Scene::state(std::size_t first, std::span<std::uint8_t> out) const {
  const auto& from = source_->from;
  source_->fill(first, out, [&](const CellPlace& c) {
    return is_immune(c.type) ? static_cast<std::uint8_t>(from.immune[c.site])
                             : static_cast<std::uint8_t>(from.tissue[c.site]);
  });
}

void Scene::receptor(std::size_t first, std::span<std::uint8_t> out) const {
  source_->fill_of_immune(first, out, source_->from.receptor);
}

/// Hits as they count now: those that the time since the last one has repaired are gone.
void Scene::hits(std::size_t first, std::span<std::uint8_t> out) const {
  const auto& [from, frame, cells] = *source_;
  source_->fill(first, out, [&from = from, &frame = frame](const CellPlace& c) {
    return c.type == CellType::tumour
               ? hits_left(frame.rules, from.hits[c.slot], frame.step.value - from.last_hit[c.slot])
               : 0;
  });
}

void Scene::site(std::size_t first, std::span<std::uint32_t> out) const {
  source_->fill(first, out, [](const CellPlace& c) { return c.site; });
}

void Scene::cell_id(std::size_t first, std::span<std::int64_t> out) const {
  source_->fill(first, out, [this](const CellPlace& c) { return source_->id_of(c); });
}

void Scene::clone_id(std::size_t first, std::span<std::int64_t> out) const {
  source_->fill_of_tumour(first, out, source_->from.clone);
}

void Scene::antigens(std::size_t first, std::span<std::int64_t> out) const {
  source_->fill_of_tumour(first, out, source_->from.antigens);
}

void Scene::mhc1(std::size_t first, std::span<float> out) const {
  source_->fill_of_tumour(first, out, source_->from.mhc1);
}

void Scene::pdl1(std::size_t first, std::span<float> out) const {
  source_->fill_of_tumour(first, out, source_->from.pdl1);
}

void Scene::pd1(std::size_t first, std::span<float> out) const {
  source_->fill_of_immune(first, out, source_->from.pd1);
}

void Scene::exhaustion(std::size_t first, std::span<float> out) const {
  source_->fill_of_immune(first, out, source_->from.exhaustion);
}

void Scene::radius_um(std::size_t first, std::span<float> out) const {
  const float spacing_um = source_->frame.lattice.spacing_um;
  source_->fill(first, out, [spacing_um](const CellPlace& c) {
    return static_cast<float>(record_of(c.type).radius_sites) * spacing_um;
  });
}

void Scene::age_h(std::size_t first, std::span<float> out) const {
  const Frame& frame = source_->frame;
  source_->fill(first, out, [&](const CellPlace& c) {
    return (frame.step.value - birth_step(source_->id_of(c)).value) * frame.base_step_min / 60;
  });
}

std::span<const float> Scene::field(FieldIndex field) const {
  return source_->from.fields[field].values();
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

ScenePlain Scene::plain() const {
  ScenePlain plain{table(), {}};
  for (int f = 0; f < field_count; ++f) {
    const auto values = field(static_cast<FieldIndex>(f));
    plain.fields[f].assign(values.begin(), values.end());
  }
  return plain;
}

struct SceneAside::Copies {
  Frame frame;
  Rows<Buffer> rows;
};

SceneAside::SceneAside(Memory& aside, const World& world, Step step, const ReplicatePlace& replicate,
                       double base_step_min)
    : copies_(new Copies{frame_of(world, step, replicate, base_step_min), {}}) {
  const auto copy = [&aside](auto& to, const auto& from) {
    to = std::remove_reference_t<decltype(to)>(aside, from.count);
    if (from.count) aside.copy(to.data(), from.buffer->data() + from.first, to.bytes());
  };
  Rows<Part> from = rows_of(world, replicate);
  std::apply([&](auto&... to) { std::apply([&](auto&... part) { (copy(to, part), ...); }, from.all()); },
             copies_->rows.all());
}

SceneAside::~SceneAside() = default;

Scene SceneAside::scene() const {
  auto values = on_host(copies_->rows, [](const auto& buffer) { return HostValues(buffer.to_host()); });
  return Scene(std::unique_ptr<Scene::CellSource>(new Scene::CellSource{std::move(values), copies_->frame}));
}

}  // namespace tilscape
