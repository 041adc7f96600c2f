// What every file of one moment of a run says about when and where it came from.
#pragma once

#include <cstdint>
#include <string>

namespace tilscape {

struct Moment {
  std::uint64_t step = 0;
  double time_h = 0;
  std::uint64_t seed = 0;
  std::uint64_t digest = 0;
  std::string version;  // of the program that wrote it
  std::string commit;
  std::string config;  // run.yaml
  std::string model;   // version of the model it computed by; empty: a program that did not say
};

}  // namespace tilscape
