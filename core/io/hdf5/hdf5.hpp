// A thin, checked layer over the HDF5 C library: ids that close themselves, attributes, groups, errors as
// OutputError. Included by core/io's sources and its tests only.
#pragma once

#include <hdf5.h>

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace tilscape::hdf5 {

/// Owns one HDF5 id.
class Handle {
 public:
  using Closer = herr_t (*)(hid_t);
  Handle() = default;
  Handle(hid_t id, Closer closer) : id_(id), closer_(closer) {}
  Handle(Handle&& other) noexcept { swap(other); }
  Handle& operator=(Handle&& other) noexcept {
    Handle gone(std::move(other));
    swap(gone);
    return *this;
  }
  ~Handle() {
    if (id_ >= 0) closer_(id_);
  }
  operator hid_t() const { return id_; }
  /// Closes now and says whether that worked.
  bool close() { return id_ < 0 || closer_(std::exchange(id_, -1)) >= 0; }

 private:
  void swap(Handle& other) noexcept {
    std::swap(id_, other.id_);
    std::swap(closer_, other.closer_);
  }
  hid_t id_ = -1;
  Closer closer_ = nullptr;
};

/// Turns off HDF5's own printing of errors on this thread, and its clean-up at exit, which crashes after a
/// failed close. Must come before any other HDF5 call; every function that opens or creates a file here calls
/// it. @throws std::bad_alloc as require_memory()
void quieten();

/// @throws OutputError "<what>: <HDF5's reason>" when the call failed
Handle checked(hid_t id, Handle::Closer closer, const std::string& what);
void check(herr_t status, const std::string& what);

/// Before whatever makes HDF5 allocate: where it gets no memory for its metadata it crashes. There must be
/// room for the next block of an image and as much again. @throws std::bad_alloc
void require_memory();

/// The type of T in memory and in files (little-endian machines only).
template <class T>
hid_t type_of() {
  if constexpr (std::is_same_v<T, std::uint8_t>) return H5T_NATIVE_UINT8;
  if constexpr (std::is_same_v<T, std::uint16_t>) return H5T_NATIVE_UINT16;
  if constexpr (std::is_same_v<T, std::uint32_t>) return H5T_NATIVE_UINT32;
  if constexpr (std::is_same_v<T, std::uint64_t>) return H5T_NATIVE_UINT64;
  if constexpr (std::is_same_v<T, std::int32_t>) return H5T_NATIVE_INT32;
  if constexpr (std::is_same_v<T, std::int64_t>) return H5T_NATIVE_INT64;
  if constexpr (std::is_same_v<T, float>) return H5T_NATIVE_FLOAT;
  if constexpr (std::is_same_v<T, double>) return H5T_NATIVE_DOUBLE;
}

/// A new file in memory, never backed by the disk; image_of() gives its bytes.
Handle create_in_memory();
/// Valid until the file changes or closes.
std::string_view image_of(hid_t file);
/// A new file on disk that HDF5 writes itself.
Handle create_on_disk(const std::filesystem::path& path);
/// @throws OutputError saying whether the file is missing or damaged
Handle open_for_reading(const std::filesystem::path& path);

/// A group that remembers the order in which its links were made.
Handle create_group(hid_t parent, const std::string& name);

/// What a link of this name in `parent` itself leads to: never through a soft or external link, which could
/// lead to another file.
/// @throws OutputError when it is missing or no plain link
Handle open_group(hid_t parent, const std::string& name);
Handle open_dataset(hid_t parent, const std::string& name);

/// Is a plain link one to a group? Else it leads to an array, or to what open_dataset() refuses.
bool is_group(hid_t parent, const std::string& name);

/// Names of the links of a group, in the order in which they were made.
/// @param but  names that are left out, whatever they lead to
/// @throws OutputError when one of them is no plain link
std::vector<std::string> names_in_order(hid_t group, const std::vector<std::string>& but = {});

void write_attribute(hid_t object, const char* name, hid_t type, const void* value, std::size_t count,
                     bool scalar);
template <class T>
void write_scalar(hid_t object, const char* name, T value) {
  write_attribute(object, name, type_of<T>(), &value, 1, true);
}
template <class T>
void write_list(hid_t object, const char* name, std::span<const T> values) {
  write_attribute(object, name, type_of<T>(), values.data(), values.size(), false);
}
/// Fixed length, ASCII: the only kind that ParaView accepts for `Type`.
void write_ascii(hid_t object, const char* name, const std::string& text);
/// Variable length, UTF-8: free of the 64 KiB limit on attributes.
void write_text(hid_t object, const char* name, const std::string& text);

/// A list of such texts.
void write_texts(hid_t object, const char* name, std::span<const std::string> texts);

/// A single value of exactly this type. @throws OutputError for anything else
void read_attribute(hid_t object, const char* name, hid_t type, void* value);
template <class T>
T read_scalar(hid_t object, const char* name) {
  T value{};
  read_attribute(object, name, type_of<T>(), &value);
  return value;
}
/// A single text of variable length. @throws OutputError for anything else
std::string read_string(hid_t object, const char* name);

}  // namespace tilscape::hdf5
