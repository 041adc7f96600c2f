// Built with CUDA, the program still starts on a machine without a GPU and falls back to the host.
#include "tools/machine/backend.hpp"

#include <fmt/core.h>

#include "agents/parameters/derive.hpp"
#include "config/schema/suggest.hpp"
#include "core/base/errors.hpp"
#include "tools/machine/machine.hpp"
#ifdef TILSCAPE_HAVE_CUDA
#include "cuda/device_simulation.hpp"
#endif

namespace tilscape {

namespace {

#ifdef TILSCAPE_HAVE_CUDA
constexpr bool built_with_cuda = true;
#else
constexpr bool built_with_cuda = false;
bool device_available() {
  return false;
}
std::string device_name() {
  return {};
}
std::uint64_t device_memory_bytes() {
  return 0;
}
double device_copy_gb_per_s(std::size_t) {
  return 0;
}
std::unique_ptr<Simulation> make_device_simulation(const SimulationStart&) {
  return nullptr;
}
#endif

}  // namespace

BackendChoice backend_named(const std::string& name) {
  if (name == "auto") return BackendChoice::automatic;
  if (name == "cuda") return BackendChoice::cuda;
  if (name == "cpu") return BackendChoice::cpu;
  throw InputError("--backend " + name + ": there is no such backend; expected auto, cuda or cpu" +
                   did_you_mean(name, {"auto", "cuda", "cpu"}));
}

BackendChoice resolve_backend(BackendChoice choice) {
  if (choice == BackendChoice::cpu) return choice;
  if (built_with_cuda && device_available()) return BackendChoice::cuda;
  if (choice == BackendChoice::automatic) return BackendChoice::cpu;
  throw DeviceError(built_with_cuda
                        ? "--backend cuda: no usable NVIDIA GPU; expected one that nvidia-smi lists"
                        : "--backend cuda: this program was built without CUDA; expected a build with nvcc "
                          "(cmake --preset cuda), or --backend cpu");
}

std::string backend_description(BackendChoice choice, int threads) {
  if (choice == BackendChoice::cuda) return "cuda, " + device_name();
  const int used = threads > 0 ? threads : usable_cores();
  return fmt::format("cpu, {} {}, {}", used, used == 1 ? "thread" : "threads", processor_name());
}

std::string gpu_name() {
  return device_name();
}

std::uint64_t gpu_memory_bytes() {
  return device_memory_bytes();
}

double gpu_copy_gb_per_s() {
  return device_copy_gb_per_s(std::size_t{1} << 30);
}

std::unique_ptr<Simulation> make_simulation(const SimulationStart& start, BackendChoice choice, int threads) {
  if (choice == BackendChoice::cuda) return make_device_simulation(start);
  if (threads > 0) return make_host_simulation(start, threads);
  double sites = 0;
  for (const ReplicateStart& replicate : start.replicates)
    sites += static_cast<double>(lattice_sites(replicate.model));
  return make_host_simulation(start, threads_worth_having(sites, usable_cores()));
}

}  // namespace tilscape
