// What a run will need, said before it starts: memory, disk, time.
#pragma once

#include <string>

#include "agents/initial_tissue.hpp"
#include "agents/parameters.hpp"

namespace tilscape {

/// Of one member; several in one world need as much each, but for the output.
struct Estimate {
  double sites = 0;
  double tumour_cells = 0, t_cells = 0, static_cells = 0;  // at the start
  double full_bytes = 0;        // world and fields if a tumour cell filled every site
  double simulation_bytes = 0;  // world and fields, with room to grow
  double start_bytes = 0;       // host memory beside that while the cells are placed
  double output_bytes = 0;      // host memory while a snapshot is written
  double snapshots = 0;
  double disk_bytes = 0;  // compressed, if the number of cells stays
  double seconds = 0;     // on this host; a rough figure
};

/// @param tissue  the cells of the start if they come from a table, else nullptr: then they are expected
/// numbers
Estimate estimate(const RunParameters& run, const InitialTissue* tissue, int threads);

/// "lattice …", "start …": what one member begins with, for people.
std::string start_text(const Estimate& e, const RunParameters& run);

/// @throws DeviceError with the figure when one member cannot fit `available_bytes`
void check_memory(const Estimate& e, double available_bytes);

}  // namespace tilscape
