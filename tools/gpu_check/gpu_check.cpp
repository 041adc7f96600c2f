// Compares the GPU with the host: primitives, field solver, digests; or times it. Writes Markdown to stdout.
// tools/gpu-check builds it, runs it and adds what a program cannot know about its machine.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <string>
#include <vector>

#include "core/base/errors.hpp"
#include "cuda/checks/device_checks.hpp"
#include "cuda/checks/field_checks.hpp"
#include "cuda/device_simulation.hpp"
#include "tools/gpu_check/bench.hpp"
#include "tools/gpu_check/compare.hpp"

namespace tilscape {
namespace {

constexpr int all_equal = 0, some_differ = 1, wrong_usage = 2, no_gpu = 77;

constexpr const char* usage =
    "usage: gpu_check [--cpu-only] [--digests | --primitives | --small | --bench SECONDS [--json FILE]]\n"
    "  --cpu-only       the host in the place of the GPU (other threads, blocks and memory order), small "
    "cases only\n"
    "  --digests        digests alone\n"
    "  --primitives     primitives and field solver alone\n"
    "  --small          primitives up to 257 values and one small case: for compute-sanitizer\n"
    "  --bench SECONDS  times the cases of tools/bench instead; what would run longer is left out\n"
    "  --json FILE      writes its figures\n"
    "Writes Markdown. Exit status: 0 all equal, 1 something differs, 2 usage, 77 no GPU.\n";

struct Options {
  bool cpu_only = false;
  bool small = false;
  bool digests = true, primitives = true;
  bool help = false;
  double bench_seconds = 0;  // 0: compare
  std::string json_file;
};

bool parse(int argc, char** argv, Options& options) {
  for (int k = 1; k < argc; ++k) {
    const std::string word = argv[k];
    if (word == "--cpu-only")
      options.cpu_only = true;
    else if (word == "--small")
      options.small = true;
    else if (word == "--digests")
      options.primitives = false;
    else if (word == "--primitives")
      options.digests = false;
    else if (word == "--help")
      options.help = true;
    else if (word == "--bench" && k + 1 < argc)
      options.bench_seconds = std::strtod(argv[++k], nullptr);
    else if (word == "--json" && k + 1 < argc)
      options.json_file = argv[++k];
    else
      return false;
  }
  return options.bench_seconds >= 0 && (options.digests || options.primitives);
}

MakeSimulation on_host(int threads, std::uint32_t block) {
  return [=](SimulationStart start) {
    start.execution.host_block = block;
    return make_host_simulation(start, threads);
  };
}

MakeSimulation on_device(DeviceLaunch launch) {
  return [=](const SimulationStart& start) { return make_device_simulation(start, launch); };
}

/// The oracle first; then the same in another memory order, and launched in another order.
std::vector<Contestant> contestants(bool cpu_only) {
  const Contestant oracle{"cpu", on_host(0, 256), 16};
  if (cpu_only)
    return {
        oracle, {"1 thread, blocks of 7", on_host(1, 7), 5}, {"3 threads, blocks of 64", on_host(3, 64), 0}};
  return {
      oracle, {"gpu", on_device({}), 16}, {"gpu, 64 threads per block, backwards", on_device({64, true}), 5}};
}

CheckResults primitive_checks(const Options& options) {
  const std::uint32_t largest = options.small ? 257 : ~0u;
  if (!options.cpu_only) {
    CheckResults results = check_device({}, largest);
    for (CheckResult& r : check_device({64, true}, largest)) {
      r.name += ", 64 threads backwards";
      results.push_back(r);
    }
    return results;
  }
  HostExecutor tested(1, 7), oracle;
  CheckResults results = check_primitives(tested, oracle, largest);
  for (CheckResult& r : check_fields(tested, oracle, largest)) results.push_back(r);
  return results;
}

bool report_primitives(const CheckResults& results) {
  std::size_t failed = 0;
  std::printf("## Primitives and field solver\n\n");
  for (const CheckResult& r : results) {
    if (r.passed) continue;
    ++failed;
    std::printf("- **FAIL** %s, size %llu\n", r.name.c_str(), static_cast<unsigned long long>(r.size));
  }
  std::printf("%zu of %zu checks give the host's bits.\n\n", results.size() - failed, results.size());
  return failed == 0;
}

void report_row(const Comparison& c) {
  const auto count = [&](Event e) {
    return static_cast<unsigned long long>(c.events[static_cast<std::size_t>(e)]);
  };
  std::printf("| %s | %u | %u | %llu | %llu | %llu | %llu | %016llx | %s |\n", c.name.c_str(), c.steps,
              c.digests, static_cast<unsigned long long>(c.tumour_cells),
              static_cast<unsigned long long>(c.cd8_cells), count(Event::tumour_birth), count(Event::kill),
              static_cast<unsigned long long>(c.last_digest),
              c.equal() ? "equal" : ("**FAIL** " + c.first_difference).c_str());
  std::fflush(stdout);
}

bool report_digests(const Options& options) {
  std::vector<DigestCase> cases = small_cases();
  if (options.small) {  // every phase runs at least twice in 12 steps
    cases.resize(1);
    cases[0].steps = 12;
  }
  if (!options.small && !options.cpu_only) cases.push_back(large_case());
  const std::vector<Contestant> backends = contestants(options.cpu_only);
  std::printf("## Digests\n\nOracle: %s.", backends[0].name.c_str());
  for (std::size_t k = 1; k < backends.size(); ++k)
    std::printf("%s%s", k == 1 ? " Compared with it: " : "; ", backends[k].name.c_str());
  std::printf(
      ".\n\n| case | steps | digests | tumour cells | CD8 T cells | births | kills | last digest | verdict "
      "|\n"
      "|---|---|---|---|---|---|---|---|---|\n");
  bool passed = true;
  std::vector<Comparison> results;
  for (const DigestCase& c : cases) {
    results.push_back(compare(c, backends));
    report_row(results.back());
    passed = passed && results.back().equal();
  }
  const std::string never = options.small ? "" : missing_events(results);  // one short case proves little
  if (!never.empty()) std::printf("\n**FAIL** the cases are too quiet; never happened: %s\n", never.c_str());
  std::printf("\n");
  return passed && never.empty();
}

FieldTiming time_host_fields(std::uint32_t side, int fields, int repeats) {
  HostExecutor host;
  return time_fields(host, side, fields, repeats);
}

bool report_bench(const Options& options) {
  BenchPlan plan;
  plan.seconds = options.bench_seconds;
  plan.json_file = options.json_file;
  plan.is_small = options.cpu_only;
  plan.make = options.cpu_only ? on_host(0, 256) : on_device({});
  plan.time_fields = options.cpu_only ? time_host_fields : time_device_fields;
  if (!options.cpu_only) plan.copy_gb_per_s = device_copy_gb_per_s(std::size_t{1} << 30);
  return run_bench(plan);
}

int run(const Options& options) {
  if (!options.cpu_only && !device_available()) {
    std::fprintf(stderr, "gpu_check: skipped: no usable NVIDIA GPU\n");
    return no_gpu;
  }
  if (options.bench_seconds > 0) return report_bench(options) ? all_equal : some_differ;
  if (!options.cpu_only) std::printf("GPU: %s\n\n", device_name().c_str());
  const bool digests = !options.digests || report_digests(options);
  const bool primitives = !options.primitives || report_primitives(primitive_checks(options));
  return digests && primitives ? all_equal : some_differ;
}

}  // namespace
}  // namespace tilscape

int main(int argc, char** argv) {
  tilscape::Options options;
  if (!tilscape::parse(argc, argv, options)) {
    std::fputs(tilscape::usage, stderr);
    return tilscape::wrong_usage;
  }
  if (options.help) {
    std::fputs(tilscape::usage, stdout);
    return tilscape::all_equal;
  }
  std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ);  // what has run is read while the rest runs
  try {
    return tilscape::run(options);
  } catch (const std::exception& error) {
    std::printf("\n**FAIL** %s\n", error.what());
    return tilscape::some_differ;
  }
}
