// Edits of the HDF5 file of a checkpoint, through HDF5 itself: what the types of the product cannot hold. An
// edit that HDF5 refuses is left out.
#include <fmt/format.h>

#include <array>
#include <iterator>
#include <vector>

#include "core/io/hdf5/hdf5.hpp"
#include "tests/fuzz/checkpoint_edits.hpp"

namespace tilscape::fuzz {

namespace {

using hdf5::Handle;

/// Objects of a checkpoint: groups, arrays, attributes as `object@name`.
const std::vector<std::string>& datasets() {
  static const std::vector<std::string> names{"state/planes/tissue",
                                              "state/planes/immune",
                                              "state/fields/oxygen",
                                              "state/tumour/site",
                                              "state/tumour/id",
                                              "state/tumour/hits",
                                              "state/t_cell/site",
                                              "state/t_cell/target",
                                              "state/clones/id",
                                              "state/clones/kinds",
                                              "state/counters/events",
                                              "state/counters/residual",
                                              "folder/snapshot_times_h",
                                              "folder/clones/parent_id",
                                              "folder/clones/time_h",
                                              "folder/clones/clone_id",
                                              "state/counters/clones_reported"};
  return names;
}
constexpr std::array groups{"meta",         "state",        "folder",       "state/planes",
                            "state/tumour", "state/fields", "folder/clones"};
constexpr std::array<std::array<const char*, 2>, 9> attributes{{{"meta", "step"},
                                                                {"meta", "time_h"},
                                                                {"meta", "replicate"},
                                                                {"meta", "digest"},
                                                                {"meta", "config"},
                                                                {"meta", "version"},
                                                                {"folder", "census_csv_bytes"},
                                                                {"folder/clones/time_h", "units"},
                                                                {"folder/clones/clone_id", "units"}}};

Handle made_type(Program& program) {
  const hid_t plain[] = {H5T_NATIVE_UINT8, H5T_NATIVE_UINT32, H5T_NATIVE_UINT64, H5T_NATIVE_INT64,
                         H5T_NATIVE_FLOAT, H5T_NATIVE_DOUBLE, H5T_STD_U32BE,     H5T_IEEE_F64BE,
                         H5T_STD_B64LE,    H5T_STD_REF_OBJ,   H5T_NATIVE_LDOUBLE};
  const std::size_t kind = program.below(std::size(plain) + 7), more = kind - std::size(plain);
  if (kind < std::size(plain)) return {H5Tcopy(plain[kind]), H5Tclose};
  const hsize_t many = 1 + program.byte();
  Handle type;
  if (more < 2) {
    type = {H5Tcopy(H5T_C_S1), H5Tclose};
    H5Tset_size(type, more == 0 ? H5T_VARIABLE : many);
  }
  if (more == 2) type = {H5Tarray_create2(H5T_NATIVE_UINT64, 1, &many), H5Tclose};
  if (more == 3) type = {H5Tvlen_create(H5T_NATIVE_UINT32), H5Tclose};
  if (more == 4) type = {H5Tcreate(H5T_OPAQUE, many), H5Tclose};
  if (more == 5) {
    type = {H5Tcreate(H5T_COMPOUND, 16), H5Tclose};
    H5Tinsert(type, "a", 0, H5T_NATIVE_UINT64);
    H5Tinsert(type, "b", 8, H5T_NATIVE_DOUBLE);
  }
  if (more == 6) type = {H5Tenum_create(H5T_NATIVE_UINT8), H5Tclose};
  return type;
}

/// @param length  of the first axis of what has axes
Handle made_space(Program& program, hsize_t& length) {
  const hsize_t lengths[] = {1, 30, 0, 1000000000000, 1u << 20, program.byte(), ~std::uint64_t{0} / 16};
  length = lengths[program.below(std::size(lengths))];
  const hsize_t shape[3] = {length, 3, 2}, unlimited[3] = {H5S_UNLIMITED, H5S_UNLIMITED, H5S_UNLIMITED};
  const std::size_t kind = program.below(8);
  if (kind == 5) return {H5Screate(H5S_SCALAR), H5Sclose};
  if (kind == 6) return {H5Screate(H5S_NULL), H5Sclose};
  const int axes = kind == 3 ? 2 : kind == 4 ? 3 : 1;
  return {H5Screate_simple(axes, shape, kind == 7 ? unlimited : nullptr), H5Sclose};
}

/// Where a dataset claims that its values are: never a file that is there, for they would be written into it.
constexpr const char* file_outside = "/nonexistent/outside";

Handle made_storage(Program& program, hsize_t length) {
  Handle properties(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
  const hsize_t chunks[] = {length, 1, 64, 1u << 17, 1u << 20, 0xffffffff};
  const std::size_t kind = program.below(8);
  if (kind < 5) {
    const hsize_t chunk[1] = {std::min<hsize_t>(chunks[program.below(std::size(chunks))], 0xffffffff)};
    H5Pset_chunk(properties, 1, chunk);
    if (kind != 1) H5Pset_shuffle(properties);
    if (kind != 2) H5Pset_deflate(properties, 1);
    if (kind == 3) H5Pset_fletcher32(properties);
    if (kind == 4) H5Pset_scaleoffset(properties, H5Z_SO_INT, 0);
    H5Pset_fill_time(properties, program.byte() % 2 ? H5D_FILL_TIME_NEVER : H5D_FILL_TIME_IFSET);
  }
  if (kind == 5) H5Pset_layout(properties, H5D_COMPACT);
  if (kind == 6) H5Pset_external(properties, file_outside, 0, H5F_UNLIMITED);
  return properties;
}

void replace_dataset(Program& program, hid_t file) {
  const std::string& name = datasets()[program.below(datasets().size())];
  hsize_t length = 0;
  Handle type = made_type(program), space = made_space(program, length),
         storage = made_storage(program, length);
  H5Ldelete(file, name.c_str(), H5P_DEFAULT);
  Handle dataset(H5Dcreate2(file, name.c_str(), type, space, H5P_DEFAULT, storage, H5P_DEFAULT), H5Dclose);
  if (dataset < 0) return;
  const std::size_t bytes = H5Tget_size(type) * static_cast<std::size_t>(std::max<hssize_t>(
                                                    0, H5Sget_simple_extent_npoints(space)));
  const bool is_plain = H5Tdetect_class(type, H5T_VLEN) == 0 && H5Tis_variable_str(type) == 0 &&
                        H5Tdetect_class(type, H5T_REFERENCE) == 0;
  constexpr std::size_t few_bytes = 1 << 16;
  const bool is_outside = H5Pget_external_count(storage) > 0;
  if (!is_plain || is_outside || bytes > few_bytes || program.byte() % 4 == 0) return;
  const std::vector<std::uint8_t> values(bytes, program.byte());
  H5Dwrite(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data());
}

void replace_attribute(Program& program, hid_t file) {
  const auto& [object_name, name] = attributes[program.below(attributes.size())];
  Handle object(H5Oopen(file, object_name, H5P_DEFAULT), H5Oclose);
  if (object < 0) return;
  hsize_t length = 0;
  Handle type = made_type(program), space = made_space(program, length);
  H5Adelete(object, name);
  const hsize_t values = static_cast<hsize_t>(std::max<hssize_t>(0, H5Sget_simple_extent_npoints(space)));
  constexpr hsize_t few = 4096;
  if (values <= few) Handle(H5Acreate2(object, name, type, space, H5P_DEFAULT, H5P_DEFAULT), H5Aclose);
}

void redirect(Program& program, hid_t file) {
  const bool is_group = program.byte() % 2;
  const std::string name =
      is_group ? groups[program.below(groups.size())] : datasets()[program.below(datasets().size())];
  const std::string other = program.byte() % 2 ? groups[program.below(groups.size())]
                                               : datasets()[program.below(datasets().size())];
  const std::size_t kind = program.below(5);
  if (kind == 4) {  // beside what belongs there
    const std::string extra = name + (is_group ? "/" : "_") + "x" + program.text();
    H5Lcreate_soft(("/" + other).c_str(), file, extra.c_str(), H5P_DEFAULT, H5P_DEFAULT);
    return;
  }
  if (kind == 1) H5Lmove(file, name.c_str(), file, "moved", H5P_DEFAULT, H5P_DEFAULT);
  if (kind != 1) H5Ldelete(file, name.c_str(), H5P_DEFAULT);
  if (kind == 1) H5Lcreate_soft("/moved", file, name.c_str(), H5P_DEFAULT, H5P_DEFAULT);
  if (kind == 2)
    H5Lcreate_external("../../outside/other.h5", ("/" + other).c_str(), file, name.c_str(), H5P_DEFAULT,
                       H5P_DEFAULT);
  if (kind == 3) H5Lcreate_hard(file, other.c_str(), file, name.c_str(), H5P_DEFAULT, H5P_DEFAULT);
}

}  // namespace

void edit_file(Program& program, const std::filesystem::path& path) {
  hdf5::quieten();
  Handle file(H5Fopen(path.c_str(), H5F_ACC_RDWR, H5P_DEFAULT), H5Fclose);
  for (int edits = 0; edits < 8 && file >= 0 && !program.is_done(); ++edits) {
    const std::size_t what = program.below(4);
    if (what < 2) replace_dataset(program, file);
    if (what == 2) replace_attribute(program, file);
    if (what == 3) redirect(program, file);
  }
}

}  // namespace tilscape::fuzz
