// What the output tests share: a folder that removes itself, and a snapshot made of formulas.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <string>

#include "core/io/run/snapshot.hpp"

namespace tilscape {

class ScratchFolder {
 public:
  explicit ScratchFolder(const std::string& name)
      : path_(std::filesystem::temp_directory_path() /
              ("tilscape_" + name + "_" + std::to_string(getpid()))) {
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_);
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  ~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// Above 2³², as ids are: cell k of the sample.
inline std::int64_t sample_id(std::size_t k) {
  return (std::int64_t{0x123456} << 36) + static_cast<std::int64_t>(k) * 16;
}
/// Hard to compress, so that files have a size to speak of, and without a period: in periodic data a flipped
/// bit of the compressed stream may point to another copy of the same values, which is no damage.
inline float sample_noise(std::size_t k) {
  return static_cast<float>((k * 2654435761u) % 1000003u) / 1000003.0f;
}
inline float sample_oxygen(std::size_t site) {
  return 80 * sample_noise(site);
}

/// Every kind of array; cell k stands on site k.
inline Snapshot sample_snapshot(std::array<std::uint32_t, 3> size, std::size_t cells, double time_h = 0) {
  Snapshot s;
  s.step = static_cast<std::uint64_t>(time_h * 60);
  s.time_h = time_h;
  s.seed = 0xfedcba9876543210ull;
  s.digest = 0x8000000000000001ull + s.step;
  s.version = "1.2.3";
  s.commit = "abcdef";
  s.config = "seed: 7  # µm\n";
  s.size = size;
  s.spacing_um = 10;
  s.origin_um = {5, 5, 5};
  std::vector<float> points_um;
  std::vector<std::uint8_t> type;
  std::vector<std::uint16_t> genotype;
  std::vector<std::uint32_t> site;
  std::vector<std::int64_t> id;
  std::vector<float> noise;
  std::vector<double> exact;
  for (std::size_t k = 0; k < cells; ++k) {
    const std::size_t place[3] = {k % size[0], k / size[0] % size[1], k / size[0] / size[1]};
    for (const std::size_t index : place) points_um.push_back(static_cast<float>(5 + 10 * index));
    type.push_back(static_cast<std::uint8_t>(1 + k % 4));
    genotype.push_back(static_cast<std::uint16_t>(k));
    site.push_back(static_cast<std::uint32_t>(k));
    id.push_back(sample_id(k));
    noise.push_back(sample_noise(k));
    exact.push_back(1.0 / static_cast<double>(k + 1));
  }
  s.points_um = points_um;
  s.point_arrays = {{"cell_type", "1", type}, {"genotype", "1", genotype}, {"site", "1", site},
                    {"cell_id", "1", id},     {"mhc1", "1", noise},        {"age_h", "h", exact}};
  std::vector<float> oxygen;
  for (std::size_t k = 0; k < std::size_t{size[0]} * size[1] * size[2]; ++k)
    oxygen.push_back(sample_oxygen(k));
  s.fields = {{"oxygen_mmHg", "mmHg", oxygen}};
  return s;
}

}  // namespace tilscape
