// How arrays are compressed: free of HDF5, for everyone who writes snapshots.
#pragma once

#include "core/io/hdf5/deflate.hpp"

namespace tilscape {

/// Nothing in here changes a value that is read back.
struct Compression {
  Deflate deflate = Deflate::best_available;
  int threads = 0;             // 0: up to 4 of the machine's
  bool hdf5_pipeline = false;  // HDF5 compresses by itself, on one thread: the reference for tests
};

}  // namespace tilscape
