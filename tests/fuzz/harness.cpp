// What the harnesses share.
#include "tests/fuzz/harness.hpp"

#include <unistd.h>

#include <fstream>
#include <stdexcept>

namespace tilscape::fuzz {

namespace fs = std::filesystem;

namespace {

class ScratchFolder {
 public:
  ScratchFolder() {
    const fs::path in_memory = "/dev/shm";
    const bool has_memory = ::access(in_memory.c_str(), W_OK) == 0;
    path = (has_memory ? in_memory : fs::temp_directory_path()) /
           ("tilscape_fuzz_" + std::to_string(::getpid()));
    fs::remove_all(path);
    fs::create_directories(path);
  }
  ~ScratchFolder() {
    std::error_code ignored;
    fs::remove_all(path, ignored);
  }
  fs::path path;
};

}  // namespace

void require(bool holds, const char* what) {
  if (!holds) throw std::logic_error(what);
}

const fs::path& scratch() {
  static const ScratchFolder folder;
  return folder.path;
}

void write_file(const fs::path& path, std::string_view bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc)
      .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

}  // namespace tilscape::fuzz
