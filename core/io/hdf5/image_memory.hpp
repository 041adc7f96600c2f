// Where HDF5 keeps the image of a file that is made in memory: in whole pages, which can be written past the
// page cache.
#pragma once

#include "core/io/hdf5/hdf5.hpp"

namespace tilscape::hdf5 {

/// Files made with these access properties in memory have their image in memory mapped for it.
void keep_image_in_pages(hid_t access);

}  // namespace tilscape::hdf5
