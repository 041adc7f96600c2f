// A moment in the attributes of an HDF5 group.
#pragma once

#include "core/io/hdf5/hdf5.hpp"
#include "core/io/run/moment.hpp"

namespace tilscape::hdf5 {

void write_moment(hid_t group, const Moment& moment);
/// @throws OutputError naming the attribute that is missing or damaged
void read_moment(hid_t group, Moment& moment);

}  // namespace tilscape::hdf5
