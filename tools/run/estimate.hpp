// What a run will need, said before it starts: memory, disk, time.
#pragma once

#include <cstddef>
#include <string>

#include "agents/parameters/parameters.hpp"
#include "agents/start/initial_tissue.hpp"
#include "tools/machine/backend.hpp"

namespace tilscape {

/// Of one member, if the numbers of cells stay. Several in one world need as much each, but for the output.
struct Estimate {
  double sites = 0;
  double tumour_cells = 0, immune_cells = 0, static_cells = 0;  // at the start
  double vessels = 0;                                           // of the last
  double full_bytes = 0;             // world and fields if a tumour cell filled every site
  double simulation_bytes = 0;       // world and fields, with room to grow
  double start_bytes = 0;            // host memory beside that until the first step: the placed cells
  double snapshot_bytes = 0;         // host memory of one snapshot that waits to be written
  double output_bytes = 0;           // host memory of a snapshot or checkpoint that is being written
  double output_beside_bytes = 0;    // the same while the simulation goes on
  double snapshot_file_bytes = 0;    // compressed, if the number of cells stays
  double checkpoint_file_bytes = 0;  // likewise
  double seconds = 0;                // on this host; a rough figure
};

/// @param tissue  the cells of the start if they come from a table, else nullptr: then they are expected
/// numbers
Estimate estimate(const RunParameters& run, const InitialTissue* tissue, int threads);

/// World, fields and solver of several members alike, on the host, in whole pages.
/// @param contents  of one of them
double world_bytes(const ModelParameters& model, const Estimate& contents, std::size_t members, int threads);

/// Snapshots that may be under way at a time. A run on the host waits for its last one: two would take twice
/// the memory and save no time.
int snapshots_under_way(BackendChoice backend);

/// What the program takes whatever it runs: code, libraries, threads.
inline constexpr double process_bytes = 16e6;

/// "lattice …", "start …": what one member begins with, for people.
std::string start_text(const Estimate& e, const RunParameters& run);

/// @param whose  the bytes are, for the message
/// @param is_host  are these the bytes of the host, where output is made too? Else a GPU's
/// @throws DeviceError with the figure when one member cannot fit `available_bytes`
void check_memory(const Estimate& e, double available_bytes, bool is_host, const char* whose);

}  // namespace tilscape
