// The structure of a snapshot file, as ParaView wants it; that every value survives; that how it is written
// does not show.
#include "core/io/run/snapshot.hpp"

#include <cstdlib>

#include "core/base/errors.hpp"
#include "core/io/files/durable_file.hpp"
#include "core/io/hdf5/dataset.hpp"
#include "core/io/run/read_run.hpp"
#include "tests/catch.hpp"
#include "tests/io/samples.hpp"

using namespace tilscape;
using hdf5::Handle;

namespace {

Handle open_group(hid_t file, const char* name) {
  return hdf5::checked(H5Gopen2(file, name, H5P_DEFAULT), H5Gclose, name);
}

/// Reads `Type`, and refuses it unless it is what ParaView accepts: fixed length, ASCII.
std::string vtk_type(hid_t file, const char* group_name) {
  Handle group = open_group(file, group_name);
  Handle attribute = hdf5::checked(H5Aopen(group, "Type", H5P_DEFAULT), H5Aclose, "Type");
  Handle type = hdf5::checked(H5Aget_type(attribute), H5Tclose, "Type");
  REQUIRE(H5Tis_variable_str(type) == 0);
  REQUIRE(H5Tget_cset(type) == H5T_CSET_ASCII);
  std::string text(H5Tget_size(type), '\0');
  REQUIRE(H5Aread(attribute, type, text.data()) >= 0);
  return text;
}

/// An array of any shape, by its path.
template <class T>
std::vector<T> values_at(hid_t file, const std::string& path) {
  const Handle dataset = hdf5::checked(H5Dopen2(file, path.c_str(), H5P_DEFAULT), H5Dclose, path);
  const Handle space = hdf5::checked(H5Dget_space(dataset), H5Sclose, path);
  std::vector<T> values(static_cast<std::size_t>(H5Sget_simple_extent_npoints(space)));
  hdf5::check(H5Dread(dataset, hdf5::type_of<T>(), H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()), path);
  return values;
}

template <class T>
std::vector<T> attribute_list(hid_t file, const char* group_name, const char* name) {
  Handle group = open_group(file, group_name);
  Handle attribute = hdf5::checked(H5Aopen(group, name, H5P_DEFAULT), H5Aclose, name);
  Handle type = hdf5::checked(H5Aget_type(attribute), H5Tclose, name);
  REQUIRE(H5Tequal(type, hdf5::type_of<T>()) > 0);
  Handle space = hdf5::checked(H5Aget_space(attribute), H5Sclose, name);
  std::vector<T> values(static_cast<std::size_t>(H5Sget_simple_extent_npoints(space)));
  REQUIRE(H5Aread(attribute, type, values.data()) >= 0);
  return values;
}

/// As attribute_list(), of texts of variable length.
std::vector<std::string> attribute_texts(hid_t file, const char* group_name, const char* name) {
  Handle group = open_group(file, group_name);
  Handle attribute = hdf5::checked(H5Aopen(group, name, H5P_DEFAULT), H5Aclose, name);
  Handle type = hdf5::checked(H5Aget_type(attribute), H5Tclose, name);
  REQUIRE(H5Tis_variable_str(type) > 0);
  REQUIRE(H5Tget_cset(type) == H5T_CSET_UTF8);
  Handle space = hdf5::checked(H5Aget_space(attribute), H5Sclose, name);
  std::vector<char*> read(static_cast<std::size_t>(H5Sget_simple_extent_npoints(space)));
  REQUIRE(H5Aread(attribute, type, read.data()) >= 0);
  const std::vector<std::string> texts(read.begin(), read.end());
  H5Dvlen_reclaim(type, space, H5P_DEFAULT, read.data());
  return texts;
}

/// Values of a dataset that must have exactly this type and shape.
template <class T>
std::vector<T> exactly(hid_t file, const std::string& name, const std::vector<hsize_t>& shape) {
  CAPTURE(name);
  Handle dataset = hdf5::checked(H5Dopen2(file, name.c_str(), H5P_DEFAULT), H5Dclose, name);
  Handle type = hdf5::checked(H5Dget_type(dataset), H5Tclose, name);
  REQUIRE(H5Tequal(type, hdf5::type_of<T>()) > 0);
  Handle space = hdf5::checked(H5Dget_space(dataset), H5Sclose, name);
  std::vector<hsize_t> found(static_cast<std::size_t>(H5Sget_simple_extent_ndims(space)));
  H5Sget_simple_extent_dims(space, found.data(), nullptr);
  REQUIRE(found == shape);
  return values_at<T>(file, name);
}

std::vector<std::string> links_in_creation_order(hid_t file, const char* name) {
  Handle group = open_group(file, name);
  std::vector<std::string> names;
  const auto take = [](hid_t, const char* link, const H5L_info_t*, void* out) -> herr_t {
    static_cast<std::vector<std::string>*>(out)->emplace_back(link);
    return 0;
  };
  REQUIRE(H5Literate(group, H5_INDEX_CRT_ORDER, H5_ITER_INC, nullptr, take, &names) >= 0);
  return names;
}

const std::string cells_path = "/VTKHDF/cells/", point_data_path = "/VTKHDF/cells/PointData/";

}  // namespace

TEST_CASE("A snapshot has the structure that ParaView reads", "[snapshot]") {
  const ScratchFolder folder("structure");
  const hsize_t n = 400;
  const Snapshot s = sample_snapshot({12, 10, 8}, n, 1.5);
  write_snapshot(folder / "s.vtkhdf", s);
  Handle file = hdf5::open_for_reading(folder / "s.vtkhdf");

  REQUIRE(hdf5::read_scalar<std::uint8_t>(file, "complete") == 1);
  REQUIRE(vtk_type(file, "/VTKHDF") == "PartitionedDataSetCollection");
  REQUIRE(vtk_type(file, "/VTKHDF/cells") == "UnstructuredGrid");
  REQUIRE(vtk_type(file, "/VTKHDF/fields") == "ImageData");
  REQUIRE(attribute_list<std::int64_t>(file, "/VTKHDF", "Version") == std::vector<std::int64_t>{2, 1});
  REQUIRE(attribute_list<std::int64_t>(file, "/VTKHDF/cells", "Version") == std::vector<std::int64_t>{1, 0});
  REQUIRE(attribute_list<std::int64_t>(file, "/VTKHDF/cells", "Index") == std::vector<std::int64_t>{0});
  REQUIRE(attribute_list<std::int64_t>(file, "/VTKHDF/fields", "Index") == std::vector<std::int64_t>{1});
  REQUIRE(links_in_creation_order(file, "/VTKHDF/Assembly") == std::vector<std::string>{"cells", "fields"});

  for (const std::string count : {"NumberOfPoints", "NumberOfCells", "NumberOfConnectivityIds"})
    REQUIRE(exactly<std::int64_t>(file, cells_path + count, {1})[0] == static_cast<std::int64_t>(n));
  REQUIRE(exactly<float>(file, cells_path + "Points", {n, 3}) == std::get<std::vector<float>>(s.points_um));
  const auto connectivity = exactly<std::int32_t>(file, cells_path + "Connectivity", {n});
  const auto offsets = exactly<std::int32_t>(file, cells_path + "Offsets", {n + 1});
  REQUIRE((connectivity.front() == 0 && connectivity.back() == n - 1 && offsets.front() == 0 &&
           offsets.back() == n));
  REQUIRE(exactly<std::uint8_t>(file, cells_path + "Types", {n}) == std::vector<std::uint8_t>(n, 1));
  REQUIRE(exactly<double>(file, cells_path + "FieldData/TimeValue", {1})[0] == 1.5);
  REQUIRE(exactly<std::int64_t>(file, cells_path + "FieldData/step", {1})[0] == 90);
  REQUIRE(H5Lexists(file, "/VTKHDF/fields/FieldData", H5P_DEFAULT) == 0);

  REQUIRE(attribute_list<std::int64_t>(file, "/VTKHDF/fields", "WholeExtent") ==
          std::vector<std::int64_t>{0, 11, 0, 9, 0, 7});
  REQUIRE(attribute_list<double>(file, "/VTKHDF/fields", "Origin") == std::vector<double>{5, 5, 5});
  REQUIRE(attribute_list<double>(file, "/VTKHDF/fields", "Spacing") == std::vector<double>{10, 10, 10});
  REQUIRE(attribute_list<double>(file, "/VTKHDF/fields", "Direction").size() == 9);
  REQUIRE(exactly<float>(file, "/VTKHDF/fields/PointData/oxygen_mmHg", {8, 10, 12}) ==
          std::get<std::vector<float>>(s.fields[0].values));
}

TEST_CASE("Every kind of array survives, ids above 2^32 included", "[snapshot]") {
  const ScratchFolder folder("arrays");
  const hsize_t n = 5000;
  const Snapshot s = sample_snapshot({20, 20, 20}, n);
  write_snapshot(folder / "s.vtkhdf", s);
  Handle file = hdf5::open_for_reading(folder / "s.vtkhdf");
  const auto same = [&]<class T>(std::size_t k, T) {
    REQUIRE(exactly<T>(file, point_data_path + s.point_arrays[k].name, {n}) ==
            std::get<std::vector<T>>(s.point_arrays[k].values));
  };
  same(0, std::uint8_t{});
  same(1, std::uint16_t{});
  same(2, std::uint32_t{});
  same(3, std::int64_t{});
  same(4, float{});
  same(5, double{});
  REQUIRE(sample_id(n - 1) > (std::int64_t{1} << 32));
  REQUIRE(values_at<std::int64_t>(file, point_data_path + "cell_id")[n - 1] == sample_id(n - 1));
  Handle age =
      hdf5::checked(H5Dopen2(file, (point_data_path + "age_h").c_str(), H5P_DEFAULT), H5Dclose, "age_h");
  REQUIRE(hdf5::read_string(age, "units") == "h");
  Handle meta = open_group(file, "meta");
  REQUIRE(hdf5::read_scalar<std::uint64_t>(meta, "seed") == s.seed);
  REQUIRE(hdf5::read_scalar<std::uint64_t>(meta, "digest") == s.digest);
  REQUIRE(hdf5::read_string(meta, "config") == s.config);
  REQUIRE(hdf5::read_string(meta, "version") == "1.2.3");
}

TEST_CASE("A configuration above the 64 KiB limit of attributes fits", "[snapshot]") {
  const ScratchFolder folder("config");
  Snapshot s = sample_snapshot({3, 3, 3}, 1);
  s.config.assign(200000, 'x');
  write_snapshot(folder / "s.vtkhdf", s);
  Handle file = hdf5::open_for_reading(folder / "s.vtkhdf");
  REQUIRE(hdf5::read_string(open_group(file, "meta"), "config") == s.config);
}

TEST_CASE("Tables of codes are groups of /meta, their columns attributes", "[snapshot]") {
  const ScratchFolder folder("codes");
  Snapshot s = sample_snapshot({3, 3, 3}, 4);
  using Codes = std::vector<std::uint8_t>;
  using Texts = std::vector<std::string>;
  s.code_tables = {{"kinds", {{"code", Codes{1, 4}}, {"name", Texts{"tumour", "CD8⁺ T cell"}}}},
                   {"sizes", {{"radius", std::vector<double>{0.35}}}}};
  write_snapshot(folder / "s.vtkhdf", s);
  Handle file = hdf5::open_for_reading(folder / "s.vtkhdf");
  CHECK(attribute_list<std::uint8_t>(file, "/meta/kinds", "code") == Codes{1, 4});
  CHECK(attribute_texts(file, "/meta/kinds", "name") == Texts{"tumour", "CD8⁺ T cell"});
  CHECK(attribute_list<double>(file, "/meta/sizes", "radius") == std::vector<double>{0.35});
  CHECK_NOTHROW(verify_snapshot(folder / "s.vtkhdf"));
  write_snapshot(folder / "again.vtkhdf", s);
  CHECK(read_text(folder / "s.vtkhdf") == read_text(folder / "again.vtkhdf"));
  std::get<Texts>(s.code_tables[0].columns[1].values).pop_back();
  CHECK_THROWS_AS(write_snapshot(folder / "uneven.vtkhdf", s), OutputError);
}

TEST_CASE("An axis of one site is stored twice", "[snapshot]") {
  const ScratchFolder folder("thin");
  const Snapshot s = sample_snapshot({4, 3, 1}, 12);
  write_snapshot(folder / "s.vtkhdf", s);
  Handle file = hdf5::open_for_reading(folder / "s.vtkhdf");
  const auto oxygen = exactly<float>(file, "/VTKHDF/fields/PointData/oxygen_mmHg", {2, 3, 4});
  for (std::size_t site = 0; site < 12; ++site) {
    REQUIRE(oxygen[site] == sample_oxygen(site));
    REQUIRE(oxygen[12 + site] == sample_oxygen(site));
  }
  REQUIRE(attribute_list<std::int64_t>(file, "/VTKHDF/fields", "WholeExtent")[5] == 1);
  REQUIRE(attribute_list<double>(file, "/VTKHDF/fields", "Spacing") == std::vector<double>{10, 10, 1e-3});

  write_snapshot(folder / "line.vtkhdf", sample_snapshot({1, 3, 1}, 0));
  Handle line = hdf5::open_for_reading(folder / "line.vtkhdf");
  const float a = sample_oxygen(0), b = sample_oxygen(1), c = sample_oxygen(2);
  REQUIRE(exactly<float>(line, "/VTKHDF/fields/PointData/oxygen_mmHg", {2, 3, 2}) ==
          std::vector<float>{a, a, b, b, c, c, a, a, b, b, c, c});
}

TEST_CASE("No cells and one cell are written and read", "[snapshot]") {
  const ScratchFolder folder("few");
  for (const std::size_t n : {0u, 1u}) {
    write_snapshot(folder / "s.vtkhdf", sample_snapshot({5, 5, 5}, n));
    REQUIRE(read_snapshot_info(folder / "s.vtkhdf").cells == n);
    REQUIRE_NOTHROW(verify_snapshot(folder / "s.vtkhdf"));
  }
}

TEST_CASE("How a snapshot is written cannot be seen in it", "[snapshot]") {
  const ScratchFolder folder("ways");
  const Snapshot s = sample_snapshot({70, 70, 70}, 300000);
  write_snapshot(folder / "reference.h5", s, {{Deflate::zlib, 1, true}, 0});
  write_snapshot(folder / "zlib.h5", s, {{Deflate::zlib, 2, false}, 0});
  write_snapshot(folder / "best.h5", s, {{Deflate::best_available, 3, false}, 0});
  write_snapshot(folder / "again.h5", s, {{Deflate::best_available, 1, false}, 0});
  write_snapshot(folder / "streamed.h5", s, {{}, 1});

  SECTION("the same compressor gives the same bytes on any number of threads") {
    REQUIRE(read_text(folder / "best.h5") == read_text(folder / "again.h5"));
  }
  SECTION("h5diff finds no difference") {
    if (std::system("command -v h5diff > /dev/null") != 0) {
      WARN("skipped: h5diff is not installed");
      return;
    }
    const auto differs = [&](const std::string& a, const std::string& b) {
      return std::system(
          ("h5diff '" + (folder / a).string() + "' '" + (folder / b).string() + "' > /dev/null").c_str());
    };
    for (const std::string way : {"zlib.h5", "best.h5", "streamed.h5"})
      REQUIRE(differs("reference.h5", way) == 0);
    Snapshot other = s;
    std::get<std::vector<float>>(other.fields[0].values)[1234] += 1;
    write_snapshot(folder / "other.h5", other);
    REQUIRE(differs("reference.h5", "other.h5") != 0);
  }
}

TEST_CASE("Arrays of the wrong length or name are refused before anything is written", "[snapshot]") {
  const ScratchFolder folder("refused");
  Snapshot s = sample_snapshot({4, 4, 4}, 10);
  SECTION("a short array") {
    s.point_arrays[0].values = std::vector<std::uint8_t>(9);
  }
  SECTION("a field of another lattice") {
    std::get<std::vector<float>>(s.fields[0].values).pop_back();
  }
  SECTION("a slash in a name") {
    s.point_arrays[1].name = "a/b";
  }
  SECTION("a dot in a name") {
    s.fields[0].name = "p.o2";
  }
  SECTION("one name twice") {
    s.point_arrays[1].name = s.point_arrays[0].name;
  }
  REQUIRE_THROWS_AS(write_snapshot(folder / "s.vtkhdf", s), OutputError);
  REQUIRE(std::filesystem::is_empty(folder.path()));
}
