// Names inside a run folder, and by which a folder and its files are known to be those of a run: shared by
// those who write, read and remove them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>

namespace tilscape {

namespace run_files {
inline constexpr const char* config = "run.yaml";
inline constexpr const char* log = "log.txt";
inline constexpr const char* census = "census.csv";
inline constexpr const char* clones = "clones.h5";
inline constexpr const char* summary = "summary.txt";
inline constexpr const char* bug_report = "bug-report";  // a folder
inline constexpr const char* report = "report.txt";      // in it
inline constexpr const char* cells_series = "cells.hdf.series";
inline constexpr const char* fields_series = "fields.hdf.series";
inline constexpr const char* run_series = "run.vtkhdf.series";
/// `snap/snap_00000003.vtkhdf` and the like, relative to the run folder.
std::string snapshot(std::size_t index);
std::string view(const std::string& part, std::size_t index);
std::string segment(const std::string& table, std::size_t index);
std::string checkpoint(std::uint64_t step);
/// Copy of a table that the run, or the members here, start from: `tissue.csv`, or `tissue_0003.csv` of
/// several.
std::string tissue(std::size_t index, std::size_t count);
/// In the folder of several runs: `replicate_0003`, or `member_0003` of a sweep, whose sweep.csv says which
/// parameters each member has.
inline constexpr const char* sweep = "sweep.csv";
inline constexpr const char* members = "members.csv";  // and what became of it
std::string replicate(std::size_t index);
std::string member(std::size_t index);
bool is_one_of_several(const std::string& folder_name);

/// First line of log.txt: how a folder is known to hold a run.
inline constexpr const char* log_mark = "Tilscape run folder";
bool holds_a_run(const std::filesystem::path& folder);
/// Is `name`, relative to the run folder, a file that Tilscape writes there or in the folder of a member?
bool is_ours(const std::string& name);
/// Is it one that a run needs to begin again, or that tells of its earlier tries?
bool is_of_the_start(const std::string& name);
}  // namespace run_files

/// The folder of the run, or of the run of several, that a file belongs to as one of those the program writes
/// there; empty where it is no such file. @param file  need not exist
std::filesystem::path run_that_wrote(const std::filesystem::path& file);

}  // namespace tilscape
