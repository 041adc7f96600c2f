// A lock file made by one program alone, flock(2) on it where that works, and signs of life.
#include "core/io/files/folder_lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <optional>
#include <system_error>
#include <utility>

#include "core/io/files/disk_problem.hpp"

namespace tilscape {

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds between_looks{100};

/// File systems on a disk or in the memory of this machine, where flock sees everybody: ext2 to ext4, XFS,
/// Btrfs, tmpfs, overlayfs, F2FS, ZFS (statfs(2)). Of any other one cannot tell.
bool may_be_shared(int descriptor) {
  constexpr std::array<std::uint32_t, 7> local{0xef53,     0x58465342, 0x9123683e, 0x01021994,
                                               0x794c7630, 0xf2f52010, 0x2fc12fc1};
  struct statfs status {};
  if (::fstatfs(descriptor, &status) != 0) return true;
  return std::find(local.begin(), local.end(), static_cast<std::uint32_t>(status.f_type)) == local.end();
}

enum class Flock { got, held, unknown };

/// A file descriptor that closes itself.
class Opened {
 public:
  Opened(const fs::path& file, int flags) : descriptor_(::open(file.c_str(), flags | O_CLOEXEC, 0644)) {}
  Opened(Opened&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  Opened& operator=(Opened&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
  }
  ~Opened() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  operator int() const { return descriptor_; }
  int release() { return std::exchange(descriptor_, -1); }

 private:
  int descriptor_;
};

Flock try_flock(const LockSystem& system, int descriptor) {
  int result = 0;
  do result = system.lock_file(descriptor, LOCK_EX | LOCK_NB);
  while (result != 0 && errno == EINTR);
  if (result == 0) return Flock::got;
  return errno == EWOULDBLOCK ? Flock::held : Flock::unknown;
}

/// What changes about a lock file while somebody lives who holds it.
struct LockState {
  std::string text;
  timespec changed{};

  bool operator==(const LockState& other) const {
    return text == other.text && changed.tv_sec == other.changed.tv_sec &&
           changed.tv_nsec == other.changed.tv_nsec;
  }
};

/// A lock file as it is now: opened anew, so that a network file system asks its server.
struct Sight : LockState {
  Opened file;

  explicit Sight(Opened&& opened) : file(std::move(opened)) {}
  bool is_there() const { return file >= 0; }
};

OutputError cannot_open(const fs::path& file) {
  return OutputError(fmt::format("{}: cannot open: {}", file.string(), disk_problem(file, errno)));
}

/// The beginning of a file, which is all of a lock. @returns none of what is no file, or cannot be read
std::optional<std::string> beginning_of(int descriptor, const struct stat& status) {
  std::array<char, 1024> bytes{};
  if (!S_ISREG(status.st_mode)) return {};
  const ssize_t size = ::pread(descriptor, bytes.data(), bytes.size(), 0);
  if (size < 0) return {};
  return std::string(bytes.data(), static_cast<std::size_t>(size));
}

/// @throws OutputError when it cannot be read, or is no lock of a run
Sight look_at(const fs::path& file) {
  Sight sight(Opened(file, O_RDWR | O_NOFOLLOW | O_NONBLOCK));
  // Read-only is enough to see who holds it.
  if (!sight.is_there() && (errno == EACCES || errno == EROFS || errno == EPERM))
    sight.file = Opened(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  if (!sight.is_there()) {
    if (errno == ENOENT || errno == ESTALE) return sight;
    throw cannot_open(file);
  }
  struct stat status {};
  if (::fstat(sight.file, &status) != 0) throw cannot_open(file);
  const std::optional<std::string> text = beginning_of(sight.file, status);
  if (!text || !(text->empty() || is_lock_text(*text)))
    throw OutputError(file.string() + ": is no lock of a run; expected a folder of the run's own");
  sight.text = *text;
  sight.changed = status.st_mtim;
  return sight;
}

/// Watches a lock that somebody made until it is clear whether he still holds it.
class Watch {
 public:
  Watch(fs::path file, const LockSystem& system) : file_(std::move(file)), system_(system) {}

  /// The lock, if nobody holds it any more; none when there is no file any more.
  /// @throws OutputError naming who has it
  std::optional<Sight> abandoned() {
    std::optional<LockState> first;
    const auto start = Clock::now();
    for (bool is_announced = false;; std::this_thread::sleep_for(std::min(between_looks, system_.moment))) {
      Sight now = look_at(file_);  // closed between two looks, or others would take us for its holder
      if (!now.is_there()) return {};
      flock_ = try_flock(system_, now.file);
      if (first && !(now == *first)) refuse(now);
      if (!first) first = now;
      const milliseconds enough = time_to_tell(now);
      if (Clock::now() - start >= enough) {
        if (flock_ == Flock::held && !is_dead(now)) refuse(now);
        return now;
      }
      if (enough > system_.moment && !std::exchange(is_announced, true)) announce(now, enough);
    }
  }

 private:
  void announce(const Sight& sight, milliseconds wait) const {
    const std::string text =
        fmt::format("{}: waiting {} s for a sign of life of {}\n", file_.string(),
                    std::chrono::ceil<std::chrono::seconds>(wait).count(), name_in(sight.text));
    std::fputs(text.c_str(), stderr);
  }

  static std::string name_in(const std::string& text) {
    const std::string line = text.substr(0, text.find('\n'));
    return line.empty() ? "another process" : line;
  }

  bool is_here(const Sight& sight) const {
    const auto holder = LockHolder::from(sight.text);
    return holder && holder->machine == system_.machine;
  }
  bool is_dead(const Sight& sight) const {
    return is_here(sight) && !LockHolder::from(sight.text)->is_alive();
  }

  /// How long nothing must happen to the lock for it to be nobody's. @throws OutputError when it is
  /// somebody's
  milliseconds time_to_tell(const Sight& sight) const {
    if (sight.text.empty()) return system_.moment;  // being made, or its maker did not live to write it
    if (is_here(sight)) {
      if (!is_dead(sight)) refuse(sight);
      return flock_ == Flock::held ? system_.moment : milliseconds{0};  // somebody else looks at it
    }
    if (flock_ == Flock::held) return system_.moment;
    const bool is_certain = flock_ == Flock::got && !system_.is_shared_by_machines(sight.file);
    return is_certain ? milliseconds{0} : system_.patience;
  }

  [[noreturn]] void refuse(const Sight& sight) const {
    std::string text = fmt::format("{}: is in use by {}; wait until it ends, or choose another folder",
                                   file_.parent_path().string(), name_in(sight.text));
    // It may be the lock of a node that failed, which a file server has not noticed yet.
    if (flock_ == Flock::held && !is_here(sight))
      text += fmt::format(". If that process is gone for good, remove {} and try again", file_.string());
    throw OutputError(text);
  }

  fs::path file_;
  const LockSystem& system_;
  Flock flock_ = Flock::unknown;
};

std::int64_t now_ms() {
  return std::chrono::duration_cast<milliseconds>(Clock::now().time_since_epoch()).count();
}

}  // namespace

LockSystem LockSystem::real() {
  return {::flock, may_be_shared, this_machine()};
}

FolderLock::FolderLock(const fs::path& folder, LockSystem system)
    : file_(folder / file_name), system_(std::move(system)) {
  bool is_taken_over = false;
  while (!make()) {
    const std::optional<Sight> abandoned = Watch(file_, system_).abandoned();
    if (!abandoned) continue;
    if (look_at(file_).text == abandoned->text) ::unlink(file_.c_str());
    is_taken_over = true;
  }
  // Somebody may have come to the same conclusion at the same time, and taken our file for the abandoned one.
  if (is_taken_over && system_.is_shared_by_machines(descriptor_)) {
    std::this_thread::sleep_for(system_.moment);
    if (look_at(file_).text != text_) {
      ::close(descriptor_);
      throw OutputError(fmt::format(
          "{}: was taken by another process at the same moment; wait until it ends, or choose another folder",
          folder.string()));
    }
  }
  try {
    life_ = std::thread([this] {
      std::unique_lock lock(guard_);
      while (!is_given_up_.wait_for(lock, system_.heartbeat, [this] { return ends_; })) show_life();
    });
  } catch (const std::system_error&) {  // no room for a thread is no reason not to run
  }
}

/// @returns false when there is one already
bool FolderLock::make() {
  Opened file(file_, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW);
  if (file < 0) {
    if (errno == EEXIST) return false;
    throw cannot_open(file_);
  }
  const std::string text = LockHolder::own(system_.machine).text();
  if (::pwrite(file, text.data(), text.size(), 0) == static_cast<ssize_t>(text.size()))
    text_ = text;
  else  // without room for it, it is a lock all the same
      [[maybe_unused]]
    const int cut = ::ftruncate(file, 0);
  // Somebody who looks at it may hold it for a moment.
  for (const auto start = Clock::now(); try_flock(system_, file) == Flock::held;) {
    if (Clock::now() - start >= system_.moment) break;
    std::this_thread::sleep_for(milliseconds(1));
  }
  descriptor_ = file.release();
  looked_ms_ = now_ms();
  return true;
}

void FolderLock::show_life() {
  if (::futimens(descriptor_, nullptr) != 0 && !text_.empty()) [[maybe_unused]]
    const ssize_t written = ::pwrite(descriptor_, text_.data(), text_.size(), 0);
}

FolderLock::~FolderLock() {
  {
    const std::lock_guard lock(guard_);
    ends_ = true;
  }
  is_given_up_.notify_all();
  if (life_.joinable()) life_.join();
  try {
    if (look_at(file_).text == text_) ::unlink(file_.c_str());
  } catch (const OutputError&) {  // what stands there is not ours
  }
  ::close(descriptor_);
}

void FolderLock::require() const {
  constexpr std::int64_t often_ms = 1000;
  if (const std::int64_t now = now_ms(); now - looked_ms_.exchange(now) < often_ms) return;
  const Sight sight = look_at(file_);
  if (sight.is_there() && sight.text == text_) return;
  looked_ms_ = 0;  // and so it stays
  throw FolderLost(fmt::format("{}: {}; nothing more is written there", file_.parent_path().string(),
                               sight.is_there()
                                   ? "was taken over by another process while this one was using it"
                                   : "was removed, or its file `lock` was, while the run was using it"));
}

bool FolderLock::is_locked(const fs::path& folder, LockSystem system) try {
  const fs::path file = folder / file_name;
  if (look_at(file).is_there()) Watch(file, system).abandoned();
  return false;
} catch (const OutputError&) {
  return true;
}

}  // namespace tilscape
