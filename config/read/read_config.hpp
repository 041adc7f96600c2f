// Reads the configuration of a run. Whatever is wrong with it is reported at once, each problem with its
// line.
#pragma once

#include <string>
#include <vector>

#include "agents/parameters/parameters.hpp"
#include "config/read/sweep.hpp"

namespace tilscape {

/// How the run.yaml of a single run, or of a member of several, begins.
inline constexpr const char* run_text_mark = "# version: ";

/// @param path       a YAML file; keys it leaves out take their defaults
/// @param overrides  `key=value` as given to --set, applied after the file; of two for one key the later one
/// holds
/// @returns parameters that passed every range and every rule between them, in every parameter set of the
/// sweep. `initial.tissue`, if any, is an absolute path: relative ones count from the file's folder, or from
/// the current one when given by --set. In a text that a run has left they count from the folder above if
/// there is no such file beside it: what members share lies in the folder of all.
/// @throws InputError  one problem per line, sorted: `file:line: key: what was wrong; expected …; did you
/// mean 'x'?`,
///                     with `--set` in place of `file:line` for an override
/// @throws DeviceError when a lattice has more sites than a world can index
/// Test: tests/config/read_config_test.cpp, tests/config/bad_config_test.cpp
SweptRun read_swept_config(const std::string& path, const std::vector<std::string>& overrides = {});

/// The same for a text in memory; `name` stands for the file in messages and for its folder.
SweptRun read_swept_config_text(const std::string& text, const std::string& name,
                                const std::vector<std::string>& overrides = {});

/// A configuration that may hold no sweep.
RunParameters read_config(const std::string& path, const std::vector<std::string>& overrides = {});
RunParameters read_config_text(const std::string& text, const std::string& name,
                               const std::vector<std::string>& overrides = {});

}  // namespace tilscape
