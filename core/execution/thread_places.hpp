// Where threads run, if the user has said so: OMP_PROC_BIND and OMP_PLACES, as OpenMP reads them. OpenMP's
// runtime binds the first thread of the program alone, and threads that are not its own would all inherit
// that one place.
#pragma once

namespace tilscape {

/// Binds the calling thread to the place of a team's member; nothing where threads are not to be bound.
/// `close` gives members neighbouring places, `spread` places that are as far apart as there are.
void stay_at_place_of(int member, int members);

/// Lets the calling thread run at any place: for threads that belong to no team.
void run_at_any_place();

}  // namespace tilscape
