// System calls behind core/io/files/durable_file.hpp: reserve, write, fsync, rename, fsync of the folder.
#include "core/io/files/durable_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <iterator>
#include <set>
#include <utility>

#include "core/io/files/descriptor.hpp"

namespace tilscape {

namespace {

namespace fs = std::filesystem;

fs::path folder_of(const fs::path& path) {
  return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

dev_t file_system_of(const fs::path& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) fail_file("examine", path, errno);
  return status.st_dev;
}

/// Files or folders reach the disk. A few are flushed one by one; of many, the file systems that hold them.
void flush_all(const std::vector<fs::path>& paths) {
  constexpr std::size_t few = 16;
  if (paths.size() <= few) {
    for (const fs::path& path : paths) Descriptor(path, O_RDONLY).flush();
    return;
  }
  std::set<dev_t> flushed;
  for (const fs::path& path : paths)
    if (flushed.insert(file_system_of(path)).second) Descriptor(path, O_RDONLY).flush_file_system();
}

}  // namespace

FileGroup::~FileGroup() {
  remove_temporaries();
}

void FileGroup::remove_temporaries() noexcept {
  for (const fs::path& path : files_) ::unlink(temporary_name(path).c_str());
  later_.clear();
  files_.clear();
  appended_.clear();
}

void FileGroup::write(const fs::path& path, std::string_view bytes, std::string_view last_line) {
  const fs::path temporary = temporary_name(path);
  try {
    Descriptor file(temporary, O_WRONLY | O_CREAT | O_TRUNC);
    file.reserve(bytes.size() + last_line.size());
    file.write(file.write_directly(bytes));
    file.write(last_line);
  } catch (...) {
    ::unlink(temporary.c_str());
    throw;
  }
  files_.push_back(path);
}

void FileGroup::write_later(std::function<void(FileGroup&)> write) {
  later_.push_back(std::move(write));
}

void FileGroup::write_now() {
  for (const auto& write : std::exchange(later_, {})) write(*this);
}

void FileGroup::adopt(const fs::path& path) {
  files_.push_back(path);
}

void FileGroup::also_flush(const fs::path& path) {
  appended_.push_back(path);
}

void FileGroup::join(FileGroup&& other) {
  files_.insert(files_.end(), other.files_.begin(), other.files_.end());
  appended_.insert(appended_.end(), other.appended_.begin(), other.appended_.end());
  std::move(other.later_.begin(), other.later_.end(), std::back_inserter(later_));
  other.later_.clear();
  other.files_.clear();
  other.appended_.clear();
}

void FileGroup::commit() {
  try {
    write_now();
    std::vector<fs::path> written = appended_;
    for (const fs::path& path : files_) written.push_back(temporary_name(path));
    flush_all(written);
    std::set<fs::path> folders;
    for (const fs::path& path : files_) {
      const fs::path temporary = temporary_name(path);
      if (::rename(temporary.c_str(), path.c_str()) != 0) fail_file("rename", temporary, errno);
      folders.insert(folder_of(path));
    }
    flush_all({folders.begin(), folders.end()});
  } catch (...) {
    remove_temporaries();
    throw;
  }
  files_.clear();
  appended_.clear();
}

void write_durably(const fs::path& path, std::string_view text) {
  FileGroup file;
  file.write(path, text);
  file.commit();
}

void append_text(const fs::path& path, std::string_view text, bool flush) {
  Descriptor file(path, O_WRONLY | O_CREAT | O_APPEND);
  const std::uintmax_t size_before = file.size();
  try {
    file.write(text);
  } catch (...) {
    file.cut_to(size_before);
    throw;
  }
  if (flush) file.flush();
}

std::string read_text(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) fail_file("read", path, errno);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::uintmax_t free_bytes(const fs::path& folder) {
  std::error_code error;
  const fs::space_info space = fs::space(folder.empty() ? fs::path(".") : folder, error);
  if (error) fail_file("examine", folder, error.value());
  return space.available;
}

}  // namespace tilscape
