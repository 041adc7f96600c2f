// zlib's own file reader: it looks at the first bytes, and passes on what is no gzip.
#include "core/io/files/input_bytes.hpp"

#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "core/base/errors.hpp"

namespace tilscape {

struct InputBytes::Stream {
  gzFile file = nullptr;
  ~Stream() {
    if (file) gzclose_r(file);
  }
};

InputBytes::InputBytes(std::FILE* file, std::string path)
    : path_(std::move(path)), stream_(std::make_unique<Stream>()) {
  constexpr unsigned buffer_bytes = 1u << 18;
  const int descriptor = dup(fileno(file));
  if (descriptor >= 0) stream_->file = gzdopen(descriptor, "rb");
  if (!stream_->file) {
    const int error = errno;
    if (descriptor >= 0) close(descriptor);
    throw InputError(path_ + ": cannot be read (" + std::strerror(error) + "); expected a table");
  }
  gzbuffer(stream_->file, buffer_bytes);
}

InputBytes::~InputBytes() = default;

std::size_t InputBytes::read(std::span<char> into) {
  constexpr std::size_t most_at_once = std::size_t{1} << 30;
  std::size_t done = 0;
  while (done < into.size()) {
    const std::size_t wanted = std::min(into.size() - done, most_at_once);
    const int got = gzread(stream_->file, into.data() + done, static_cast<unsigned>(wanted));
    is_gzip_ = gzdirect(stream_->file) == 0;
    int problem = Z_OK;
    const char* text = gzerror(stream_->file, &problem);
    if (problem == Z_ERRNO)
      throw InputError(path_ + ": cannot be read (" + std::strerror(errno) + "); expected a table");
    if (got < 0 || problem == Z_BUF_ERROR)
      throw InputError(path_ + ": its gzip stream is " +
                       (problem == Z_BUF_ERROR ? "cut short" : std::string("damaged (") + text + ")") +
                       "; expected a whole file");
    if (got == 0) break;
    done += static_cast<std::size_t>(got);
  }
  return done;
}

}  // namespace tilscape
