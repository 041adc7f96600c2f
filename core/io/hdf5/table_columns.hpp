// A table in an open HDF5 group: one dataset per column.
#pragma once

#include "core/io/hdf5/hdf5.hpp"
#include "core/io/hdf5/table.hpp"

namespace tilscape::hdf5 {

void write_columns(hid_t group, const Table& table);
/// @throws OutputError when a column is damaged or of another length
Table read_columns(hid_t group);

}  // namespace tilscape::hdf5
