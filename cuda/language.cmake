# Turns CUDA on. Included from the root, because a language must be enabled above everything that links it.
# nvcc is often installed without being on the path.
if(NOT CMAKE_CUDA_COMPILER AND NOT DEFINED ENV{CUDACXX})
  find_program(CMAKE_CUDA_COMPILER nvcc HINTS $ENV{CUDA_HOME}/bin /usr/local/cuda/bin)
endif()
# What a released program runs on: machine code for Ampere, Ada and Hopper, and PTX that the driver compiles for
# newer GPUs. Needs compute capability 8.0 (warp reductions).
if(NOT DEFINED CMAKE_CUDA_ARCHITECTURES)
  set(CMAKE_CUDA_ARCHITECTURES 80-real 86-real 89-real 90)
endif()
enable_language(CUDA)
# CMake before 3.26 does not know how to ask nvcc 13 for C++20.
foreach(kind STANDARD EXTENSION)
  if(NOT CMAKE_CUDA20_${kind}_COMPILE_OPTION)
    set(CMAKE_CUDA20_${kind}_COMPILE_OPTION -std=c++20)
  endif()
endforeach()
