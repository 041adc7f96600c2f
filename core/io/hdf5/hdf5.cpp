// The checked HDF5 calls of core/io/hdf5/hdf5.hpp.
#include "core/io/hdf5/hdf5.hpp"

#include <fmt/format.h>
#include <sys/mman.h>

#include <algorithm>
#include <atomic>
#include <bit>
#include <cstdlib>
#include <mutex>
#include <new>
#include <system_error>

#include "core/base/errors.hpp"
#include "core/io/hdf5/image_memory.hpp"

static_assert(std::endian::native == std::endian::little,
              "files are little-endian and written as they lie in memory");

namespace tilscape::hdf5 {

namespace {

/// The innermost entry of HDF5's error stack, where the reason stands.
std::string reason() {
  std::string text;
  const auto take_first = [](unsigned depth, const H5E_error2_t* entry, void* out) -> herr_t {
    if (depth == 0 && entry->desc) *static_cast<std::string*>(out) = entry->desc;
    return 0;
  };
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, take_first, &text);
  return text.empty() ? "HDF5 error" : text;
}

/// Only a file in memory grows by blocks: where there is no memory for one, the disk has nothing to do with
/// it.
[[noreturn]] void fail(const std::string& what) {
  const std::string why = reason();
  if (why.starts_with("unable to allocate memory block")) throw std::bad_alloc();
  throw OutputError(fmt::format("{}: {}", what, why));
}

/// HDF5 locks the files it opens, which fails where the file system has no locks. A run folder has one of its
/// own, and its files do not change once they have their names. HDF5_USE_FILE_LOCKING, where it is set, wins.
void leave_unlocked([[maybe_unused]] hid_t access) {
#if H5_VERSION_GE(1, 10, 7) && !(H5_VERSION_GE(1, 12, 0) && !H5_VERSION_GE(1, 12, 1))
  check(H5Pset_file_locking(access, false, true), "file locking");
#endif
}

constexpr std::size_t image_block_bytes = std::size_t{4} << 20;

/// Version 1.8 of the format: its metadata carry checksums, and every reader in use understands it.
Handle access_properties() {
  Handle access = checked(H5Pcreate(H5P_FILE_ACCESS), H5Pclose, "file access properties");
  check(H5Pset_libver_bounds(access, H5F_LIBVER_V18, H5F_LIBVER_V18), "format version");
  leave_unlocked(access);
  return access;
}

/// The root group remembers the order of its links too.
Handle creation_properties() {
  Handle creation = checked(H5Pcreate(H5P_FILE_CREATE), H5Pclose, "file creation properties");
  check(H5Pset_link_creation_order(creation, H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED), "root group");
  check(H5Pset_obj_track_times(creation, false), "root group");
  return creation;
}

Handle string_type(std::size_t size, H5T_cset_t characters) {
  Handle type = checked(H5Tcopy(H5T_C_S1), H5Tclose, "string type");
  check(H5Tset_size(type, size), "string size");
  check(H5Tset_cset(type, characters), "string characters");
  return type;
}

}  // namespace

void require_memory() {
  constexpr std::size_t bytes = 2 * image_block_bytes;
  void* const probe = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (probe == MAP_FAILED) throw std::bad_alloc();
  munmap(probe, bytes);  // never touched: it costs no page
}

void quieten() {
  require_memory();  // the first call sets the library up
  static std::once_flag once;
  std::call_once(once, [] {
#if !H5_VERSION_GE(1, 10, 7)
    ::setenv("HDF5_USE_FILE_LOCKING", "FALSE", 0);  // read when the library is set up
#endif
    H5dont_atexit();
  });
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);  // each thread has its own error stack
}

Handle checked(hid_t id, Handle::Closer closer, const std::string& what) {
  if (id < 0) fail(what);
  return {id, closer};
}

void check(herr_t status, const std::string& what) {
  if (status < 0) fail(what);
}

Handle create_in_memory() {
  quieten();
  Handle access = access_properties();
  check(H5Pset_fapl_core(access, image_block_bytes, 0), "file in memory");
  keep_image_in_pages(access);
  static std::atomic<unsigned> number{0};  // files that are open together have different names
  const std::string name = fmt::format("tilscape-image-{}", number++);
  return checked(H5Fcreate(name.c_str(), H5F_ACC_TRUNC, creation_properties(), access), H5Fclose,
                 "file in memory");
}

std::string_view image_of(hid_t file) {
  require_memory();
  check(H5Fflush(file, H5F_SCOPE_GLOBAL), "file in memory");
  const ssize_t size = H5Fget_file_image(file, nullptr, 0);
  if (size < 0) fail("file in memory");
  // The bytes themselves come from the driver: HDF5 before 2.0 clears a flag in the image it hands out,
  // without mending the checksum over it (github.com/HDFGroup/hdf5 pull request 5489).
  void* bytes = nullptr;
  check(H5Fget_vfd_handle(file, H5P_DEFAULT, &bytes), "file in memory");
  return {*static_cast<const char**>(bytes), static_cast<std::size_t>(size)};
}

Handle create_on_disk(const std::filesystem::path& path) {
  quieten();
  Handle access = access_properties();
  check(H5Pset_fclose_degree(access, H5F_CLOSE_STRONG), path.string());
  return checked(H5Fcreate(path.c_str(), H5F_ACC_TRUNC, creation_properties(), access), H5Fclose,
                 path.string());
}

Handle open_for_reading(const std::filesystem::path& path) {
  quieten();
  std::error_code error;
  if (!std::filesystem::exists(path, error)) throw OutputError(path.string() + ": file is missing");
  Handle access = checked(H5Pcreate(H5P_FILE_ACCESS), H5Pclose, "file access properties");
  leave_unlocked(access);
  return checked(H5Fopen(path.c_str(), H5F_ACC_RDONLY, access), H5Fclose,
                 path.string() + ": cannot be opened as HDF5 (truncated or damaged?)");
}

Handle create_group(hid_t parent, const std::string& name) {
  require_memory();
  Handle properties = checked(H5Pcreate(H5P_GROUP_CREATE), H5Pclose, name);
  check(H5Pset_link_creation_order(properties, H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED), name);
  check(H5Pset_obj_track_times(properties, false), name);
  return checked(H5Gcreate2(parent, name.c_str(), H5P_DEFAULT, properties, H5P_DEFAULT), H5Gclose, name);
}

namespace {

/// A name that could be a path is none of ours either.
void require_plain_link(hid_t parent, const std::string& name) {
  H5L_info_t link{};
  check(H5Lget_info(parent, name.c_str(), &link, H5P_DEFAULT), name + " is missing");
  if (link.type != H5L_TYPE_HARD || name.empty() || name == "." || name.find('/') != std::string::npos)
    throw OutputError(name + " is a link to elsewhere; expected the array or group itself");
}

}  // namespace

Handle open_group(hid_t parent, const std::string& name) {
  require_plain_link(parent, name);
  return checked(H5Gopen2(parent, name.c_str(), H5P_DEFAULT), H5Gclose, name + " is damaged");
}

Handle open_dataset(hid_t parent, const std::string& name) {
  require_plain_link(parent, name);
  return checked(H5Dopen2(parent, name.c_str(), H5P_DEFAULT), H5Dclose, name + " is damaged");
}

bool is_group(hid_t parent, const std::string& name) {
  require_plain_link(parent, name);
  Handle object = checked(H5Oopen(parent, name.c_str(), H5P_DEFAULT), H5Oclose, name + " is damaged");
  return H5Iget_type(object) == H5I_GROUP;
}

/// One name at a time, through the index of the group: HDF5 1.10 builds a list of all of them for H5Literate,
/// and frees what it never set when one of them is damaged.
std::vector<std::string> names_in_order(hid_t group, const std::vector<std::string>& but) {
  H5G_info_t info{};
  check(H5Gget_info(group, &info), "list of names");
  std::vector<std::string> names;
  for (hsize_t k = 0; k < info.nlinks; ++k) {
    char name[256];
    const ssize_t length =
        H5Lget_name_by_idx(group, ".", H5_INDEX_CRT_ORDER, H5_ITER_INC, k, name, sizeof name, H5P_DEFAULT);
    if (length <= 0 || length >= static_cast<ssize_t>(sizeof name))
      throw OutputError("list of names is damaged");
    if (std::find(but.begin(), but.end(), name) != but.end()) continue;
    require_plain_link(group, name);
    names.emplace_back(name);
  }
  return names;
}

void write_attribute(hid_t object, const char* name, hid_t type, const void* value, std::size_t count,
                     bool scalar) {
  require_memory();
  const hsize_t size = count;
  Handle space =
      checked(scalar ? H5Screate(H5S_SCALAR) : H5Screate_simple(1, &size, nullptr), H5Sclose, name);
  Handle attribute = checked(H5Acreate2(object, name, type, space, H5P_DEFAULT, H5P_DEFAULT), H5Aclose, name);
  check(H5Awrite(attribute, type, value), name);
}

void write_ascii(hid_t object, const char* name, const std::string& text) {
  Handle type = string_type(text.size(), H5T_CSET_ASCII);
  check(H5Tset_strpad(type, H5T_STR_NULLPAD), name);
  write_attribute(object, name, type, text.data(), 1, true);
}

void write_text(hid_t object, const char* name, const std::string& text) {
  Handle type = string_type(H5T_VARIABLE, H5T_CSET_UTF8);
  const char* characters = text.c_str();
  write_attribute(object, name, type, &characters, 1, true);
}

void write_texts(hid_t object, const char* name, std::span<const std::string> texts) {
  Handle type = string_type(H5T_VARIABLE, H5T_CSET_UTF8);
  std::vector<const char*> characters;
  for (const std::string& text : texts) characters.push_back(text.c_str());
  write_attribute(object, name, type, characters.data(), characters.size(), false);
}

namespace {

/// An attribute that holds one value; `is_right` says whether its type is the one that was written.
template <class IsRight>
Handle open_attribute(hid_t object, const char* name, const IsRight& is_right) {
  const std::string what = fmt::format("attribute {} is missing or damaged", name);
  Handle attribute = checked(H5Aopen(object, name, H5P_DEFAULT), H5Aclose, what);
  Handle space = checked(H5Aget_space(attribute), H5Sclose, what);
  Handle type = checked(H5Aget_type(attribute), H5Tclose, what);
  if (H5Sget_simple_extent_type(space) != H5S_SCALAR || !is_right(type))
    throw OutputError(fmt::format("attribute {} has another type or shape than was written", name));
  return attribute;
}

}  // namespace

void read_attribute(hid_t object, const char* name, hid_t type, void* value) {
  Handle attribute = open_attribute(object, name, [type](hid_t is) { return H5Tequal(is, type) > 0; });
  check(H5Aread(attribute, type, value), fmt::format("attribute {} is damaged", name));
}

std::string read_string(hid_t object, const char* name) {
  Handle attribute = open_attribute(object, name, [](hid_t is) { return H5Tis_variable_str(is) > 0; });
  Handle type = string_type(H5T_VARIABLE, H5T_CSET_UTF8);
  char* characters = nullptr;
  check(H5Aread(attribute, type, &characters), fmt::format("attribute {} is damaged", name));
  std::string text = characters ? characters : "";
  H5free_memory(characters);
  return text;
}

}  // namespace tilscape::hdf5
