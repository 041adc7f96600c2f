// The tissue tables that a run starts from, as its folder keeps them, so that the folder is a run that can be
// repeated anywhere.
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>

#include "config/read/sweep.hpp"
#include "core/io/files/durable_file.hpp"
#include "tools/run/tissue_reader.hpp"

namespace tilscape {

/// Tables have names here as run.yaml has them: of a copy, its name in the run folder, or in the folder of
/// the members; of a table that is too large to be copied, its path. Each has a line of comment in run.yaml
/// with its length and digest. Test: tests/cli/kept_tissue_test.py
class KeptTissues {
 public:
  /// Of a run that begins. From here on the configuration names the copies.
  /// @param files  those that were read, by path; others keep their path and have no line
  void keep(const std::map<std::string, TissueFile>& files, SweptRun& configuration);
  /// Of a run that goes on in its folder, with the lines of its run.yaml.
  /// @throws InputError as require_same_tissues() does
  void take_up(const std::map<std::string, TissueFile>& files, const std::filesystem::path& run_folder,
               const std::string& run_yaml, SweptRun& configuration);

  /// The line of a table, with its end; empty where there is none. And all of them.
  std::string line_of(const std::string& name) const;
  std::string lines() const;
  /// For the log: what each copy is a copy of, a line each, with its end.
  std::string origins() const;
  /// The copies, into the folder.
  void write(const std::filesystem::path& run_folder, FileGroup& files) const;
  /// Bytes of the copies, which are held until forget_texts().
  double bytes() const;
  std::size_t count() const { return texts_.size(); }
  void forget_texts() { texts_.clear(); }

 private:
  std::map<std::string, std::string> lines_, texts_, origins_;  // by name
};

/// A new run in this folder replaces the files of an earlier one.
/// @throws InputError when one of these tables is among them and is too large to be kept
void require_outside(const std::filesystem::path& run_folder, const std::map<std::string, TissueFile>& files);

/// @param files     tables that a run starts from once more, by path
/// @param run_yaml  of the run, which may have lines about them
/// @throws InputError when one of them is not what the run began with
void require_same_tissues(const std::map<std::string, TissueFile>& files,
                          const std::filesystem::path& run_folder, const std::string& run_yaml);

}  // namespace tilscape
