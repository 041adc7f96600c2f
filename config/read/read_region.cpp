// Points are lists, so that they are read number by number.
#include "config/read/read_region.hpp"

#include "config/schema/check.hpp"
#include "config/schema/therapy_rows.hpp"

namespace tilscape {
namespace {

/// Two numbers, or three.
Region::Point point(MapReader& region, const char* key) {
  Region::Point p;
  const YamlNode* node = region.value_of(key);
  const bool is_point =
      node && node->form == YamlNode::Form::list && (node->items.size() == 2 || node->items.size() == 3);
  if (!is_point) {
    region.complain(node ? node->line : region.map().line, key,
                    "is no point; expected [x, y] or [x, y, z] in um");
    return p;
  }
  for (std::size_t axis = 0; axis < node->items.size(); ++axis)
    if (const auto x = region.read<double>(therapy_rows().coordinate, node->items[axis], key)) p[axis] = *x;
  return p;
}

Region sphere(MapReader reader) {
  reader.keep_each_key_once();
  Region region;
  region.from_um = point(reader, "centre_um");
  const Row& radius_um = therapy_rows().radius;
  if (const auto radius = reader.require<double>(radius_um, expectation(radius_um)))
    region.to_um[0] = *radius;
  reader.refuse_the_rest();
  return region;
}

Region box(MapReader reader) {
  reader.keep_each_key_once();
  Region region{Region::Shape::box, point(reader, "from_um"), point(reader, "to_um")};
  for (std::size_t axis = 0; axis < 3; ++axis)
    if (region.to_um[axis] < region.from_um[axis])
      reader.complain(reader.map().line, "to_um",
                      "lies before from_um; expected from_um to be the smaller corner");
  reader.refuse_the_rest();
  return region;
}

}  // namespace

Region read_region(MapReader& item) {
  const YamlNode *as_sphere = item.value_of("sphere"), *as_box = item.value_of("box");
  if (!as_sphere != !as_box)
    return as_sphere ? sphere(item.inside(*as_sphere, "sphere")) : box(item.inside(*as_box, "box"));
  item.complain(item.map().line, "",
                "surgery takes out one region; expected sphere: {centre_um: [x, y, z], radius_um: r} or box: "
                "{from_um: [x, y, z], to_um: [x, y, z]}");
  return {};
}

}  // namespace tilscape
