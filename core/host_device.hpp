// The one place that says how a function is compiled for host and device alike. A rule marked TILSCAPE_HD is
// plain C++ for g++ and a host-device function for nvcc, so that both backends run the same source.
#pragma once

#ifdef __CUDACC__
#define TILSCAPE_HD __host__ __device__
#else
#define TILSCAPE_HD
#endif
